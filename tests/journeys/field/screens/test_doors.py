"""Before the app opens, and when it closes: PIN, waiting, forgetting, signing out, an old list, a full phone."""

from playwright.sync_api import expect

from .conftest import PIN, answer, first_day, mark, press_pin, record_button, save
from .village import CLUB, member
from .walk import go

NEW_PIN = "830517"
WRONG = "907153"
FULL = """() => {
  for (const name of ["add", "put"]) {
    const real = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...what) {
      if (this.name === "outbox" || this.name === "drafts") throw new DOMException("no room", "QuotaExceededError");
      return real.apply(this, what);
    };
  }
}"""


def lock(page):
    page.locator('[data-do="menu"]').tap()
    page.locator('#menu [data-do="lock"]').tap()
    expect(page.locator(".door-links")).to_be_visible()


def recorded(page):
    record_button(page).tap()
    save(page).tap()
    answer(page).tap()


def calm(page, *words):
    page.watch.complaints[:] = [line for line in page.watch.complaints if not any(word in line for word in words)]


def test_locked_it_shows_what_waits_and_lets_it_be_sent_and_copied(home, village):
    village.is_away = True
    recorded(home)
    lock(home)
    expect(home.locator("#strip-words")).to_contain_text("កិច្ចប្រជុំ 1 នៅក្នុងទូរស័ព្ទនេះ")
    assert "ព្រែកតាមាក់" not in home.locator("main").inner_text()
    with home.expect_download() as download:
        home.locator('.door-links [data-do="copy"]').tap()
    assert download.value.suggested_filename.endswith(".jose")
    village.is_away = False
    home.locator('.door-links [data-do="send"]').tap()
    expect(home.locator("#strip-words")).to_have_text("បានផ្ញើទាំងអស់")
    assert village.last["group"] == CLUB
    calm(home, "ERR_INTERNET_DISCONNECTED")


def test_digits_stay_when_the_portal_answers_meanwhile(home):
    lock(home)
    for digit in PIN[:3]:
        home.locator(f'[data-digit="{digit}"]').click()
    home.evaluate("import('/static/js/field/store.js').then((store) => store.emit('user'))")
    home.wait_for_timeout(300)
    for digit in PIN[3:]:
        home.locator(f'[data-digit="{digit}"]').click()
    home.locator('[data-digit="go"]').click()
    expect(home.locator(".card").first).to_be_visible()


def test_wrong_tries_are_counted_and_the_wait_is_seen(home):
    lock(home)
    press_pin(home, WRONG)
    expect(home.locator(".pin-words")).to_contain_text("4")
    press_pin(home, WRONG)
    expect(home.locator(".pin-words")).to_contain_text("វិនាទី")
    expect(home.locator(".pin-words")).to_contain_text("3 ដងទៀត")
    press_pin(home, PIN)
    expect(home.locator(".card").first).to_be_visible()


def test_a_forgotten_pin_loses_nothing(home, village):
    village.is_away = True
    recorded(home)
    record_button(home, 1).tap()
    mark(home, 0).tap()
    home.locator("#back").tap()
    lock(home)
    home.locator('[data-do="forgotten"]').tap()
    link = home.locator('.door a[href^="/accounts/login/"]')
    assert link.get_attribute("href") == "/accounts/login/?next=/field/%23new-pin"
    village.is_away = False
    home.goto("/field/km/#new-pin")
    home.reload()
    expect(home.locator("h1")).to_have_text("ជ្រើសលេខសម្ងាត់សម្រាប់ទូរស័ព្ទនេះ")
    press_pin(home, NEW_PIN)
    press_pin(home, NEW_PIN)
    home.locator('[data-do="home"]').tap()
    expect(home.locator('.kept-row[data-state="sent"]')).to_have_count(2)
    assert {one["record"]["group"] for one in village.records.values()} == {group["id"] for group in village.groups}
    calm(home, "ERR_INTERNET_DISCONNECTED")


def test_the_pin_is_changed(home):
    go(home, "#pin")
    for pin in (PIN, NEW_PIN, NEW_PIN):
        press_pin(home, pin)
    expect(home.locator(".card").first).to_be_visible()
    lock(home)
    press_pin(home, NEW_PIN)
    expect(home.locator(".card").first).to_be_visible()


def test_signing_out_keeps_what_was_not_sent(home, village):
    village.is_away = True
    recorded(home)
    home.locator('[data-do="menu"]').tap()
    home.locator('#menu [data-do="leave"]').tap()
    expect(home.locator("#ask-words")).to_contain_text("នៅតែផ្ញើ")
    answer(home, 1).tap()
    expect(home.locator(".steps")).to_be_visible()
    expect(home.locator("#strip-words")).to_contain_text("កិច្ចប្រជុំ 1")
    calm(home, "ERR_INTERNET_DISCONNECTED")


def test_a_list_that_has_run_out_still_lets_a_meeting_be_recorded(app, village):
    village.groups[0]["valid_until"] = "2026-11-27"
    page = first_day(app())
    expect(page.locator(".card").first).to_contain_text("បញ្ជីសមាជិកចាស់ពេក")
    record_button(page).tap()
    expect(page.locator(".mark")).to_have_count(0)
    page.locator('[data-do="name"]').tap()
    for name in ("ដារា", "សុភា"):
        page.keyboard.insert_text(name)
        page.keyboard.press("Enter")
    save(page).tap()
    answer(page).tap()
    expect(page.locator('.kept-row[data-state="sent"]')).to_have_count(1)
    assert (village.last["typed_names"], village.last["marks"]) == (["ដារា", "សុភា"], {})


def test_a_full_phone_offers_the_copy_and_keeps_the_page(home, village):
    village.is_away = True
    record_button(home).tap()
    mark(home, 2).tap()
    home.wait_for_timeout(600)
    home.evaluate(FULL)
    save(home).tap()
    answer(home).tap()
    expect(home.locator("#ask-title")).to_have_text("ទូរស័ព្ទនេះពេញហើយ")
    with home.expect_download() as download:
        answer(home).tap()
    assert download.value.suggested_filename.endswith(".jose")
    expect(mark(home, 2)).to_have_attribute("data-state", "absent")
    calm(home, "ERR_INTERNET_DISCONNECTED", "PhoneFull")


def test_a_meeting_that_the_portal_knows_is_corrected_under_its_version(app, village):
    marks = {member(number)["id"]: "present" for number in range(39)}
    known = {"id": "00000000-0000-4000-8000-0000000000e1", "group": CLUB, "held_on": "2026-11-14", "version": 4}
    village.groups[0]["open"] = [{**known, "marks": marks, "adults_present": 2}]
    page = first_day(app())
    page.locator('.card [data-at="open"] summary').first.tap()
    page.locator('.card [data-at="days"] a').tap()
    mark(page, 5).tap()
    save(page).tap()
    expect(page.locator('.kept-row[data-state="sent"]')).to_have_count(1)
    record = village.last
    assert (record["id"], record["version"], record["held_on"]) == (known["id"], 4, "2026-11-14")
    assert record["marks"] == {**marks, member(5)["id"]: "absent"}


def test_the_language_is_changed_in_the_menu(home):
    home.locator('[data-do="menu"]').tap()
    home.locator('#menu [data-do="language"]').tap()
    home.wait_for_url("**/field/en/**")
    expect(home.locator("h1")).to_have_text("Your PIN")


def test_photos_are_offered_only_where_consent_allows(app, village):
    for one in village.groups[0]["members"]:
        one["photo"] = False
    page = first_day(app())
    record_button(page).tap()
    expect(page.locator(".mark").first).to_be_visible()
    expect(page.locator('[data-at="photo"]')).to_be_hidden()
    page.locator("#back").tap()
    record_button(page, 1).tap()
    expect(page.locator('[data-at="photo"]')).to_be_visible()
    shown = page.locator('[data-t="photo-names"]').inner_text().split(", ")
    assert len(shown) == len([one for one in village.groups[1]["members"] if one["photo"]])
