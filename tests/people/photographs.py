"""Photographs as telephones make them: with a position, an author, a turned sensor; and what finds those in a file."""

from io import BytesIO

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

pillow_heif.register_heif_opener()

AUTHOR = b"Sok Planted Author"
PLACE = b"Planted Village"
ARTIST, ORIENTATION, GPS = 0x013B, 0x0112, 0x8825
TURNED_RIGHT = 6
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>%b</creator><place>%b</place></x:xmpmeta>' % (AUTHOR, PLACE)
MIME = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "heic": "image/heic"}
FORMATS = tuple(MIME)


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[ARTIST] = AUTHOR.decode()
    tags[ORIENTATION] = TURNED_RIGHT
    tags[GPS] = {1: "N", 2: (11.0, 33.0, 12.0), 3: "E", 4: (104.0, 55.0, 30.0)}
    return tags


def photograph(extension: str, size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture, red on the left and blue on the right, with everything in it that must not come out again."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    options: dict = {"exif": exif().tobytes(), "icc_profile": srgb()}
    if extension == "png":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", AUTHOR.decode())
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = info
    elif extension == "jpg":
        options |= {"comment": AUTHOR, "xmp": XMP, "quality": 95, "subsampling": 0}
    else:
        options |= {"xmp": XMP, "quality": 95}
    out = BytesIO()
    picture.save(out, {"jpg": "JPEG", "heic": "HEIF"}.get(extension, extension.upper()), **options)
    return out.getvalue()


def upload(extension: str = "jpg", name: str = "sokha-at-home", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.{extension}", content or photograph(extension), MIME.get(extension, "image/png"))


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def secrets_in(content: bytes) -> set[str]:
    """What a picture file tells besides the picture: read as metadata, and as plain bytes for what no reader knows."""
    with Image.open(BytesIO(content)) as picture:
        tags = picture.getexif()
        found = {"position"} if tags.get_ifd(GPS) else set()
        found |= {"author"} if tags.get(ARTIST) else set()
        found |= {"turned"} if tags.get(ORIENTATION, 1) != 1 else set()
        found |= {"text"} if set(picture.info) & {"Author", "xmp", "comment", "XML:com.adobe.xmp"} else set()
    return found | {word.decode() for word in (AUTHOR, PLACE) if word in content}
