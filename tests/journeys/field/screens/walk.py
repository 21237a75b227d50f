"""A walk through every screen of the app, one after the other; whoever walks looks at each."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from .conftest import answer, fold, mark, press_pin, record_button, save
from .electing import electing
from .village import CLUB, COUNCIL, Village

WRONG = "907153"
SCREENS = 38
FOLDS = ("guests", "decisions", "topics", "issues", "felt", "more")
REFUSED = {
    "outcome": "refused",
    "code": "bad_value",
    "sentence": {"km": "ថ្ងៃនេះមិនទាន់មកដល់ទេ។ សូមពិនិត្យថ្ងៃ។", "en": "This day has not come yet. Please check the date."},
    "fixable": True,
    "receipt": None,
}
THEIRS = {
    "guests": [{"group": "men", "number": 2, "with_difficulty": 0, "basis": "counted"}],
    "decisions": [
        {"id": "00000000-0000-4000-8000-0000000000f1", "text": "ជួបមេភូមិ", "post": None, "due_on": None},
    ],
    "marks": {},
    "next": None,
    "summary": "បានពិភាក្សាអំពីទឹកស្អាត",
}


def go(page: Page, route: str) -> None:
    page.evaluate("(route) => { location.hash = route }", route)


def press(page: Page, key: str) -> None:
    """A key of any keyboard; the driver knows no Khmer ones."""
    page.evaluate(
        """(key) => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))""",
        key,
    )


def screens(page: Page, village: Village, language: str) -> Iterator[str]:
    """Yields the name of each screen as soon as it stands."""
    user, village.user = village.user, None
    page.goto(f"/field/{language}/")
    expect(page.locator(".door h1")).to_be_visible()
    yield "welcome"
    village.user = user
    page.reload()
    expect(page.locator(".pin-pad")).to_be_visible()
    yield "first PIN"
    press_pin(page)
    yield "PIN again"
    press_pin(page)
    expect(page.locator(".door-sign")).to_be_visible()
    yield "this phone is ready"
    page.locator('[data-do="home"]').click()
    expect(page.locator(".card")).to_have_count(2)
    yield "home, nothing recorded"
    yield from recording(page)
    yield from outcomes(page, village)
    yield from electing(page, village)
    yield from others(page)


def recording(page: Page) -> Iterator[str]:
    record_button(page).click()
    expect(mark(page, 0)).to_be_visible()
    yield "record"
    for number, taps in ((1, 1), (4, 2), (6, 3)):
        for _tap in range(taps):
            mark(page, number).click()
    page.locator('[data-do="newcomer"]').click()
    page.locator('[data-at="given_name"]').fill("ស្រីពេជ្រ")
    page.locator('[data-do="newcomer-add"]').click()
    yield "newcomer, something missing"
    page.locator('.chip[value="female"]').click()
    page.locator('[data-do="newcomer-add"]').click()
    for name in FOLDS:
        fold(page, name).locator("summary").click()
    page.locator('[data-at="guests"] input').nth(8).fill("4")
    fold(page, "decisions").locator("textarea").fill("ដាំដើមឈើនៅមុខសាលា")
    fold(page, "decisions").locator('.chip[value="leader"]').click()
    fold(page, "decisions").locator('[data-at="when"] .chip').first.click()
    fold(page, "issues").locator("textarea").fill("យើងចង់បានទឹកស្អាតនៅសាលា")
    page.locator('[data-do="more-topics"]').click()
    page.locator('[data-at="find"]').fill("ទឹក")
    page.locator('[data-at="next"]').click()
    yield "record, all unfolded"
    save(page).click()
    expect(answer(page)).to_be_visible()
    yield "how many adults"
    answer(page, 3).click()
    yield "was a second adult there"


def outcomes(page: Page, village: Village) -> Iterator[str]:
    village.theirs = THEIRS
    answer(page, 1).click()
    expect(page.locator('[data-state="conflict"]')).to_be_visible()
    yield "home, conflict"
    page.locator('[data-state="conflict"] .button').click()
    expect(page.locator(".difference").first).to_be_visible()
    yield "conflict"
    page.locator('[data-do="combine"]').click()
    yield "conflict, put together"
    village.theirs, village.outcome = None, REFUSED
    go(page, f"#missed/{COUNCIL}")
    expect(page.locator(".reasons")).to_be_visible()
    yield "no meeting"
    page.locator('[data-do="reason"]').first.click()
    expect(page.locator('[data-state="refused"]')).to_be_visible()
    yield "home, refused"
    village.outcome = {"outcome": "taken", "receipt": "7K3P-0412"}
    record_button(page, 1).click()
    fold(page, "more").locator("summary").click()
    yield "record of a council"
    save(page).click()
    answer(page).click()
    expect(page.locator('[data-state="sent"]')).to_be_visible()
    yield "home, sent"
    page.locator('[data-do="menu"]').click()
    yield "menu"
    page.keyboard.press("Escape")


def others(page: Page) -> Iterator[str]:
    go(page, "#phone")
    expect(page.locator(".receipts li").first).to_be_visible()
    yield "this phone"
    go(page, "#pin")
    expect(page.locator(".pin-pad")).to_be_visible()
    yield "another PIN"
    go(page, f"#grid/{CLUB}")
    expect(page.locator(".grid-table")).to_be_visible()
    page.locator("thead input").first.fill("2026-11-07")
    page.locator("td").first.focus()
    for key in ("a", "៣", "ច"):
        press(page, key)
    yield "sheet"
    page.locator('[data-do="menu"]').click()
    page.locator('#menu [data-do="lock"]').click()
    expect(page.locator(".door-links")).to_be_visible()
    yield "locked"
    press_pin(page, WRONG)
    expect(page.locator(".pin-words")).to_contain_text("4")
    yield "wrong PIN"
    page.locator('[data-do="forgotten"]').click()
    expect(page.locator(".steps")).to_be_visible()
    yield "forgotten"
