"""Pictures: Wagtail's image model, ours from the first migration on."""

from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from wagtail.images.models import AbstractImage, AbstractRendition


def from_pixels(file: IO[bytes]) -> ContentFile:
    """The picture made anew from its pixels: upright, with its colour profile, without position, author or thumbnail.

    :raises OSError: where the bytes are no picture that Pillow reads.
    """
    file.seek(0)
    with Image.open(file) as source:
        kind = "PNG" if source.format in {"PNG", "GIF"} else "WEBP" if source.format in {"WEBP", "AVIF"} else "JPEG"
        profile = source.info.get("icc_profile")
        upright = ImageOps.exif_transpose(source)
        clean = Image.new("RGBA" if kind != "JPEG" and "A" in upright.convert("RGBA").getbands() else "RGB", upright.size)
        clean.paste(upright.convert(clean.mode))
    out = BytesIO()
    options = {"PNG": {"optimize": True}, "WEBP": {"quality": 90}, "JPEG": {"quality": 88, "progressive": True}}[kind]
    clean.save(out, kind, **({"icc_profile": profile} if profile else {}), **options)
    extension = {"PNG": "png", "WEBP": "webp", "JPEG": "jpg"}[kind]
    return ContentFile(out.getvalue(), name=f"{get_random_string(20).lower()}.{extension}")
