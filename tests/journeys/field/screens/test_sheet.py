"""A paper sheet typed in by rows and columns, as the square on the printed register opens it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK

from .conftest import answer, first_day, kill_browser_of, press_pin
from .village import CLUB, member
from .walk import press

THEIR_MARKS = ("absent", "present", "present", "late")
FAILS_AT_THE_SECOND = """() => {
  const add = IDBObjectStore.prototype.add;
  let number = 0;
  IDBObjectStore.prototype.add = function (...what) {
    if (this.name === "outbox" && ++number > 1) throw new DOMException("no room", "QuotaExceededError");
    return add.apply(this, what);
  };
}"""


@pytest.fixture
def sheet(app) -> Page:
    page = first_day(app(DESK))
    page.goto(f"/field/sheet/{CLUB}/?days=2026-11-07,2026-11-24")
    press_pin(page)
    expect(page.locator(".grid-table")).to_be_visible()
    return page


def cell(page: Page, row: int, column: int):
    return page.locator("tbody tr").nth(row).locator("td").nth(column)


def by_day(village) -> dict[str, dict]:
    return {village.records[rid]["record"]["held_on"]: village.records[rid]["record"] for rid in village.order}


def test_letters_digits_and_khmer_set_marks_and_go_down(sheet):
    cell(sheet, 0, 0).focus()
    for key in ("a", "៣", "ច", "1", "អ"):
        press(sheet, key)
    found = [cell(sheet, row, 0).get_attribute("data-state") for row in range(6)]
    assert found == ["absent", "excused", "excused", "present", "absent", "present"]
    expect(cell(sheet, 5, 0)).to_be_focused()
    for key in ("ArrowRight", "ArrowUp", "Enter", "Enter", "ArrowLeft"):
        sheet.keyboard.press(key)
    expect(cell(sheet, 6, 0)).to_be_focused()


def test_each_date_becomes_one_meeting_with_its_own_list(sheet, village):
    cell(sheet, 1, 0).focus()
    sheet.keyboard.press("a")
    sheet.locator("thead input").nth(2).fill("2026-11-28")
    new = sheet.locator(".grid-new").first
    new.locator('[data-at="given_name"]').fill("ស្រីពេជ្រ")
    new.locator('[data-at="sex"]').select_option("female")
    new.locator('[data-at="birth_year"]').fill("២០១៤")
    new.locator("td").nth(1).focus()
    sheet.keyboard.press("1")
    sheet.locator('.save [data-do="save"]').click()
    expect(sheet.locator('.kept-row[data-state="sent"]')).to_have_count(3)
    days = by_day(village)
    assert set(days) == {"2026-11-07", "2026-11-24", "2026-11-28"}
    assert days["2026-11-07"]["marks"][member(1)["id"]] == "absent"
    assert member(40)["id"] not in days["2026-11-07"]["marks"]
    assert member(40)["id"] in days["2026-11-24"]["marks"]
    assert [len(days[day]["newcomers"]) for day in sorted(days)] == [0, 1, 0]
    assert days["2026-11-24"]["newcomers"][0]["birth_year"] == 2014


def test_what_is_missing_is_said_and_nothing_is_saved(sheet, village):
    sheet.locator(".grid-new").first.locator('[data-at="family_name"]').fill("ទូច")
    sheet.locator('.save [data-do="save"]').click()
    expect(sheet.locator('[data-at="wrong"]')).to_contain_text("បន្ទាត់ទី 1")
    sheet.locator(".grid-new").first.locator('[data-at="family_name"]').fill("")
    sheet.locator("thead input").nth(1).fill("2026-11-07")
    sheet.locator('.save [data-do="save"]').click()
    expect(sheet.locator('[data-at="wrong"]')).to_contain_text("ជួរឈរពីរ")
    sheet.locator("thead input").nth(1).fill("")
    new = sheet.locator(".grid-new").first
    new.locator('[data-at="given_name"]').fill("ស្រីពេជ្រ")
    new.locator('[data-at="sex"]').select_option("female")
    sheet.locator('.save [data-do="save"]').click()
    expect(sheet.locator('[data-at="wrong"]')).to_contain_text("មិនទាន់មានសញ្ញា")
    assert village.order == []


def test_a_column_of_forty_costs_forty_keys(sheet, village, figure):
    """The dates come with the sheet; each row of a column costs one key, whether somebody was there or not."""
    keys = 0
    for column in range(2):
        cell(sheet, 0, column).focus()
        for row in range(40):
            sheet.keyboard.press("a" if row % 9 == 0 else "Enter")
            keys += 1
    sheet.locator('.save [data-do="save"]').focus()
    sheet.keyboard.press("Enter")
    expect(sheet.locator('.kept-row[data-state="sent"]')).to_have_count(2)
    figure(f"field: keys for a sheet of two dates and forty members: {keys}")
    absent = [list(record["marks"].values()).count("absent") for record in by_day(village).values()]
    assert absent == [5, 5]


# --- the draft -------------------------------------------------------------------------------------------------------
def begin(page: Page) -> None:
    """A sheet with two dates: marks in the first, none in the second, and of one child only the name."""
    page.goto(f"/field/sheet/{CLUB}/?days=2026-11-07,2026-11-24")
    press_pin(page)
    cell(page, 0, 0).focus()
    for key in ("a", "1", "Enter", "l"):
        press(page, key)
    new = page.locator(".grid-new").first
    new.locator('[data-at="given_name"]').fill("ស្រីពេជ្រ")
    new.locator("td").first.focus()
    press(page, "1")
    page.wait_for_timeout(1000)  # a draft may lose its last second, not more


def test_a_sheet_survives_a_dead_battery(starts, village):
    page = first_day(starts())
    begin(page)
    assert kill_browser_of(starts.profile) > 0
    page = starts()
    page.goto("/field/km/")
    press_pin(page)
    expect(page.locator(".card").first.locator('[data-at="grid"]')).to_have_text("បន្តបញ្ចូលសន្លឹកក្រដាស")
    page.locator(".card").first.locator('[data-at="grid"]').click()
    expect(page.locator(".screen .note").first).to_contain_text("អ្វីៗនៅទីនេះដដែល")
    found = [cell(page, row, 0).get_attribute("data-state") for row in range(5)]
    assert found == ["absent", "present", "present", "late", "present"]
    days = [page.locator("thead input").nth(column).input_value() for column in range(3)]
    assert days == ["2026-11-07", "2026-11-24", ""]
    new = page.locator(".grid-new").first
    expect(new.locator('[data-at="given_name"]')).to_have_value("ស្រីពេជ្រ")
    new.locator('[data-at="sex"]').select_option("female")
    page.locator('.save [data-do="save"]').click()
    expect(page.locator('.kept-row[data-state="sent"]')).to_have_count(2)
    met = by_day(village)
    assert list(met["2026-11-07"]["marks"].values()).count("absent") == 1
    assert [one["given_name"] for one in met["2026-11-07"]["newcomers"]] == ["ស្រីពេជ្រ"]
    expect(page.locator(".card").first.locator('[data-at="grid"]')).to_have_text("បញ្ចូលសន្លឹកក្រដាស")


def test_a_sheet_that_nobody_can_open_any_more_tells_what_was_typed_and_no_more(app, village):
    page = first_day(app(DESK))
    begin(page)
    page.reload()
    page.evaluate("import('/static/js/field/pin.js').then((pin) => pin.forget(17))")
    page.evaluate("import('/static/js/field/outbox.js').then((box) => box.outbox.send())")
    [record] = by_day(village).values()
    assert record["held_on"] == "2026-11-07"
    expected = dict(zip((member(number)["id"] for number in range(4)), THEIR_MARKS, strict=True))
    assert record["marks"] == expected
    assert (record["newcomers"], record["typed_names"]) == ([], ["ស្រីពេជ្រ"])


def test_a_sheet_broken_off_between_two_meetings_saves_the_other_once(sheet, village):
    """The first column is in the outbox, the second still a draft, when the phone dies."""
    cell(sheet, 1, 1).focus()
    press(sheet, "a")
    sheet.evaluate(FAILS_AT_THE_SECOND)
    sheet.locator('.save [data-do="save"]').click()
    expect(sheet.locator('[data-at="wrong"]')).to_be_visible()
    sheet.reload()
    press_pin(sheet)
    days = [sheet.locator("thead input").nth(column).input_value() for column in range(2)]
    assert days == ["", "2026-11-24"]
    expect(cell(sheet, 1, 1)).to_have_attribute("data-state", "absent")
    sheet.locator('.save [data-do="save"]').click()
    expect(sheet.locator('.kept-row[data-state="sent"]')).to_have_count(2)
    days = sorted(each["record"]["held_on"] for each in village.records.values())  # by record: sent again is the same
    assert days == ["2026-11-07", "2026-11-24"]


def test_a_sheet_is_thrown_away_only_when_asked(sheet, village):
    cell(sheet, 0, 0).focus()
    press(sheet, "a")
    sheet.locator("#back").click()
    grid = sheet.locator(".card").first.locator('[data-at="grid"]')
    expect(grid).to_have_text("បន្តបញ្ចូលសន្លឹកក្រដាស")
    grid.click()
    sheet.locator(".screen .note .button").first.click()
    answer(sheet, 1).click()
    expect(grid).to_have_text("បញ្ចូលសន្លឹកក្រដាស")
    assert village.order == []
