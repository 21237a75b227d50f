"""M4A: boxes in boxes. Read for its samples of AAC alone, and written anew, cut at two marks: no tag, no picture, no
place, no other track, no time, no name of a program, nothing that the editing program of a telephone only hid."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby, islice, repeat

from .kinds import Cut, Kind, NotASound, NothingLeft, Sound

SAMPLE_ENTRY = 28
"""Bytes of what tells about the sound before the boxes in it."""
SHORTEST = 0.25
UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
"""A picture that is neither turned nor stretched; whatever has a track has such a matrix, also without a picture."""
UNDETERMINED = 0x55C4
"""The language that is told of a track."""


@dataclass(frozen=True, slots=True)
class Box:
    name: bytes
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Track:
    """The samples and how long each sounds, in ``scale`` to a second; what is heard lies between two such times."""

    scale: int
    description: bytes
    samples: list[bytes]
    lengths: list[int]
    begin: int
    end: int


def from_m4a(data: bytes, cut: Cut) -> Sound:
    """A file with one track of AAC, of what lies between two marks."""
    try:
        return _made_anew(_track(data), cut)
    except (struct.error, KeyError, ZeroDivisionError, IndexError, StopIteration) as broken:
        raise NotASound from broken


# --- reading ----------------------------------------------------------------------------------------------------------
def _boxes(data: bytes, begin: int, end: int) -> Iterator[Box]:
    at = begin
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1:
            size, body = struct.unpack_from(">Q", data, at + 8)[0], at + 16
        last = end if size == 0 else at + size
        if not body <= last <= end:
            raise NotASound
        yield Box(name, body, last)
        at = last
    if at != end:
        raise NotASound


def _inside(data: bytes, box: Box, *path: bytes) -> Box:
    """The box at the end of a path; each on the way may be there once."""
    for name in path:
        found = [each for each in _boxes(data, box.body, box.end) if each.name == name]
        if len(found) != 1:
            raise NotASound
        box = found[0]
    return box


def _track(data: bytes) -> Track:
    whole = Box(b"", 0, len(data))
    moov, mdat = _inside(data, whole, b"moov"), _inside(data, whole, b"mdat")
    tracks = [each for each in _boxes(data, moov.body, moov.end) if each.name == b"trak" and _is_sound(data, each)]
    if len(tracks) != 1:
        raise NotASound
    table = _inside(data, tracks[0], b"mdia", b"minf", b"stbl")
    tables = {each.name: each for each in _boxes(data, table.body, table.end)}
    scale = _scale(data, _inside(data, tracks[0], b"mdia", b"mdhd"))
    samples = list(_samples(data, tables, mdat))
    told = _rows(data, tables[b"stts"], "II")
    if sum(count for count, _length in told) != len(samples):
        raise NotASound
    lengths = list(chain.from_iterable(repeat(length, count) for count, length in told))
    begin, end = _heard(data, moov, tracks[0], scale, sum(lengths))
    return Track(scale, _description(data, tables[b"stsd"]), samples, lengths, begin, end)


def _is_sound(data: bytes, trak: Box) -> bool:
    handler = _inside(data, trak, b"mdia", b"hdlr")
    return data[handler.body + 8 : handler.body + 12] == b"soun"


def _scale(data: bytes, head: Box) -> int:
    return struct.unpack_from(">I", data, head.body + (20 if data[head.body] else 12))[0]


def _heard(data: bytes, moov: Box, trak: Box, scale: int, total: int) -> tuple[int, int]:
    """From when to when: all of it, or the one stretch that an editing program left to be heard."""
    if not any(each.name == b"edts" for each in _boxes(data, trak.body, trak.end)):
        return 0, total
    edits = _inside(data, trak, b"edts", b"elst")
    rows = _rows(data, edits, "Qqhh" if data[edits.body] else "Iihh")
    stretches = [(length, begin) for length, begin, *_rate in rows if begin >= 0]
    if len(stretches) != 1:
        raise NotASound
    length, begin = stretches[0]
    lasts = round(length * scale / _scale(data, _inside(data, moov, b"mvhd")))
    return begin, min(total, begin + lasts) if lasts else total


def _description(data: bytes, box: Box) -> bytes:
    """One kind of sound, AAC, with its channels, its rate and the box that belongs to it; no other."""
    entries = list(_boxes(data, box.body + 8, box.end))
    if [each.name for each in entries] != [b"mp4a"] or data[entries[0].body + 8 : entries[0].body + 10] != b"\0\0":
        raise NotASound
    channels, bits, _other, rate = struct.unpack_from(">HHII", data, entries[0].body + 16)
    own = _inside(data, Box(b"mp4a", entries[0].body + SAMPLE_ENTRY, entries[0].end), b"esds")
    head = struct.pack(">6xH8xHHII", 1, channels, bits, 0, rate)
    return _box(b"stsd", struct.pack(">II", 0, 1), _box(b"mp4a", head, _box(b"esds", data[own.body : own.end])))


def _rows(data: bytes, box: Box, row: str, head: int = 4) -> list[tuple]:
    """The rows of a table. Their number must be the one that is there."""
    shape = struct.Struct(">" + row)
    count = struct.unpack_from(">I", data, box.body + head)[0]
    begin = box.body + head + 4
    if count * shape.size > box.end - begin:
        raise NotASound
    return [shape.unpack_from(data, begin + place * shape.size) for place in range(count)]


def _samples(data: bytes, tables: dict[bytes, Box], mdat: Box) -> Iterator[bytes]:
    whole, count = struct.unpack_from(">II", data, tables[b"stsz"].body + 4)
    if count > len(data):
        raise NotASound
    sizes = iter([whole] * count if whole else [each for (each,) in _rows(data, tables[b"stsz"], "I", head=8)])
    chunks = _rows(data, tables[b"stco"], "I") if b"stco" in tables else _rows(data, tables[b"co64"], "Q")
    runs = _rows(data, tables[b"stsc"], "III")
    per_chunk = 0
    for place, (at,) in enumerate(chunks, 1):
        while runs and runs[0][0] <= place:
            per_chunk = runs.pop(0)[1]
        for size in islice(sizes, per_chunk):
            if not mdat.body <= at <= at + size <= mdat.end:
                raise NotASound
            yield data[at : at + size]
            at += size
    if next(sizes, None) is not None or not chunks:
        raise NotASound


# --- writing ----------------------------------------------------------------------------------------------------------
def _made_anew(track: Track, cut: Cut) -> Sound:
    begin = track.begin + round((cut.begin or 0) * track.scale)
    end = track.end if cut.end is None else min(track.end, track.begin + round(cut.end * track.scale))
    if end - begin < SHORTEST * track.scale:
        raise NothingLeft if cut else NotASound
    ends = list(accumulate(track.lengths))
    # A sample sounds right only after the one before it, which is kept and not heard.
    first = max(0, next(place for place, each in enumerate(ends) if each > begin) - 1)
    last = next(place for place, each in enumerate(ends) if each >= end) + 1
    skipped = begin - (ends[first - 1] if first else 0)
    samples, lengths = track.samples[first:last], track.lengths[first:last]
    head = _box(b"ftyp", b"M4A \0\0\0\0M4A mp42isom")
    told = (track, samples, lengths, skipped, end - begin)
    place = len(head) + len(_moov(*told, 0)) + 8
    written = head + _moov(*told, place) + _box(b"mdat", *samples)
    return Sound(Kind.M4A, written, (end - begin) / track.scale)


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, name) + body


def _table(name: bytes, row: str, rows: Sequence[tuple], before: bytes = b"\0\0\0\0") -> bytes:
    return _box(name, before, struct.pack(">I", len(rows)), *(struct.pack(">" + row, *each) for each in rows))


def _moov(
    track: Track, samples: Sequence[bytes], lengths: Sequence[int], skipped: int, heard: int, place: int
) -> bytes:
    """The head of the file. ``place``: where the samples begin. No moment of making, no name, no language."""
    film = struct.pack(">12xII", track.scale, heard) + struct.pack(">IH10x", 0x10000, 0x100) + UNITY
    shown = struct.pack(">I8xI4xI8x4xH2x", 7, 1, heard, 0x100) + UNITY + bytes(8)
    media = struct.pack(">12xIIHH", track.scale, sum(lengths), UNDETERMINED, 0)
    runs = [(len(list(run)), length) for length, run in groupby(lengths)]
    tables = (
        track.description,
        _table(b"stts", "II", runs),
        _table(b"stsc", "III", [(1, len(samples), 1)]),
        _table(b"stsz", "I", [(len(each),) for each in samples], bytes(8)),
        _table(b"stco", "I", [(place,)]),
    )
    beside = _box(b"dinf", _box(b"dref", struct.pack(">II", 0, 1), _box(b"url ", struct.pack(">I", 1))))
    about = _box(b"hdlr", struct.pack(">8x4s13x", b"soun"))
    sound = _box(b"minf", _box(b"smhd", bytes(8)), beside, _box(b"stbl", *tables))
    edits = _box(b"edts", _table(b"elst", "Iihh", [(heard, skipped, 1, 0)]))
    trak = _box(b"trak", _box(b"tkhd", shown), edits, _box(b"mdia", _box(b"mdhd", media), about, sound))
    return _box(b"moov", _box(b"mvhd", film + struct.pack(">24xI", 2)), trak)
