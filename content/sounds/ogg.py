"""Ogg: pages in which the packets of one stream lie (RFC 3533)."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .kinds import NotASound

MAGIC = b"OggS"
PAGE = struct.Struct("<4sBBqIIIB")
CONTINUED, FIRST, LAST = 1, 2, 4
NO_POSITION = -1
MOST_SEGMENTS = 255
SERIAL = 1
"""One stream in a file of its own needs no number that differs from any other."""


@dataclass(frozen=True, slots=True)
class Page:
    """The position tells how many samples have been played when its last whole packet ends."""

    flags: int
    position: int
    serial: int
    segments: bytes
    body: bytes


@cache
def _table() -> list[int]:
    found = []
    for each in range(256):
        register = each << 24
        for _bit in range(8):
            register = (register << 1) ^ (0x04C11DB7 if register & 0x80000000 else 0)
        found.append(register & 0xFFFFFFFF)
    return found


def checksum(data: bytes) -> int:
    table, register = _table(), 0
    for each in data:
        register = ((register << 8) & 0xFFFFFFFF) ^ table[(register >> 24) ^ each]
    return register


def pages(data: bytes) -> Iterator[Page]:
    """The pages from the beginning up to the one that says it is the last, or the end."""
    at = 0
    while at < len(data):
        if len(data) - at < PAGE.size:
            raise NotASound
        magic, version, flags, position, serial, _number, told, count = PAGE.unpack_from(data, at)
        segments = data[at + PAGE.size : at + PAGE.size + count]
        begin = at + PAGE.size + count
        end = begin + sum(segments)
        if magic != MAGIC or version or len(segments) != count or end > len(data):
            raise NotASound
        if checksum(data[at : at + 22] + b"\0\0\0\0" + data[at + 26 : end]) != told:
            raise NotASound
        yield Page(flags, position, serial, segments, data[begin:end])
        if flags & LAST:
            return
        at = end


def packets(data: bytes) -> tuple[list[bytes], int]:
    """The packets of a file with one stream, and the last position that it tells."""
    found, position, serial = [], NO_POSITION, None
    open_one: bytes | None = None
    for page in pages(data):
        if serial is not None and (page.serial != serial or page.flags & FIRST):
            raise NotASound
        if bool(page.flags & CONTINUED) != (open_one is not None):
            raise NotASound
        serial, at = page.serial, 0
        for length in page.segments:
            open_one = (open_one or b"") + page.body[at : at + length]
            at += length
            if length < MOST_SEGMENTS:
                found.append(open_one)
                open_one = None
        if page.position != NO_POSITION:
            position = page.position
    return found, position


def page(number: int, flags: int, position: int, parts: Sequence[bytes]) -> bytes:
    """One page of whole packets."""
    segments = b"".join(lacing(each) for each in parts)
    head = PAGE.pack(MAGIC, 0, flags, position, SERIAL, number, 0, len(segments))
    whole = head + segments + b"".join(parts)
    return whole[:22] + struct.pack("<I", checksum(whole)) + whole[26:]


def lacing(packet: bytes) -> bytes:
    """How the length of a packet is told: in steps of 255, ended by a smaller one."""
    full, rest = divmod(len(packet), MOST_SEGMENTS)
    return bytes([MOST_SEGMENTS] * full + [rest])
