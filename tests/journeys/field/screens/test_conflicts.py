"""Two records of one meeting, side by side, and the four ways on. What was refused is put right or put aside."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import answer, mark, record_button, save
from .walk import REFUSED, THEIRS

HERS = {**THEIRS, "marks": {}, "adults_present": 3, "topics": ["article-31"]}


@pytest.fixture
def met(home, village) -> Page:
    """A phone whose meeting met another one."""
    village.theirs = HERS
    record_button(home).tap()
    mark(home, 3).tap()
    home.locator('[data-fold="topics"] summary').tap()
    home.locator('.chip[value="article-12"]').tap()
    save(home).tap()
    answer(home).tap()
    home.locator('[data-state="conflict"] .button').tap()
    expect(home.locator(".difference").first).to_be_visible()
    return home


def settled(page: Page, village) -> dict:
    expect(page.locator('.kept-row[data-state="sent"]')).to_have_count(1)
    expect(page.locator('.kept-row[data-state="conflict"]')).to_have_count(0)
    return village.last


def resolves(record: dict) -> tuple:
    said = record["resolves"]
    return said["choice"], said["meeting"], said["version"]


THEIR_ID = "00000000-0000-4000-8000-0000000000ff"


def test_only_what_differs_is_shown_in_words(met):
    rows = met.locator("[data-at=rows] .difference")
    texts = {row.locator("h2").inner_text(): row.locator(".side p:last-child").all_inner_texts() for row in rows.all()}
    assert texts["មនុស្សធំដែលនៅជាមួយកុមារ"] == ["2", "3"]
    assert texts["ភ្ញៀវ"] == ["គ្មាន", "បុរស៖ 2"]
    assert texts["ប្រធានបទ"] == ["ការស្តាប់ និងការគោរពទស្សនៈកុមារ", "ការសម្រាក ការលេង និងសិល្បៈ"]
    assert "ទីកន្លែង" not in texts


def test_mine_is_kept_under_their_version(met, village):
    met.locator('[data-do="mine"]').tap()
    record = settled(met, village)
    assert resolves(record) == ("keep_mine", THEIR_ID, 3)
    assert (record["adults_present"], record["topics"]) == (2, ["article-12"])


def test_theirs_is_kept_and_mine_is_put_aside(met, village):
    first = village.order[0]
    met.locator('[data-do="theirs"]').tap()
    assert settled(met, village) == {"record": first, "meeting": THEIR_ID}


def test_two_meetings_stay_two(met, village):
    met.locator('[data-do="two"]').tap()
    record = settled(met, village)
    assert resolves(record) == ("two_meetings", THEIR_ID, 3)
    assert record["slot"] is None


def test_both_are_put_together_as_chosen(met, village):
    met.locator('[data-do="combine"]').tap()
    expect(met.locator('[data-at="preview-name"]')).to_be_focused()
    adults = met.locator('[data-at="choices"] .difference', has_text="មនុស្សធំដែលនៅជាមួយកុមារ")
    adults.locator('[value="theirs"]').tap()
    met.locator('[data-do="save-combined"]').tap()
    record = settled(met, village)
    assert resolves(record) == ("keep_mine", THEIR_ID, 3)
    assert record["adults_present"] == 3
    assert record["topics"] == ["article-31", "article-12"]
    assert [one["text"] for one in record["decisions"]] == ["ជួបមេភូមិ"]
    assert list(record["marks"].values()).count("absent") == 1


def test_going_back_settles_nothing(met):
    met.locator('[data-do="combine"]').tap()
    met.locator('[data-do="back"]').tap()
    expect(met.locator("[data-at=rows] .difference").first).to_be_visible()
    met.locator("#back").tap()
    expect(met.locator('.kept-row[data-state="conflict"]')).to_have_count(1)


def test_a_refused_meeting_is_opened_and_put_right(home, village):
    village.outcome = REFUSED
    record_button(home).tap()
    save(home).tap()
    answer(home).tap()
    row = home.locator('.kept-row[data-state="refused"]')
    expect(row).to_contain_text(REFUSED["sentence"]["km"])
    village.outcome = {"outcome": "taken"}
    row.locator(".button").first.tap()
    home.locator('[data-do="earlier"]').tap()
    save(home).tap()
    expect(home.locator('.kept-row[data-state="sent"]')).to_have_count(1)
    expect(home.locator('.kept-row[data-state="refused"]')).to_have_count(0)
    assert village.last["held_on"] == "2026-11-27"


def test_a_refused_record_leaves_the_list_only_when_asked_twice(home, village):
    village.outcome = REFUSED
    record_button(home).tap()
    save(home).tap()
    answer(home).tap()
    row = home.locator('.kept-row[data-state="refused"]')
    row.locator(".button").nth(1).tap()
    answer(home).tap()
    expect(row).to_have_count(1)
    row.locator(".button").nth(1).tap()
    answer(home, 1).tap()
    expect(row).to_have_count(0)
