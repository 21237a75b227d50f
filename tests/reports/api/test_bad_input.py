"""Whatever is asked, with or without a key: no error of ours, no page made for people, nothing given back that runs."""

import json
from contextlib import suppress
from random import Random

import pytest
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.api import limits
from reports.api import door
from reports.api.asked import Asked
from reports.api.paging import after_all
from reports.api.refusals import Refused
from reports.api.views import coverage, groups, indicators, meetings, places, quarter_rows, quarters, services, targets
from tests.guards.matrix.mutating import HEADERS, HOSTILE, MARK
from tests.reports.api.caller import LISTS, ROOT, caller_of

pytestmark = pytest.mark.django_db

FEW, MANY = 600, 6_000
PATHS = (*(f"{ROOT}{path}/" for path in LISTS), f"{ROOT}quarters/2026Q3/1/", f"{ROOT}openapi.json")
NAMES = (
    "area",
    "limit",
    "after",
    "kind",
    "status",
    "quarter",
    "since",
    "until",
    "checked_since",
    "counts",
    "level",
    "q",
)
NEARLY = (
    *("05", "0506", "050601", "05060101", "9999", "2026Q3", "2026Q4", "9999Q1", "0000Q1", "2026-09", "0000-01"),
    *("9999-12", "9999-12-31", "0001-01-01", "2026-02-30", "club", "active", "1", "500", "1e2", " 1", "+1", "1_0"),
    *("2026-09.mef050601.club.ordinary", "0000-01.mef05.club.x", "mef050601.C-1", "9" * 19, "-.-.-", "..."),
)


def address(draw: Random) -> str:
    path = draw.choice(PATHS)
    match draw.randrange(8):
        case 0:
            return path + draw.choice(("x/", "%00", "..%2f", "%ff/", "9" * 30 + "/", "ក/"))
        case 1:
            return (
                f"{ROOT}quarters/{draw.choice(('2026Q3', 'x', '%00', '0000Q9'))}/{draw.choice(('0', '1', '9' * 40))}/"
            )
    return path


def test_bad_input_breaks_nothing(country, deep, figure, settings):
    seed, number = (str(timezone.localdate()), MANY) if deep else ("plain", FEW)
    draw, caller, faults, seen = Random(f"{seed} other systems"), caller_of(), [], {}
    for turn in range(number):
        if turn % settings.API_CALLS_A_MINUTE == 0:
            limits.forget()
        values = (*HOSTILE, *NEARLY)
        asked = {draw.choice(NAMES): [draw.choice(values) for _ in range(draw.choice((1, 1, 1, 2)))] for _ in range(3)}
        shown = draw.choice((*[caller.key] * 15, f"{caller.key}\u00e9", "", "x" * 5000))
        heads = {
            key: value for key, value in draw.choice(HEADERS).items() if key not in ("hx-request", "x-forwarded-for")
        }
        path = address(draw)
        client = Client(raise_request_exception=False)
        answer = client.get(path, asked, headers={**heads, "authorization": f"Bearer {shown}"})
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
        if answer.status_code >= 500:
            faults.append(f"{path} {asked}: {answer.status_code}")
        if answer.status_code not in (304,) and answer.headers["Content-Type"] != "application/json":
            faults.append(f"{path} {asked}: {answer.status_code} {answer.headers['Content-Type']}")
        if MARK in answer.content.decode(errors="replace") or answer.cookies:
            faults.append(f"{path} {asked}: gives back what was sent, or a cookie")
    figure(f"bad input, other systems: {number} requests (seed {seed}), {len(faults)} faults, statuses {seen}")
    assert faults == []
    assert {200, 400, 401, 404} <= set(seen)


def test_an_error_on_bad_input_is_found(country, monkeypatch):
    def broken(*_given):
        raise ValueError("planted")

    monkeypatch.setattr(door, "understood", broken)
    assert caller_of().ask("groups").status_code == 500


PAGES = (places, groups, meetings, indicators, targets, quarters, quarter_rows, services, coverage)


@given(st.sampled_from(PAGES), st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30), max_size=4))
def test_every_question_is_understood_or_refused(rf, page, told):
    with suppress(Refused):
        asked = door.understood(rf.get("/", told), page.asked)
        assert isinstance(asked, Asked)
        assert 1 <= asked.limit <= 500


@given(st.text(max_size=60))
def test_every_mark_is_read_or_refused(text):
    with suppress(Refused):
        assert isinstance(after_all(text, ("a", int), ("b", str)), Q)


def test_the_description_says_the_same_to_all(db):
    texts = {Client().get(f"{ROOT}openapi.json", {"x": value}).content for value in HOSTILE[:5]}
    assert len(texts) == 1
    assert json.loads(texts.pop())["openapi"] == "3.1.0"
