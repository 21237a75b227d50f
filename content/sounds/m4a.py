"""M4A: boxes in boxes. What is not needed to hear the sound is blanked where it lies, so that every address in the file
stays true: tags, pictures, places, other tracks, times, names of programs, and bytes that belong to no sample."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .kinds import Kind, NotASound, Sound

NEEDED = {
    b"": {b"ftyp", b"moov", b"mdat"},
    b"moov": {b"mvhd", b"trak"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"smhd", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {b"stsd", b"stts", b"stsc", b"stsz", b"stco", b"co64"},
}
TIMES = {b"mvhd", b"tkhd", b"mdhd"}
NAME_IN_HANDLER = 24
SAMPLE_ENTRY = 28
"""Bytes of what tells about the sound before the boxes in it."""


@dataclass(frozen=True, slots=True)
class Box:
    name: bytes
    begin: int
    body: int
    end: int


def from_m4a(data: bytes) -> Sound:
    """The same file, of the same length, with nothing left but one track of AAC."""
    fresh = bytearray(data)
    kept: dict[bytes, Box] = {}
    try:
        _keep(fresh, Box(b"", 0, 0, len(fresh)), kept)
        seconds = _seconds(fresh, kept)
        ranges = sorted(_samples(fresh, kept))
    except (struct.error, KeyError, ZeroDivisionError, IndexError, StopIteration) as broken:
        raise NotASound from broken
    _blank_between(fresh, kept[b"mdat"], ranges)
    return Sound(Kind.M4A, bytes(fresh), seconds)


def _boxes(data: bytes | bytearray, begin: int, end: int) -> Iterator[Box]:
    at = begin
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1:
            size, body = struct.unpack_from(">Q", data, at + 8)[0], at + 16
        last = end if size == 0 else at + size
        if not body <= last <= end:
            raise NotASound
        yield Box(name, at, body, last)
        at = last
    if at != end:
        raise NotASound


def _keep(data: bytearray, parent: Box, kept: dict[bytes, Box]) -> None:
    """Blanks what is not needed, and notes what is; each box may be there once."""
    for box in list(_boxes(data, parent.body, parent.end)):
        if box.name not in NEEDED[parent.name] or box.name == b"trak" and not _is_sound(data, box):
            data[box.begin + 4 : box.begin + 8] = b"free"
            data[box.body : box.end] = bytes(box.end - box.body)
            continue
        if box.name in kept:
            raise NotASound
        kept[box.name] = box
        if box.name in NEEDED:
            _keep(data, box, kept)
        elif box.name in TIMES:
            until = box.body + (20 if data[box.body] else 12)
            data[box.body + 4 : until] = bytes(until - box.body - 4)
        elif box.name == b"hdlr":
            name = box.body + NAME_IN_HANDLER
            data[name : box.end] = bytes(max(0, box.end - name))
        elif box.name == b"stsd":
            _keep_description(data, box)


def _is_sound(data: bytearray, trak: Box) -> bool:
    media = next(each for each in _boxes(data, trak.body, trak.end) if each.name == b"mdia")
    handler = next(each for each in _boxes(data, media.body, media.end) if each.name == b"hdlr")
    return data[handler.body + 8 : handler.body + 12] == b"soun"


def _keep_description(data: bytearray, box: Box) -> None:
    """One kind of sound, AAC, described by the box that belongs to it and no other."""
    entries = list(_boxes(data, box.body + 8, box.end))
    if [each.name for each in entries] != [b"mp4a"] or data[entries[0].body + 8 : entries[0].body + 10] != b"\0\0":
        raise NotASound
    for each in list(_boxes(data, entries[0].body + SAMPLE_ENTRY, entries[0].end)):
        if each.name != b"esds":
            data[each.begin + 4 : each.begin + 8] = b"free"
            data[each.body : each.end] = bytes(each.end - each.body)


def _rows(data: bytearray, box: Box, row: str, head: int = 4) -> list[tuple]:
    """The rows of a table. Their number must be the one that is there."""
    shape = struct.Struct(">" + row)
    count = struct.unpack_from(">I", data, box.body + head)[0]
    begin = box.body + head + 4
    if count * shape.size > box.end - begin:
        raise NotASound
    return [shape.unpack_from(data, begin + place * shape.size) for place in range(count)]


def _seconds(data: bytearray, kept: dict[bytes, Box]) -> float:
    head = kept[b"mdhd"]
    scale = struct.unpack_from(">I", data, head.body + (20 if data[head.body] else 12))[0]
    return sum(count * length for count, length in _rows(data, kept[b"stts"], "II")) / scale


def _samples(data: bytearray, kept: dict[bytes, Box]) -> Iterator[tuple[int, int]]:
    """Where the sound lies: from, to."""
    whole = struct.unpack_from(">I", data, kept[b"stsz"].body + 4)[0]
    count = struct.unpack_from(">I", data, kept[b"stsz"].body + 8)[0]
    if count > len(data):
        raise NotASound
    sizes = iter([whole] * count if whole else [each for (each,) in _rows(data, kept[b"stsz"], "I", head=8)])
    chunks = _rows(data, kept[b"stco"], "I") if b"stco" in kept else _rows(data, kept[b"co64"], "Q")
    runs = _rows(data, kept[b"stsc"], "III")
    per_chunk = 0
    for place, (begin,) in enumerate(chunks, 1):
        while runs and runs[0][0] <= place:
            per_chunk = runs.pop(0)[1]
        length = sum(islice(sizes, per_chunk))
        if not kept[b"mdat"].body <= begin <= begin + length <= kept[b"mdat"].end:
            raise NotASound
        yield begin, begin + length
    if next(sizes, None) is not None or not chunks:
        raise NotASound


def _blank_between(data: bytearray, mdat: Box, ranges: list[tuple[int, int]]) -> None:
    at = mdat.body
    for begin, end in [*ranges, (mdat.end, mdat.end)]:
        if begin > at:
            data[at:begin] = bytes(begin - at)
        at = max(at, end)
