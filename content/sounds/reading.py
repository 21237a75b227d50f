"""Which kind of recording a file is, told by its first bytes; then it is read to its end and made anew."""

from . import ogg, webm
from .kinds import Cut, NotASound, Sound
from .m4a import from_m4a
from .mp3 import from_mp3
from .opus import from_ogg
from .webm import from_webm


def sound_of(data: bytes, cut: Cut | None = None) -> Sound:
    """The sound of an upload, cut if asked.

    :raises NotASound: for whatever else it is.
    """
    cut = cut or Cut()
    if data.startswith(ogg.MAGIC):
        return from_ogg(data, cut)
    if data.startswith(webm.MAGIC):
        return from_webm(data, cut)
    if data[4:8] == b"ftyp":
        return from_m4a(data, cut)
    if data.startswith(b"ID3") or data[:1] == b"\xff":
        return from_mp3(data, cut)
    raise NotASound
