"""Calendars as RFC 5545 has them: lines of at most 75 octets, escaped text, one time zone without daylight time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

LONGEST_LINE = 75
ZONE = "Asia/Phnom_Penh"
ZONE_LINES = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROL = dict.fromkeys([*range(0x0A), *range(0x0B, 0x20), 0x7F])


@dataclass(frozen=True, slots=True)
class Event:
    """One entry; without ``starts_at`` it is of the whole day. ``uid`` stays the same whatever else changes."""

    uid: str
    on: date
    starts_at: time | None
    summary: str
    location: str
    changed_at: datetime
    version: int


def calendar_text(name: str, events: Iterable[Event]) -> str:
    """A whole calendar; without an event it still has its time zone, as a calendar must have one component."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Children's clubs and councils//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        f"X-WR-TIMEZONE:{ZONE}",
        *ZONE_LINES,
    ]
    for event in events:
        lines += _lines_of(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines)


def escape(text: str) -> str:
    """Text as a value: signs with a meaning are escaped, control characters are dropped."""
    unbroken = text.replace("\r\n", "\n").replace("\r", "\n")
    return unbroken.translate(_CONTROL).translate(_ESCAPED)


def fold(line: str) -> str:
    """The line in pieces of at most 75 octets, never cut inside a character."""
    return "\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    piece, octets, room = [], 0, LONGEST_LINE
    for character in line:
        size = len(character.encode())
        if octets + size > room:
            yield "".join(piece)
            piece, octets, room = [], 0, LONGEST_LINE - 1  # the blank that begins the next line is one
        piece.append(character)
        octets += size
    yield "".join(piece)


def _lines_of(event: Event) -> list[str]:
    if event.starts_at is None:
        start = f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    else:
        start = f"DTSTART;TZID={ZONE}:{datetime.combine(event.on, event.starts_at):%Y%m%dT%H%M%S}"
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_moment(event.changed_at)}",
        f"LAST-MODIFIED:{_moment(event.changed_at)}",
        f"SEQUENCE:{event.version - 1}",
        start,
        f"SUMMARY:{escape(event.summary)}",
        f"LOCATION:{escape(event.location)}",
        "END:VEVENT",
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
