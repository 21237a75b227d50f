"""Networks as they are in a village: slow, and gone in the middle of a request. One meeting, and its first receipt."""

from playwright.sync_api import expect

from fieldbook.models import Delivery
from participation.models import Meeting

from .conftest import RECORDS, marks_of, only_meeting

TWO_G = {"offline": False, "latency": 800, "downloadThroughput": 35_000, "uploadThroughput": 15_000}
"""Bytes a second; the delay of one way there and back in milliseconds."""


def test_a_meeting_arrives_over_a_slow_network(phone, figure):
    session = phone.context.new_cdp_session(phone.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", TWO_G)
    phone.record(absent=(3, 17, 38))
    phone.kept("sent")
    assert marks_of(only_meeting()) == {"absent": 3, "present": 37}
    receipt = phone.page.locator('.kept-row[data-state="sent"] [data-t="receipt"]')
    expect(receipt).to_contain_text(Delivery.objects.get().receipt)


def no_answer_comes(phone) -> None:
    """The portal takes what is sent, the phone hears nothing of it: the browser itself tries some requests twice."""
    phone.wire.lose(RECORDS, times=1000)
    phone.record(absent=(3,))
    for _wait in range(150):
        if phone.wire.lost and Meeting.objects.exists():
            break
        phone.page.wait_for_timeout(100)
    assert (phone.wire.lost > 0, Meeting.objects.count()) == (True, 1)
    expect(phone.page.locator("#bar")).not_to_have_attribute("data-tone", "busy")
    phone.kept("waiting")


def test_a_network_that_dies_before_the_answer_makes_no_second_meeting(phone):
    no_answer_comes(phone)
    phone.send()
    expect(phone.page.locator("#bar")).not_to_have_attribute("data-tone", "busy")
    phone.kept("waiting")
    phone.wire.mend()
    phone.send()
    phone.kept("sent")
    assert marks_of(only_meeting()) == {"absent": 1, "present": 39}
    delivery = Delivery.objects.get()
    assert delivery.outcome == "taken"
    expect(phone.page.locator('.kept-row[data-state="sent"] [data-t="receipt"]')).to_contain_text(delivery.receipt)


def test_a_network_that_comes_back_is_noticed_without_a_tap(phone):
    phone.network(on=False)
    phone.record()
    phone.record(days_ago=1)
    phone.kept("waiting", 2)
    phone.network(on=True)
    phone.kept("sent", 2)
    assert Meeting.objects.count() == 2


def test_a_correction_of_what_arrived_without_an_answer_corrects_it(phone):
    """The phone does not know that the first record arrived; it is told, and the second becomes its correction."""
    no_answer_comes(phone)
    phone.wire.refuse(RECORDS)
    phone.page.locator('.kept-row[data-state="waiting"] .button').first.tap()
    phone.page.locator(".mark").nth(5).tap()
    phone.page.locator('.save [data-do="save"]').tap()
    expect(phone.page.locator(".card").first).to_be_visible()
    phone.wire.mend()
    phone.send()
    expect(phone.page.locator("#strip-words")).to_have_text("បានផ្ញើទាំងអស់")
    meeting = only_meeting()
    assert (meeting.version, marks_of(meeting)) == (2, {"absent": 2, "present": 38})
