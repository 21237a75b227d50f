"""Two phones, one meeting: side by side on the second phone, and each of the four ways out."""

import pytest
from playwright.sync_api import expect

from fieldbook.models import Delivery
from participation.models import Meeting

from .conftest import marks_of


@pytest.fixture
def met(phone, new_phone, village):
    """Two facilitators recorded one day without network; the second to send sees both."""
    phone.network(on=False)
    phone.record(absent=(3,))
    other = new_phone()
    other.sign_in(village.new_facilitator("sreymom"))
    other.network(on=False)
    other.record(absent=(3, 17, 38))
    phone.network(on=True)
    phone.kept("sent")
    other.network(on=True)
    other.kept("conflict")
    other.page.locator('.kept-row[data-state="conflict"] .button').tap()
    expect(other.page.locator('[data-at="rows"] .difference')).to_have_count(2)
    return other


def settled(met) -> list[dict[str, int]]:
    met.kept("sent")
    met.kept("conflict", 0)
    assert "conflict" not in set(Delivery.objects.filter(settled_at=None).values_list("outcome", flat=True))
    return [marks_of(meeting) for meeting in Meeting.objects.order_by("slot")]


def test_mine_is_right(met):
    met.page.locator('[data-do="mine"]').tap()
    assert settled(met) == [{"absent": 3, "present": 37}]
    assert Meeting.objects.get().version == 2


def test_theirs_is_right(met):
    met.page.locator('[data-do="theirs"]').tap()
    assert settled(met) == [{"absent": 1, "present": 39}]
    assert Meeting.objects.get().version == 1


def test_both_are_put_together(met):
    met.page.locator('[data-do="combine"]').tap()
    met.page.locator('[data-at="choices"] .difference [value="theirs"]').first.tap()
    met.page.locator('[data-do="save-combined"]').tap()
    assert settled(met) == [{"absent": 2, "present": 38}]


def test_they_were_two_meetings(met):
    met.page.locator('[data-do="two"]').tap()
    assert settled(met) == [{"absent": 1, "present": 39}, {"absent": 3, "present": 37}]
    assert [meeting.slot for meeting in Meeting.objects.order_by("slot")] == [1, 2]
