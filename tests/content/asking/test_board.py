"""The public board: only what was released, by commune, and figures that hide small numbers."""

import re
import statistics
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from content.ask_pages import make_ask_board
from content.asking.board import _median, figures
from content.models import AskRelease, AsksPage
from tests.factories.accounts import stranger
from tests.factories.asks import make_ask_release
from tests.factories.participation import (
    SENT_ON,
    make_ask,
    make_ask_answer,
    make_ask_link,
    make_group,
    make_issue,
    make_meeting,
)
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db
HERE, NEXT, THERE = "050601", "050602", "100101"


@pytest.fixture
def board(portal_with):
    portal_with(make_ask_board, rights=(12,))


def released(code=HERE, status="sent", *, kind="", **words):
    ask = make_ask(status, group=make_group(area=make_area(code), name_latin="Hidden club", name_km="ក្លឹបលាក់"))
    if kind:
        make_ask_answer(ask=ask, kind=kind, text="ពាក្យរបស់មន្ត្រី")
    return make_ask_release(ask=ask, **words)


def read(path="/en/asks/", **choice):
    answer = stranger().get(path, choice)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer


def said(html):
    return re.findall(r'class="ask-said">(.*?)</p>', html)


def test_board_stands_in_both_languages_and_is_made_once(board):
    assert make_ask_board() == 2
    assert AsksPage.objects.count() == 2
    assert AsksPage.objects.values("translation_key").distinct().count() == 1
    assert "/en/asks/" in read("/en/").text
    assert "Nothing stands here yet." in read().text


def test_only_what_was_released_is_shown_in_its_own_words(board):
    release = released(text_km="យើងសុំទឹក", text_en="We ask for water")
    unreleased = make_ask(group=release.ask.issue.meeting.group)
    english, khmer = read().text, read("/km/asks/").text
    assert (said(english), said(khmer)) == (["We ask for water"], ["យើងសុំទឹក"])
    hidden = [release.ask.text, unreleased.text, release.ask.issue.text, "Hidden club", "ក្លឹបលាក់"]
    assert [word for word in hidden if word in english + khmer] == []
    assert str(release.ask.pk) not in english


def test_no_day_of_a_meeting_stands_on_the_board(board):
    day = date(2019, 2, 13)
    group = make_group(area=make_area(HERE))
    meeting = make_meeting(group=group, held_on=day)
    make_ask_release(ask=make_ask(issue=make_issue(meeting=meeting), sent_on=day + timedelta(days=1)))
    assert "2019" not in read().text


def test_village_is_not_told(board):
    village = make_area(f"{HERE}01", name_latin="Tiny village", name_km="ភូមិតូច")
    make_ask_release(ask=make_ask(group=make_group(area=village)))
    assert [word for word in ("Tiny village", "ភូមិតូច") if word in read().text + read("/km/asks/").text] == []


@pytest.mark.parametrize(
    ("status", "kind", "shown", "not_shown"),
    [
        ("sent", "", "We wait for an answer", "Adults"),
        ("answered", "planned", "Adults plan it", "Adults said no"),
        ("told", "refused", "Adults said no", "Adults plan it"),
        ("closed", "done", "It is done", "We wait for an answer"),
    ],
)
def test_board_tells_where_an_ask_stands(board, status, kind, shown, not_shown):
    released(status=status, kind=kind)
    cards = read().context["board"].places[0].rows
    card = re.search(r'<article class="ask-card">(.*?)</article>', read().text, re.DOTALL)[1]
    assert (len(cards), shown in card, not_shown in card) == (1, True, False)


def test_words_of_an_answer_are_shown_only_as_released(board):
    release = released(status="answered", kind="planned")
    assert "ពាក្យរបស់មន្ត្រី" not in read("/km/asks/").text
    AskRelease.objects.filter(pk=release.pk).update(answer_km="ឆ្នាំក្រោយ", answer_en="Next year")
    assert ("Next year" in read().text, "ឆ្នាំក្រោយ" in read("/km/asks/").text) == (True, True)


def test_answer_that_nobody_confirmed_is_not_shown(board):
    release = released()
    make_ask_answer(ask=release.ask, link=make_ask_link(ask=release.ask), kind="refused")
    assert "Adults said no" not in read().text


@pytest.mark.parametrize("status", ["withdrawn", "drafted"])
def test_what_is_asked_no_longer_leaves_the_board(board, status):
    released(status=status)
    assert said(read().text) == []


def test_board_is_narrowed_by_place_and_status(board):
    released(HERE, text_en="here")
    released(NEXT, "answered", kind="done", text_en="next")
    released(THERE, text_en="there")
    assert said(read().text) == ["here", "next", "there"]
    assert said(read(place="mef05").text) == ["here", "next"]
    assert said(read(place=f"mef{NEXT}").text) == ["next"]
    assert said(read(place="mef05", status="sent").text) == ["here"]
    assert [choice.value for choice in read(place="mef05").context["board"].communes] == [f"mef{HERE}", f"mef{NEXT}"]
    for nonsense in ("mef99", "x", f"mef{HERE}01", "mef0506010203"):
        assert said(read(place=nonsense, status="withdrawn").text) == ["here", "next", "there"]


def test_long_board_is_read_leaf_by_leaf(board, monkeypatch):
    monkeypatch.setattr("content.asking.board.AT_ONCE", 2)
    for number in range(5):
        released(text_en=f"ask {number}")
    first = read()
    assert said(first.text) == ["ask 0", "ask 1"]
    second = read(after=first.context["board"].after)
    assert (said(second.text), 'content="noindex"' in second.text) == (["ask 2", "ask 3"], True)
    assert said(read(before=second.context["board"].before).text) == ["ask 0", "ask 1"]


@pytest.mark.parametrize("language", ["km", "en"])
def test_poster_shows_a_commune_and_how_to_get_help(board, language):
    released(HERE, text_en="here", text_km="ទីនេះ")
    released(NEXT, text_en="next", text_km="ទីនោះ")
    page = read(f"/{language}/asks/", place=f"mef{HERE}", kind="poster")
    assert said(page.text) == [{"km": "ទីនេះ", "en": "here"}[language]]
    assert f"/{language}/" in page.context["board"].address
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("rows", [1, 3])
def test_board_costs_few_queries_however_long(board, django_assert_max_num_queries, rows):
    for number in range(rows):
        released(f"05060{number + 1}", "answered", kind="planned")
    read()
    with django_assert_max_num_queries(6):
        assert len(said(read().text)) == rows


# --- figures ---------------------------------------------------------------------------------------------------------
def many(number, status, *, days=10, kind="planned"):
    for _time in range(number):
        ask = make_ask(status, answered_on=SENT_ON + timedelta(days=days) if status != "sent" else None)
        if status != "sent":
            make_ask_answer(ask=ask, kind=kind)


def test_figures_hide_what_is_below_five(db):
    many(3, "sent")
    many(1, "answered")
    assert (figures().asked, figures().answered, figures().days, figures().has_any) == (None, None, None, False)


def test_figures_are_rounded_to_fives_and_the_days_are_the_middle_ones(db):
    many(6, "told", days=4)
    many(7, "closed", days=20, kind="done")
    many(4, "sent")
    make_ask("withdrawn")
    make_ask("drafted")
    found = figures()
    assert (found.asked, found.answered, found.told, found.done, found.days) == (15, 15, 15, 5, 20)


def test_figures_say_nothing_of_few_answers(db):
    many(6, "sent")
    many(4, "closed", kind="done")
    found = figures()
    assert (found.asked, found.answered, found.told, found.done, found.days) == (10, None, None, None, None)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_middle_wait_is_that_of_the_waits_one_by_one(waits):
    assert _median(Counter(waits)) == round(statistics.median(waits))


def test_public_answer_is_told_in_both_languages(db):
    with pytest.raises(IntegrityError, match="public_answer_is_told_in_both_languages"), transaction.atomic():
        make_ask_release(answer_km="ឆ្នាំក្រោយ")
