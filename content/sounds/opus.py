"""Opus (RFC 6716, RFC 7845): how long its packets sound, and a file of them made anew, cut at two marks."""

import struct
from collections.abc import Sequence
from itertools import accumulate

from . import ogg
from .kinds import Cut, Kind, NotASound, NothingLeft, Sound

RATE = 48_000
"""Positions are counted in these samples a second, whatever was recorded."""

HEAD = struct.Struct("<8sBBHIhB")
MAGIC, TAGS = b"OpusHead", b"OpusTags"
NO_TAGS = TAGS + bytes(8)
"""No name of a program, no comment."""

LONGEST_PACKET = 5760
WARM_UP = 3840
"""Samples that a decoder hears before a cut, so that it sounds right from there on: 80 ms, as the standard asks."""

PER_PAGE = 50
SHORTEST = RATE // 4


def samples(packet: bytes) -> int:
    """How long a packet sounds, told by its first byte or two."""
    if not packet:
        raise NotASound
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config % 4]
    elif config < 16:
        frame = (480, 960)[config % 2]
    else:
        frame = (120, 240, 480, 960)[config % 4]
    if code == 3 and len(packet) < 2:
        raise NotASound
    count = (1, 2, 2, packet[1] & 63 if code == 3 else 0)[code]
    if not 0 < count * frame <= LONGEST_PACKET:
        raise NotASound
    return count * frame


def from_ogg(data: bytes, cut: Cut) -> Sound:
    found, position = ogg.packets(data)
    if len(found) < 3 or not found[1].startswith(TAGS):
        raise NotASound
    return made_anew(found[0], found[2:], cut, position)


def made_anew(head: bytes, packets: Sequence[bytes], cut: Cut, position: int = ogg.NO_POSITION) -> Sound:
    """An Ogg file of the packets between two marks. ``position``: where the sound ends inside its last packet."""
    channels, skip, gain = _read_head(head)
    ends = list(accumulate(map(samples, packets)))
    if not ends:
        raise NotASound
    total = position if ends[-1] - LONGEST_PACKET <= position <= ends[-1] else ends[-1]
    begin = skip + round((cut.begin or 0) * RATE)
    end = total if cut.end is None else min(total, skip + round(cut.end * RATE))
    if end - begin < SHORTEST:
        raise NothingLeft if cut else NotASound
    first = 0 if not cut.begin else next(i for i, each in enumerate(ends) if each > max(0, begin - WARM_UP))
    last = next(i for i, each in enumerate(ends) if each >= end)
    before = ends[first - 1] if first else 0
    kept = packets[first : last + 1]
    told = [each - before for each in ends[first:last]] + [end - before]
    fresh = HEAD.pack(MAGIC, 1, channels, begin - before, RATE, gain, 0)
    return Sound(Kind.OGG, _file(fresh, kept, told), (end - begin) / RATE)


def _read_head(head: bytes) -> tuple[int, int, int]:
    """Channels, samples to skip and gain. One voice or two; more is no recording of a text."""
    if len(head) < HEAD.size:
        raise NotASound
    magic, version, channels, skip, _rate, gain, family = HEAD.unpack_from(head)
    if magic != MAGIC or version >> 4 or family or channels not in (1, 2):
        raise NotASound
    return channels, skip, gain


def _file(head: bytes, packets: Sequence[bytes], positions: Sequence[int]) -> bytes:
    written = [ogg.page(0, ogg.FIRST, 0, [head]), ogg.page(1, 0, 0, [NO_TAGS])]
    parts: list[bytes] = []
    segments = 0
    for place, packet in enumerate(packets):
        needed = len(ogg.lacing(packet))
        if parts and (len(parts) == PER_PAGE or segments + needed > ogg.MOST_SEGMENTS):
            written.append(ogg.page(len(written), 0, positions[place - 1], parts))
            parts, segments = [], 0
        parts.append(packet)
        segments += needed
    written.append(ogg.page(len(written), ogg.LAST, positions[-1], parts))
    return b"".join(written)
