"""Whatever happens to the app, the account or the register while a record waits on the phone: it arrives."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from fieldbook.actions.keys import rotate_keys
from fieldbook.key_files import remove_private_key
from fieldbook.models import Delivery, ServerKey
from participation.models import Meeting
from people.merging import merge_people
from tests.factories.people import make_person
from tests.journeys.field.screens.conftest import answer, press_pin, record_button, save
from tests.journeys.field.screens.test_doors import FULL

from .conftest import RECORDS, controlled, day, marks_of, only_meeting

STORE = "js/field/store.js"
UPDATE = "() => { navigator.serviceWorker.getRegistration('/field/').then((ours) => ours.update()); }"
"""Begun and not waited for: a promise of the page has no end of patience, ``IS_FETCHED`` is asked instead."""
IS_FETCHED = "() => navigator.serviceWorker.getRegistration('/field/').then((ours) => !!ours.waiting)"
NEW_PIN = "830517"
A_YEAR_AHEAD = """(() => {
  const Real = Date;
  const ahead = 366 * 864e5;
  globalThis.Date = class extends Real {
    constructor(...what) { what.length ? super(...what) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
  const worker = globalThis.ServiceWorkerRegistration;
  if (worker) Object.defineProperty(worker.prototype, "sync", {value: undefined});
})()"""
"""Also of the worker, which cannot be given another clock: it must not send in the place of the page."""


def waiting(phone, absent=(3,)) -> None:
    """A record that could not be sent, while all else of the network works."""
    phone.wire.refuse(RECORDS)
    phone.record(absent=absent)
    phone.kept("waiting")


def goes_now(phone) -> None:
    phone.wire.mend()
    phone.send()
    phone.kept("sent")


def is_whole(absent: int = 1) -> Meeting:
    meeting = only_meeting()
    assert marks_of(meeting) == {"absent": absent, "present": 40 - absent}
    return meeting


def caches(page) -> list[str]:
    return page.evaluate("() => caches.keys()")


def updated(phone, old: list[str]) -> None:
    """The new version is fetched while the old one runs, and applied at the next start."""
    phone.page.evaluate(UPDATE)
    for _wait in range(300):
        if phone.page.evaluate(IS_FETCHED):
            break
        phone.page.wait_for_timeout(100)
    assert len(caches(phone.page)) == 2
    expect(phone.page.locator("#toast, #live").first).to_be_attached()
    phone.opened()
    for _wait in range(300):
        if len(caches(phone.page)) == 1:
            break
        phone.page.wait_for_timeout(100)
    assert len(caches(phone.page)) == 1
    assert caches(phone.page) != old


def test_app_update(phone, release):
    controlled(phone.page)  # or the new version would not wait
    old = caches(phone.page)
    waiting(phone)
    release("js/field/screens/kept.js", lambda source: source + "\nexport const another=1;")
    updated(phone, old)
    phone.unlock()
    phone.kept("waiting")
    goes_now(phone)
    is_whole()


def test_schema_change(phone, release):
    """A later version of the app with one step more in its database, served by the portal and fetched by the phone."""
    controlled(phone.page)  # or the new version would not wait
    old = caches(phone.page)
    waiting(phone)

    def later(source: str) -> str:
        end = 'photos.createIndex("user","user");},];'
        assert (source.count("VERSION=1"), source.count(end)) == (1, 1)
        more = end.replace("},];", '},(db)=>{db.createObjectStore("later");},];')
        return source.replace("VERSION=1", "VERSION=2").replace(end, more)

    release(STORE, later)
    updated(phone, old)
    phone.unlock()
    stores = "() => new Promise((yes) => { const asked = indexedDB.open('field'); asked.onsuccess = () => "
    stores += "{ yes([asked.result.version, ...asked.result.objectStoreNames]); asked.result.close(); }; })"
    assert phone.page.evaluate(stores) == [2, "drafts", "later", "meta", "outbox", "photos", "rosters"]
    phone.kept("waiting")
    goes_now(phone)
    is_whole()


def test_log_out(phone, village):
    waiting(phone)
    page = phone.page
    page.locator('[data-do="menu"]').tap()
    page.locator('#menu [data-do="leave"]').tap()
    answer(page, 1).tap()
    expect(page.locator("#main .steps")).to_be_visible()
    assert [session for session in Session.objects.all() if "_auth_user_id" in session.get_decoded()] == []
    phone.wire.mend()
    phone.opened()
    expect(phone.page.locator("#strip-words")).to_have_text("បានផ្ញើទាំងអស់")
    assert is_whole().recorded_by == village.facilitator


def test_forgotten_pin(phone, village):
    waiting(phone)
    phone.opened()
    phone.page.locator('[data-do="forgotten"]').tap()
    phone.context.clear_cookies()
    phone.page.locator('.door a[href^="/accounts/login/"]').tap()
    phone.through_the_door(village.facilitator, NEW_PIN)
    phone.kept("waiting")
    goes_now(phone)
    is_whole()
    phone.opened()
    press_pin(phone.page, NEW_PIN)
    expect(phone.page.locator(".card").first).to_be_visible()


def test_server_key_that_was_changed(phone):
    waiting(phone)
    fresh = rotate_keys()
    goes_now(phone)
    is_whole()
    phone.record(days_ago=1)
    phone.kept("sent", 2)
    assert ServerKey.objects.in_use().get() == fresh
    assert Meeting.objects.count() == 2


def test_server_key_of_which_the_private_half_is_gone(phone):
    """The unlocked phone opens its own record and seals it to the key of today, under the same id."""
    waiting(phone)
    old = ServerKey.objects.in_use().get()
    rotate_keys()
    remove_private_key(old.kid)
    goes_now(phone)
    is_whole()
    assert Delivery.objects.get().outcome == "taken"


def test_people_who_were_made_one_between_save_and_send(phone, village):
    waiting(phone, absent=(3, 17))
    gone = village.people[3]
    kept = make_person(family_name=gone.family_name, given_name=gone.given_name)
    merge_people(kept=kept, gone=gone, by=village.officer)
    goes_now(phone)
    meeting = is_whole(absent=2)
    assert meeting.marks.filter(person=kept).count() == 1
    assert meeting.marks.filter(person_id=gone.pk).count() == 0


def test_clock_that_is_a_year_ahead(phone, village):
    """The list has run out by that clock. The record is kept, questioned by the portal and put right by a tap back."""
    phone.network(on=False)
    phone.context.add_init_script(A_YEAR_AHEAD)
    phone.opened()
    phone.unlock()
    expect(phone.page.locator(".card").first).to_contain_text("បញ្ជីសមាជិកចាស់ពេក")
    record_button(phone.page).tap()
    phone.page.locator('[data-do="name"]').tap()
    phone.page.keyboard.insert_text("ដារា")
    phone.page.keyboard.press("Enter")
    save(phone.page).tap()
    answer(phone.page).tap()
    phone.kept("waiting")
    phone.network(on=True)
    phone.kept("refused")
    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.code) == ("refused", "day_in_the_future")
    phone.page.locator('.kept-row[data-state="refused"] .button').first.tap()
    box = phone.page.locator('.day [data-at="date"]').first
    expect(box).to_have_attribute("max", str(day()))
    box.fill(str(day()))
    save(phone.page).tap()
    phone.kept("sent")
    assert only_meeting().held_on == day()
    assert set(Delivery.objects.values_list("outcome", flat=True)) <= {"taken", "refused"}
    phone.kept("refused", 0)


def test_full_phone(phone, officer_page, village, tmp_path):
    phone.network(on=False)
    page = phone.page
    record_button(page).tap()
    page.locator(".mark").nth(3).tap()
    page.wait_for_timeout(700)
    page.evaluate(FULL)
    save(page).tap()
    answer(page).tap()
    expect(page.locator("#ask-title")).to_have_text("ទូរស័ព្ទនេះពេញហើយ")
    with page.expect_download() as download:
        answer(page).tap()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    for _twice in range(2):
        officer_page.goto(reverse("deliveries:load"))
        officer_page.locator('input[type="file"]').set_input_files(file)
        officer_page.locator('form:has(input[type="file"]) [type="submit"]').click()
        expect(officer_page.locator("table tbody tr")).to_have_count(1)
    meeting = is_whole()
    assert meeting.recorded_by == village.facilitator
    officer_page.goto(reverse("meetings:page", args=[meeting.pk]))
    expect(officer_page.locator(".mark-name-row")).to_have_count(40)


def test_cookie_that_died_a_month_ago(phone):
    waiting(phone)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=30))
    goes_now(phone)
    is_whole()
    phone.opened()
    phone.unlock()
    note = phone.page.locator('.note [data-do="sign-in"]')
    expect(note).to_be_visible()
    note.tap()
    expect(phone.page.locator('[name="password"]')).to_be_visible()


@pytest.mark.parametrize("which", [0, 1])
def test_two_tabs(phone, which):
    waiting(phone)
    first = phone.page
    second = phone.context.new_page()
    second.goto("/field/km/")
    press_pin(second)
    expect(second.locator('.kept-row[data-state="waiting"]')).to_have_count(1)
    phone.wire.mend()
    (first, second)[which].evaluate("() => window.dispatchEvent(new Event('online'))")
    (second, first)[which].evaluate("() => window.dispatchEvent(new Event('online'))")
    for page in (first, second):
        expect(page.locator('.kept-row[data-state="sent"]')).to_have_count(1)
    is_whole()
    assert Delivery.objects.count() == 1
