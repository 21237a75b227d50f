from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.ical import Event, calendar_text, escape, fold

KHMER = "ក្លឹបកុមារភូមិព្រែកតាមាក់"


def event(**changed):
    facts = {
        "uid": "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        "on": date(2026, 3, 5),
        "starts_at": None,
        "summary": KHMER,
        "location": "ខេត្តកំពង់ស្ពឺ › ស្រុកបរសេដ្ឋ › ឃុំបរសេដ្ឋ",
        "changed_at": datetime(2026, 3, 1, 2, 3, 4, 5, tzinfo=UTC),
        "version": 1,
    }
    return Event(**{**facts, **changed})


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_calendar_is_written_as_the_standard_has_it():
    lines = unfolded(calendar_text("Club, of; one", [event(starts_at=time(14, 30), version=3)]))
    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Children's clubs and councils//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Club\\, of\\; one",
        "X-WR-TIMEZONE:Asia/Phnom_Penh",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Phnom_Penh",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "TZNAME:+07",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        "DTSTAMP:20260301T020304Z",
        "LAST-MODIFIED:20260301T020304Z",
        "SEQUENCE:2",
        "DTSTART;TZID=Asia/Phnom_Penh:20260305T143000",
        f"SUMMARY:{KHMER}",
        "LOCATION:ខេត្តកំពង់ស្ពឺ › ស្រុកបរសេដ្ឋ › ឃុំបរសេដ្ឋ",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_plan_without_an_hour_is_of_the_whole_day():
    assert "DTSTART;VALUE=DATE:20260305" in unfolded(calendar_text("x", [event()]))


def test_empty_calendar_still_has_a_component():
    assert "BEGIN:VTIMEZONE" in calendar_text("x", [])


@pytest.mark.parametrize(
    ("text", "written"),
    [("a\\b", "a\\\\b"), ("a;b,c", "a\\;b\\,c"), ("a\r\nb\rc\nd", "a\\nb\\nc\\nd"), ("a\x00\x07\x7fb\tc", "abc")],
)
def test_signs_with_a_meaning_are_escaped(text, written):
    assert escape(text) == written


def test_name_cannot_begin_a_line_of_its_own():
    text = calendar_text("x", [event(summary="a\r\nATTENDEE:mailto:b\r\nEND:VEVENT")])
    assert [line for line in unfolded(text) if line.startswith(("ATTENDEE", "END:VEVENT"))] == ["END:VEVENT"]


def test_long_khmer_is_folded_at_75_octets_between_characters():
    folded = fold("SUMMARY:" + KHMER * 5)
    pieces = folded.encode().split(b"\r\n")
    assert [len(piece) for piece in pieces][:5] == [74, 73, 73, 73, 73]
    assert len(pieces) == 6
    assert [piece.decode()[0] for piece in pieces[1:]] == [" "] * 5
    assert folded.replace("\r\n ", "") == "SUMMARY:" + KHMER * 5


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=300))
def test_whatever_the_text_lines_are_short_and_nothing_is_lost(text):
    written = escape(text)
    folded = fold(written)
    assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == written
