"""The app without a finger on the screen: every step of a meeting by keys, with the focus where a reader expects it."""

from playwright.sync_api import expect

from .conftest import PIN, answer, first_day, mark

MANY = 120


def tab_to(page, selector):
    """Tab until the focus stands there; everything on the way must show that it is focused."""
    for _key in range(MANY):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
          const one = document.activeElement, box = one.closest(".day-field, .file") ?? one;
          return one === document.body || one.matches("h1, main") || getComputedStyle(box).outlineStyle !== "none";
        }""")
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError(f"no way to {selector} by Tab")


def test_a_meeting_is_recorded_by_keys_alone(app, village):
    page = first_day(app())
    page.keyboard.press("Escape")
    page.evaluate("import('/static/js/field/pin.js').then(({lock}) => lock())")
    expect(page.locator(".door-links")).to_be_visible()
    expect(page.locator("h1")).to_be_focused()
    for digit in PIN:
        page.keyboard.press(digit)
    page.keyboard.press("Enter")
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("h1")).to_be_focused()
    tab_to(page, '.card [data-at="record"]')
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    tab_to(page, ".mark")
    page.keyboard.press("Space")
    expect(mark(page, 0)).to_have_attribute("data-state", "absent")
    expect(page.locator("#live")).to_contain_text("អវត្តមាន")
    tab_to(page, '[data-do="newcomer"]')
    page.keyboard.press("Enter")
    page.keyboard.insert_text("ទូច")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("ស្រីពេជ្រ")
    tab_to(page, '.chip[value="female"]')
    page.keyboard.press("Space")
    tab_to(page, '[data-at="birth_year"]')
    page.keyboard.insert_text("2014")
    page.keyboard.press("Enter")
    expect(page.locator('[data-do="newcomer"]')).to_be_focused()
    tab_to(page, '[data-fold="decisions"] summary')
    page.keyboard.press("Enter")
    expect(page.locator('[data-fold="decisions"] textarea')).to_be_focused()
    page.keyboard.insert_text("ដាំដើមឈើ")
    tab_to(page, '.save [data-do="save"]')
    page.keyboard.press("Enter")
    expect(page.locator("#ask-title")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('.kept-row[data-state="sent"]')).to_be_visible()
    expect(page.locator("h1")).to_be_focused()
    assert list(village.last["marks"].values()).count("absent") == 1
    assert [one["given_name"] for one in village.last["newcomers"]] == ["ស្រីពេជ្រ"]
    assert [one["text"] for one in village.last["decisions"]] == ["ដាំដើមឈើ"]


def test_escape_closes_a_question_and_nothing_is_saved(home, village):
    home.locator('.card [data-at="record"]').first.tap()
    home.locator('.save [data-do="save"]').tap()
    expect(answer(home)).to_be_visible()
    home.keyboard.press("Escape")
    expect(home.locator("#ask")).to_be_hidden()
    expect(mark(home, 0)).to_be_visible()
    assert village.order == []
