"""Finger or face on the screens: set up, opened by it or by the PIN, taken off again."""

from playwright.sync_api import expect

from tests.journeys.conftest import COLOURS, PHONE
from tests.journeys.field.conftest import WithoutNetwork
from tests.journeys.field.lock import Lock
from tests.journeys.test_look import CLIPPED, CRAMPED, SMALL

from .conftest import PIN, first_day, press_pin
from .test_doors import WRONG, lock
from .test_keyboard import tab_to
from .test_looks import LEAST, sideways
from .walk import go

OPEN = ".door > .button-primary"
OFFER = '[data-at="finger"]'


def set_up(page):
    go(page, "#phone")
    page.locator('[data-do="finger"]').click()
    expect(page.locator(".pin-pad")).to_be_visible()
    press_pin(page)
    expect(page.locator('[data-do="finger-off"]')).to_be_visible()
    return page


def test_finger_opens_the_lists_without_network_and_the_pin_does_too(home, village):
    home.watch.complaints = WithoutNetwork(home.watch.complaints)
    phone = Lock(home)
    set_up(home)
    expect(home.locator("#toast")).to_have_text("ឥឡូវម្រាមដៃ ឬមុខបើកបញ្ជីបាន។ សូមកុំភ្លេចលេខសម្ងាត់។")
    home.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    village.is_away = True
    home.context.set_offline(True)
    home.goto("/field/km/")
    expect(home.locator(OPEN)).to_have_text("បើកដោយម្រាមដៃ ឬមុខ")
    home.locator(OPEN).tap()
    expect(home.locator(".card")).to_have_count(2)
    lock(home)
    phone.knows(False)
    home.locator(OPEN).tap()
    expect(home.locator(".pin-words")).to_have_text("មិនបានបើកបញ្ជីទេ។ សូមសាកម្តងទៀត ឬចុចលេខសម្ងាត់។")
    press_pin(home, PIN)
    expect(home.locator(".card")).to_have_count(2)


def test_finger_is_taken_off_again(home):
    Lock(home)
    set_up(home)
    home.locator('[data-do="finger-off"]').tap()
    expect(home.locator('[data-do="finger"]')).to_be_visible()
    expect(home.locator('[data-do="finger-off"]')).to_be_hidden()
    lock(home)
    expect(home.locator(".pin-pad")).to_be_visible()
    expect(home.locator(OPEN)).to_have_count(0)


def test_phone_that_cannot_is_not_offered_it(home):
    go(home, "#phone")
    expect(home.locator('[data-at="none"]')).to_be_visible()
    expect(home.locator(OFFER)).to_be_hidden()
    go(home, "#home")
    expect(home.locator(".card")).to_have_count(2)
    Lock(home, hasPrf=False)
    go(home, "#phone")
    home.locator('[data-do="finger"]').tap()
    expect(home.locator(".pin-pad")).to_be_visible()
    press_pin(home)
    expect(home.locator("#toast")).to_have_text("ទូរស័ព្ទនេះធ្វើមិនបានទេ។ លេខសម្ងាត់បើកបញ្ជីដូចមុន។")
    expect(home.locator('[data-at="none"]')).to_be_visible()
    expect(home.locator(OFFER)).to_be_hidden()


def test_wrong_pin_sets_nothing_up(home):
    Lock(home)
    go(home, "#finger")
    expect(home.locator(".pin-pad")).to_be_visible()
    press_pin(home, WRONG)
    expect(home.locator(".pin-words")).to_contain_text("4 ដងទៀត")
    go(home, "#phone")
    expect(home.locator('[data-do="finger"]')).to_be_visible()


def test_finger_by_keys_and_for_every_eye(app, violations, overflow):
    faults = []
    page = first_day(app(PHONE))
    Lock(page)

    def look(name):
        page.evaluate("document.fonts.ready")
        for brightness, of in (("light", None), ("dark", COLOURS)):
            page.emulate_media(color_scheme=brightness, reduced_motion="reduce")
            faults.extend(f"{name}, {brightness}: {found}" for found in violations(page, of))
        for what, script, *given in (("cut", CLIPPED), ("cramped", CRAMPED), ("small", SMALL, LEAST)):
            faults.extend(f"{name}: {what}: {found}" for found in page.evaluate(script, *given))
        faults.extend(sideways(page, overflow, name))

    go(page, "#phone")
    expect(page.locator('[data-do="finger"]')).to_be_visible()
    look("offered")
    tab_to(page, '[data-do="finger"]')
    page.keyboard.press("Enter")
    expect(page.locator(".pin-pad")).to_be_visible()
    look("PIN first")
    for digit in PIN:
        page.keyboard.press(digit)
    page.keyboard.press("Enter")
    expect(page.locator('[data-do="finger-off"]')).to_be_visible()
    look("set up")
    page.evaluate("import('/static/js/field/pin.js').then(({lock}) => lock())")
    expect(page.locator(OPEN)).to_be_visible()
    look("unlock")
    tab_to(page, OPEN)
    page.keyboard.press("Enter")
    expect(page.locator('[data-do="finger-off"]')).to_be_visible()
    assert faults == []
