"""Two phones, one meeting: side by side on the second phone, and each of the four ways out."""

import pytest
from playwright.sync_api import expect

from fieldbook.models import Delivery
from participation.models import Meeting

from .conftest import day, marks_of

MINE, THEIRS, COMBINE, TWO = range(4)
"""How many days ago the meeting was that takes this way out. The newest record is on top of the list."""


@pytest.fixture
def met(phone, new_phone, village):
    """Two facilitators recorded four days without network; the second to send sees both records of each."""
    phone.network(on=False)
    other = new_phone()
    other.sign_in(village.new_facilitator("sreymom"))
    other.network(on=False)
    for days_ago in (TWO, COMBINE, THEIRS, MINE):
        phone.record(absent=(3,), days_ago=days_ago)
        other.record(absent=(3, 17, 38), days_ago=days_ago)
    phone.network(on=True)
    phone.kept("sent", 4)
    other.network(on=True)
    other.kept("conflict", 4)
    return other


def side_by_side(met) -> None:
    """The first of the conflicts that are left."""
    met.page.locator('.kept-row[data-state="conflict"] .button').first.tap()
    expect(met.page.locator('[data-at="rows"] .difference')).to_have_count(2)


def settled(met, days_ago: int) -> list[dict[str, int]]:
    """The meetings of this day, once the phone has one conflict less."""
    met.kept("conflict", TWO - days_ago)
    met.kept("sent", days_ago + 1)
    left = Delivery.objects.filter(settled_at=None, outcome="conflict")
    assert left.count() == TWO - days_ago
    return [marks_of(meeting) for meeting in Meeting.objects.filter(held_on=day(days_ago)).order_by("slot")]


def test_each_of_the_four_ways_out(met):
    side_by_side(met)
    met.page.locator('[data-do="mine"]').tap()
    assert settled(met, MINE) == [{"absent": 3, "present": 37}]
    assert Meeting.objects.get(held_on=day(MINE)).version == 2

    side_by_side(met)
    met.page.locator('[data-do="theirs"]').tap()
    assert settled(met, THEIRS) == [{"absent": 1, "present": 39}]
    assert Meeting.objects.get(held_on=day(THEIRS)).version == 1

    side_by_side(met)
    met.page.locator('[data-do="combine"]').tap()
    met.page.locator('[data-at="choices"] .difference [value="theirs"]').first.tap()
    met.page.locator('[data-do="save-combined"]').tap()
    assert settled(met, COMBINE) == [{"absent": 2, "present": 38}]

    side_by_side(met)
    met.page.locator('[data-do="two"]').tap()
    assert settled(met, TWO) == [{"absent": 1, "present": 39}, {"absent": 3, "present": 37}]
    assert list(Meeting.objects.filter(held_on=day(TWO)).order_by("slot").values_list("slot", flat=True)) == [1, 2]
