"""Roles that end, phones that are ended, one phone in two hands. What was recorded arrives, only for its maker."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from fieldbook.models import Delivery, Device
from participation.actions.facilitations import end_facilitation
from participation.models import Facilitation, Meeting
from tests.factories.participation import make_group, make_membership
from tests.journeys.field.screens.conftest import answer, mark, record_button

from .conftest import RECORDS, marks_of, only_meeting


def taken_at_the_desk(page) -> None:
    """The officer opens what waits and takes it into the register."""
    page.goto(reverse("deliveries:list"))
    page.locator("table tbody th a").first.click()
    expect(page.locator("main")).to_contain_text("អវត្តមាន")
    page.locator('form[action$="/take/"] [type="submit"]').click()
    page.wait_for_url("**/desk/deliveries/")


def test_role_that_is_lost_while_a_record_waits(phone, village, officer_page):
    phone.wire.refuse(RECORDS)
    phone.record(absent=(3,))
    end_facilitation(facilitation=Facilitation.objects.get(), ended_on=timezone.localdate(), by=village.officer)
    phone.wire.mend()
    phone.send()
    phone.kept("held")
    assert Meeting.objects.count() == 0
    taken_at_the_desk(officer_page)
    meeting = only_meeting()
    assert (meeting.recorded_by, marks_of(meeting)) == (village.facilitator, {"absent": 1, "present": 39})


def test_phone_that_is_ended_delivers_empties_itself_and_the_desk_sees_it(phone, village, officer_page):
    phone.wire.refuse(RECORDS)
    phone.record(absent=(3,))
    record_button(phone.page).tap()
    mark(phone.page, 5).tap()
    mark(phone.page, 6).tap()
    phone.page.locator("#back").tap()
    expect(phone.page.locator(".card[data-writing]")).to_have_count(1)
    desk = officer_page
    desk.goto(reverse("phones:account", args=[village.facilitator.pk]))
    desk.locator('a[href$="/end/"]').click()
    desk.locator('form [type="submit"]').last.click()
    assert Device.objects.get().ended_at is not None
    phone.wire.mend()
    phone.send()
    expect(phone.page.locator(".door")).to_be_visible()
    expect(phone.page.locator("#strip-words")).not_to_contain_text("មិនទាន់បានផ្ញើ")
    for _wait in range(150):  # what was being written follows what was saved
        if Delivery.objects.count() == 2:
            break
        phone.page.wait_for_timeout(200)
    assert list(Delivery.objects.values_list("outcome", flat=True)) == ["held", "held"]
    for _wait in range(150):
        if Device.objects.get().emptied_at is not None:
            break
        phone.page.wait_for_timeout(200)
    assert Device.objects.get().emptied_at is not None
    left = """() => new Promise((yes) => { const asked = indexedDB.open("field"); asked.onsuccess = () => {
      const db = asked.result; const names = ["rosters", "drafts", "outbox", "photos", "meta"];
      const tx = db.transaction(names); const counts = names.map((name) => tx.objectStore(name).count());
      tx.oncomplete = () => { yes(counts.map((one) => one.result)); db.close(); }; }; })"""
    assert phone.page.evaluate(left)[:4] == [0, 0, 0, 0]
    desk.goto(reverse("phones:account", args=[village.facilitator.pk]))
    expect(desk.locator("[data-label] .pill")).to_contain_text("ទទេ")
    taken_at_the_desk(desk)
    assert marks_of(only_meeting()) == {"absent": 1, "present": 39}


def test_phone_that_expired_is_renewed_by_its_user_and_loses_nothing(phone, village, officer_page):
    """Nobody sent from it for three months: what comes then waits at the desk, what comes after a sign-in is taken."""
    Device.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    phone.record(absent=(3,))
    phone.kept("held")
    assert Delivery.objects.get().why_held == "phone_expired"
    assert not Meeting.objects.exists()
    phone.opened()
    phone.unlock()
    for _wait in range(150):
        if Device.objects.get().expires_on > timezone.localdate():
            break
        phone.page.wait_for_timeout(200)
    phone.record(absent=(5, 6), days_ago=1)
    phone.kept("sent")
    assert marks_of(only_meeting()) == {"absent": 2, "present": 38}
    taken_at_the_desk(officer_page)
    assert [marks_of(meeting)["absent"] for meeting in Meeting.objects.order_by("held_on")] == [2, 1]


def test_phone_of_two_users(phone, village):
    other_group = make_group(name_km="ក្លឹបកុមារ កោះដាច់", area=village.group.area)
    make_membership(group=other_group)
    second = village.new_facilitator("sreymom", other_group)
    page = phone.page
    phone.wire.refuse(RECORDS)
    phone.record(absent=(3,))
    page.locator('[data-do="menu"]').tap()
    page.locator('#menu [data-do="leave"]').tap()
    answer(page, 1).tap()
    page.locator('.door a[href^="/accounts/login/"]').tap()
    phone.through_the_door(second, "830517")
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card")).to_contain_text("កោះដាច់")
    expect(page.locator(".kept-row")).to_have_count(0)
    expect(page.locator("#strip-words")).not_to_contain_text("កិច្ចប្រជុំ 1")
    assert "ព្រែកតាមាក់" not in page.locator("body").inner_text()
    phone.wire.mend()
    phone.record()
    phone.kept("sent")
    assert [meeting.recorded_by for meeting in Meeting.objects.all()] == [second]
    phone.send()
    assert Meeting.objects.count() == 1
    page.locator('[data-do="menu"]').tap()
    page.locator('#menu [data-do="leave"]').tap()
    answer(page, 1).tap()
    page.locator('.door a[href^="/accounts/login/"]').tap()
    phone.through_the_door(village.facilitator)
    phone.kept("sent")
    mine = Meeting.objects.get(group=village.group)
    assert (mine.recorded_by, marks_of(mine)) == (village.facilitator, {"absent": 1, "present": 39})
    assert Meeting.objects.count() == 2
