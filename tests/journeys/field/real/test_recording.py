"""The main job of the portal, from the first visit to the page at the desk; network and battery give up."""

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from fieldbook.models import Delivery
from participation.models import Decision, Membership
from people.consents import State
from people.models import Person
from tests.journeys.field.screens.conftest import Thumb, answer, fold, mark, press_pin, record_button, save, step

from .conftest import day, marks_of, only_meeting

MOST_ORDINARY = 6
MOST_RICH = 20
ABSENT = (3, 17, 38)
DECIDED = ("ដាំដើមឈើនៅមុខសាលា", "ជួបមេភូមិ")


def record_a_rich_meeting(page: Page) -> int:
    """Three absent, four guests, one newcomer, two decisions; how many taps it took."""
    thumb = Thumb(page)
    thumb.tap(record_button(page))
    for number in ABSENT:
        thumb.tap(mark(page, number))
    thumb.tap(page.locator('[data-do="newcomer"]'))
    thumb.type("ទូច", then="Enter")
    thumb.type("ស្រីពេជ្រ")
    thumb.tap(page.locator('.chip[value="female"]'))
    thumb.tap(page.locator('[data-at="birth_year"]'))
    thumb.type("២០១៤", then="Enter")
    thumb.tap(fold(page, "guests").locator("summary"))
    thumb.tap(step(page, "ស្ត្រី"))
    thumb.type("4")
    thumb.tap(fold(page, "decisions").locator("summary"))
    thumb.type(DECIDED[0])
    thumb.tap(fold(page, "decisions").locator('.chip[value="leader"]'))
    thumb.tap(fold(page, "decisions").locator('[data-at="when"] .chip').first)
    thumb.tap(page.locator('[data-do="decision"]'))
    thumb.type(DECIDED[1])
    thumb.tap(fold(page, "decisions").locator('[data-at="when"]').nth(1).locator(".chip").nth(1))
    thumb.tap(save(page))
    thumb.tap(answer(page))
    expect(page.locator(".card").first).to_be_visible()
    return thumb.taps


def said(page: Page, selector: str) -> list[str]:
    return page.locator(selector).all_inner_texts()


def test_a_meeting_without_network_is_at_the_desk_exactly_as_it_was_recorded(
    lasting_phone, village, officer_page, figure
):
    phone = lasting_phone
    phone.sign_in(village.facilitator)
    phone.network(on=False)
    phone.opened()
    phone.unlock()
    taps = record_a_rich_meeting(phone.page)
    phone.kept("waiting")
    phone.die()
    phone.begin()
    phone.network(on=False)
    phone.opened()
    expect(phone.page.locator("#strip-words")).to_contain_text("កិច្ចប្រជុំ 1")
    phone.unlock()
    phone.kept("waiting")
    phone.network(on=True)
    phone.kept("sent")
    delivery = Delivery.objects.get()
    expect(phone.page.locator('.kept-row[data-state="sent"] [data-t="receipt"]')).to_contain_text(delivery.receipt)
    expect(phone.page.locator("#strip-words")).to_have_text("បានផ្ញើទាំងអស់")

    meeting = only_meeting()
    assert (meeting.held_on, meeting.recorded_by, meeting.adults_present) == (day(), village.facilitator, 2)
    assert marks_of(meeting) == {"absent": 3, "present": 38}
    desk = officer_page
    desk.goto(reverse("meetings:page", args=[meeting.pk]))
    rows = desk.locator(".mark-name-row").all()
    shown = {row.locator("a").inner_text(): row.locator(".mark-total").get_attribute("data-value") for row in rows}
    absent = [mark.person.name for mark in meeting.marks.filter(state="absent").select_related("person")]
    everybody = {person.name: "present" for person in village.people} | {"ទូច ស្រីពេជ្រ": "present"}
    assert {name.replace("\xa0", " "): state for name, state in shown.items()} == everybody | dict.fromkeys(
        absent, "absent"
    )
    assert said(desk, '[aria-labelledby="guests"] dt') == ["ស្ត្រី"]
    assert said(desk, '[aria-labelledby="guests"] dd')[0].startswith("4")
    assert said(desk, ".decision-list .panel p:first-child") == [DECIDED[1], DECIDED[0]]
    decisions = Decision.objects.order_by("due_on").values_list("text", "post__code", "due_on")
    assert list(decisions) == [(DECIDED[1], None, day(-7)), (DECIDED[0], "leader", day(-meeting.group.rhythm_days))]

    child = Person.objects.get(given_name="ស្រីពេជ្រ")
    assert (child.family_name, child.sex, child.birth_year) == ("ទូច", "female", 2014)
    assert Membership.objects.get(person=child).began_on == day()
    desk.get_by_role("link", name="ស្រីពេជ្រ").click()
    with translation.override("km"):
        expect(desk.locator("main")).to_contain_text(str(State.AWAITED.label))
    figure(f"field, real portal: taps for 3 absent, 4 guests, 1 newcomer, 2 decisions: {taps} (at most {MOST_RICH})")
    assert taps <= MOST_RICH


def test_an_ordinary_meeting_takes_six_taps(phone, figure):
    thumb = Thumb(phone.page)
    thumb.tap(record_button(phone.page))
    for number in ABSENT:
        thumb.tap(mark(phone.page, number))
    thumb.tap(save(phone.page))
    thumb.tap(answer(phone.page))
    phone.kept("sent")
    assert marks_of(only_meeting()) == {"absent": 3, "present": 37}
    figure(f"field, real portal: taps for an ordinary meeting, three absent: {thumb.taps} (at most {MOST_ORDINARY})")
    assert thumb.taps <= MOST_ORDINARY


def test_app_that_is_not_whole_yet_says_so(new_phone, village):
    """Who leaves the network too early would stand on the school floor with half an app."""
    phone = new_phone()
    phone.wire.refuse("GET /field/sw.js")
    phone.to_the_door()
    phone.to_the_sign(village.facilitator)
    expect(phone.page.locator('[data-at="fetching"]')).to_be_visible()
    phone.wire.mend()
    phone.page.reload()
    press_pin(phone.page)
    expect(phone.page.locator(".door-sign")).to_be_visible()
    expect(phone.page.locator('[data-at="fetching"]')).to_be_hidden()
