"""MP3: its frames, one after the other, and none of the tags before, behind or between them; cut at two marks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .kinds import Cut, Kind, NotASound, NothingLeft, Sound

BITRATES = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
SIDES = {(True, True): 17, (True, False): 32, (False, True): 9, (False, False): 17}
"""Bytes that tell how to read a frame, by whether it is of the first version and of one channel."""
SHORTEST = 0.25
FEWEST = 3
"""Frames in a row by which MP3 is told from bytes that look like it by chance."""
ABOUT_THE_FILE = (b"Xing", b"Info", b"VBRI")
"""A first frame without sound, in which the program that made the file tells of itself."""


@dataclass(frozen=True, slots=True)
class Frame:
    begin: int
    end: int
    rate: int
    samples: int
    side: int
    body: int

    @property
    def is_guarded(self) -> bool:
        """Whether a checksum stands behind the head."""
        return self.side == self.begin + 6

    def reaches_back(self, data: bytes) -> int:
        """How many bytes of its sound lie in the frames before it, behind theirs."""
        told = int.from_bytes(data[self.side : self.side + 2], "big")
        return told >> 7 if self.samples == 1152 else told >> 8


def from_mp3(data: bytes, cut: Cut) -> Sound:
    frames = _frames(data, _behind_tags(data))
    if frames and any(each in data[frames[0].begin : frames[0].begin + 60] for each in ABOUT_THE_FILE):
        frames = frames[1:]
    if len(frames) < FEWEST or len({each.rate for each in frames}) > 1:
        raise NotASound
    lasts = frames[0].samples / frames[0].rate
    first = int((cut.begin or 0) / lasts)
    kept = frames[first : len(frames) if cut.end is None else math.ceil(cut.end / lasts)]
    if cut and len(kept) * lasts < SHORTEST:
        raise NothingLeft
    before = _silent_before(data, kept[0], frames[:first]) if first else []
    written = b"".join([*before, *(data[each.begin : each.end] for each in kept)])
    return Sound(Kind.MP3, written, (len(before) + len(kept)) * lasts)


def _silent_before(data: bytes, frame: Frame, earlier: Sequence[Frame]) -> list[bytes]:
    """The frames in which a frame's own sound begins, with nothing else in them: they are heard as silence."""
    missing, made = frame.reaches_back(data), []
    for each in reversed(earlier):
        if missing <= 0:
            break
        room = each.end - each.body
        own = data[each.end - min(room, missing) : each.end]
        head = data[each.begin : each.begin + 4]
        side = bytes(each.body - each.side)
        guard = _checksum(head[2:] + side).to_bytes(2, "big") if each.is_guarded else b""
        made.append(head + guard + side + bytes(room - len(own)) + own)
        missing -= room
    return made[::-1]


def _checksum(data: bytes) -> int:
    register = 0xFFFF
    for each in data:
        register ^= each << 8
        for _bit in range(8):
            register = (register << 1 ^ (0x8005 if register & 0x8000 else 0)) & 0xFFFF
    return register


def _behind_tags(data: bytes) -> int:
    """Where the sound may begin: behind the tags that stand in front, each of which tells its length."""
    at = 0
    while data[at : at + 3] == b"ID3" and len(data) >= at + 10:
        sevens = data[at + 6 : at + 10]
        has_foot = data[at + 5] & 0x10
        at += 10 + (sevens[0] << 21 | sevens[1] << 14 | sevens[2] << 7 | sevens[3]) + (10 if has_foot else 0)
    while data[at : at + 1] == b"\0":
        at += 1
    return at


def _frames(data: bytes, at: int) -> list[Frame]:
    """The frames up to the first byte that is none."""
    found = []
    while (frame := _frame(data, at)) is not None:
        found.append(frame)
        at = frame.end
    return found


def _frame(data: bytes, at: int) -> Frame | None:
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return None
    version, bits = data[at + 1] >> 3 & 3, data[at + 2]
    if version == 1 or bits >> 4 in (0, 15) or bits >> 2 & 3 == 3:
        return None
    is_one = version == 3
    bitrate, rate = BITRATES[is_one][(bits >> 4) - 1], RATES[version][bits >> 2 & 3]
    end = at + (144 if is_one else 72) * bitrate * 1000 // rate + (bits >> 1 & 1)
    side = at + (4 if data[at + 1] & 1 else 6)
    body = side + SIDES[is_one, data[at + 3] >> 6 == 3]
    return Frame(at, end, rate, 1152 if is_one else 576, side, body) if body <= end <= len(data) else None
