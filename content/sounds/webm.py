"""WebM, as browsers record it: the packets of Opus in it, and nothing else of it."""

from collections.abc import Iterator

from .kinds import Cut, NotASound, Sound
from .opus import made_anew

MAGIC = b"\x1a\x45\xdf\xa3"
DOC_TYPE, CODEC, CODEC_HEAD, BLOCK, SIMPLE_BLOCK = 0x4282, 0x86, 0x63A2, 0xA1, 0xA3
CONTAINERS = {0x1A45DFA3, 0x18538067, 0x1654AE6B, 0xAE, 0x1F43B675, 0xA0}
"""What holds the elements that are looked for: head, segment, tracks, track, cluster, group. A browser that records
does not know yet how long they become, so they are entered, and never measured."""

LACED = 0x06


def from_webm(data: bytes, cut: Cut) -> Sound:
    """One track, and that of Opus."""
    told = list(elements(data))
    codecs = [body for key, body in told if key == CODEC]
    heads = [body for key, body in told if key == CODEC_HEAD]
    if codecs != [b"A_OPUS"] or len(heads) != 1 or (DOC_TYPE, b"webm") not in told:
        raise NotASound
    return made_anew(heads[0], [_packet(body) for key, body in told if key in (BLOCK, SIMPLE_BLOCK)], cut)


def elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every element that is no container, in the order of the file. A last one that was cut off is left out."""
    at = 0
    while at < len(data):
        key, at = _number(data, at, keeps_mark=True)
        size, at = _number(data, at)
        if key in CONTAINERS:
            continue
        if at + size > len(data):
            return
        yield key, data[at : at + size]
        at += size


def _number(data: bytes, at: int, *, keeps_mark: bool = False) -> tuple[int, int]:
    """A number of one to eight bytes; the first set bit tells how many."""
    length = 9 - data[at].bit_length() if at < len(data) else 9
    if length > 8 or at + length > len(data):
        raise NotASound
    value = int.from_bytes(data[at : at + length], "big")
    return value if keeps_mark else value & ~(1 << (7 * length)), at + length


def _packet(block: bytes) -> bytes:
    """Behind the number of the track, the time and the flags; several packets in one block are not read."""
    _track, at = _number(block, 0)
    if len(block) < at + 4 or block[at + 2] & LACED:
        raise NotASound
    return block[at + 3 :]
