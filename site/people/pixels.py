"""A picture made anew from its pixels: nothing of the camera, the place or the author comes along."""

from dataclasses import dataclass
from io import BytesIO
from typing import IO

import pillow_heif
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from accounts.refusals import Refusal

pillow_heif.register_heif_opener()

READABLE = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")
"""What is opened at all; the other decoders of Pillow never see an upload."""

KEPT_AS = {"PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP", "AVIF": "WEBP"}
"""The rest is photographs and becomes JPEG, which every phone shows."""

EXTENSIONS = {"PNG": "png", "WEBP": "webp", "JPEG": "jpg"}
OPTIONS = {"PNG": {}, "WEBP": {"quality": 90}, "JPEG": {"quality": 88, "progressive": True}}
NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class NotAPicture(Refusal):
    message = _("This file is not a picture that can be shown. Use a JPEG, PNG, WebP, AVIF, HEIC or GIF file.")


class TooManyPixels(Refusal):
    message = _("This picture is too large. Make it smaller first: at most 25 million pixels.")


def refuse_too_large(file: IO[bytes]) -> None:
    """Read the size from the head of the file, before anything is unpacked into memory.

    :raises TooManyPixels: above the limit of the settings.
    :raises NotAPicture: where the bytes are no picture that we read.
    """
    _opened(file)
    file.seek(0)


@dataclass(frozen=True, slots=True)
class Photograph:
    """A JPEG made anew, upright, and how large it is."""

    content: bytes
    width: int
    height: int


def photograph_from_pixels(file: IO[bytes], *, longest: int) -> Photograph:
    """As ``from_pixels``, always a JPEG and no side longer than ``longest``.

    :raises TooManyPixels: above the limit of the settings.
    :raises NotAPicture: where the bytes are no picture that we read.
    """
    source = _opened(file)
    try:
        clean = _copied(source, with_transparency=False)
        clean.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        out = BytesIO()
        clean.save(out, "JPEG", icc_profile=_colour_profile(source), **OPTIONS["JPEG"])
    except Exception as error:  # a decoder given hostile bytes may raise anything
        raise NotAPicture from error
    return Photograph(out.getvalue(), *clean.size)


def from_pixels(file: IO[bytes]) -> ContentFile:
    """The picture made anew: upright, with its colour profile and nothing else, under a name that says nothing.

    :raises TooManyPixels: above the limit of the settings.
    :raises NotAPicture: where the bytes are no picture that we read.
    """
    source = _opened(file)
    kind = KEPT_AS.get(source.format, "JPEG")
    try:
        clean = _copied(source, with_transparency=kind != "JPEG")
        out = BytesIO()
        clean.save(out, kind, icc_profile=_colour_profile(source), **OPTIONS[kind])
    except Exception as error:  # a decoder given hostile bytes may raise anything
        raise NotAPicture from error
    return ContentFile(out.getvalue(), name=f"{get_random_string(20, NAME_LETTERS)}.{EXTENSIONS[kind]}")


def _opened(file: IO[bytes]) -> Image.Image:
    file.seek(0)
    try:
        source = Image.open(file, formats=READABLE)
        width, height = source.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except Exception as error:  # a decoder given hostile bytes may raise anything
        raise NotAPicture from error
    if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise TooManyPixels
    return source


def _copied(source: Image.Image, *, with_transparency: bool) -> Image.Image:
    """The upright pixels on a fresh canvas."""
    mode = "RGBA" if with_transparency and source.has_transparency_data else "RGB"
    upright = ImageOps.exif_transpose(source).convert(mode)
    canvas = Image.new(mode, upright.size)
    canvas.paste(upright)
    return canvas


def _colour_profile(source: Image.Image) -> bytes | None:
    """The profile, where it speaks of the red, green and blue that are saved."""
    profile = source.info.get("icc_profile") or b""
    return profile if profile[16:20] == b"RGB " else None
