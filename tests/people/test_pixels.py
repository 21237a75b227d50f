"""Pictures made anew from their pixels."""

import struct
import time
import zlib
from io import BytesIO

import pytest
from PIL import Image

from people.pixels import NotAPicture, TooManyPixels, from_pixels, refuse_too_large
from tests.people.photographs import AUTHOR, FORMATS, photograph, secrets_in, srgb

pytestmark = pytest.mark.once


def png_bomb(width: int, height: int) -> bytes:
    """A small file that unpacks to width × height black dots."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(1 + width // 8)) for _ in range(height)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("extension", FORMATS)
def test_secrets_are_found_in_what_is_uploaded(extension):
    found = secrets_in(photograph(extension))
    assert {"position", "author"} <= found
    assert AUTHOR.decode() in found


@pytest.mark.parametrize("extension", FORMATS)
def test_nothing_but_the_picture_comes_out(extension):
    assert secrets_in(from_pixels(BytesIO(photograph(extension))).read()) == set()


@pytest.mark.parametrize(
    ("extension", "kept"), [("jpg", "jpg"), ("png", "png"), ("webp", "webp"), ("avif", "webp"), ("heic", "jpg")]
)
def test_each_kind_becomes_one_that_phones_show(extension, kept):
    fresh = from_pixels(BytesIO(photograph(extension)))
    assert fresh.name.endswith(f".{kept}")
    assert len(fresh.name) == 20 + 1 + len(kept)


def test_names_of_files_differ():
    content = photograph("jpg")
    assert from_pixels(BytesIO(content)).name != from_pixels(BytesIO(content)).name


@pytest.mark.parametrize("extension", FORMATS)
def test_picture_stands_upright_with_its_colours(extension):
    with Image.open(BytesIO(from_pixels(BytesIO(photograph(extension))).read())) as upright:
        assert upright.size == (40, 60)
        red, blue = upright.convert("RGB").getpixel((20, 10)), upright.convert("RGB").getpixel((20, 50))
    assert red[0] > 200 > 60 > red[2]
    assert blue[2] > 200 > 60 > blue[0]


def test_colour_profile_is_kept():
    with Image.open(BytesIO(from_pixels(BytesIO(photograph("jpg"))).read())) as upright:
        assert upright.info["icc_profile"] == srgb()


def test_transparency_is_kept_and_opaque_pictures_have_none():
    modes = []
    for mode, colour in (("RGBA", (255, 0, 0, 40)), ("RGB", (255, 0, 0))):
        out = BytesIO()
        Image.new(mode, (8, 8), colour).save(out, "PNG")
        modes.append(Image.open(from_pixels(out)).mode)
    assert modes == ["RGBA", "RGB"]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_rare_colour_modes_are_read(mode):
    out = BytesIO()
    Image.new(mode, (9, 7)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert Image.open(from_pixels(out)).size == (9, 7)


@pytest.mark.parametrize("side", [12_000, 30_000])
@pytest.mark.parametrize("measure", [refuse_too_large, from_pixels])
def test_bomb_is_refused_before_it_unpacks(side, measure):
    bomb = png_bomb(side, side)
    assert len(bomb) < 200_000
    began = time.process_time()
    with pytest.raises(TooManyPixels):
        measure(BytesIO(bomb))
    assert time.process_time() - began < 0.5


def test_the_largest_picture_allowed_is_measured_without_a_word(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60 * 40
    refuse_too_large(BytesIO(photograph("jpg")))
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60 * 40 - 1
    with pytest.raises(TooManyPixels):
        refuse_too_large(BytesIO(photograph("jpg")))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        photograph("jpg")[:300],
        photograph("png")[:200] + bytes(100),
        b"\x89PNG\r\n\x1a\n" + bytes(60),
    ],
    ids=["empty", "words", "svg", "eps", "half a JPEG", "half a PNG", "empty PNG"],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture):
        from_pixels(BytesIO(content))
