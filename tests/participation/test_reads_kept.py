"""What is counted for many groups is kept, with its moment, for those alone who reach the same groups."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts import counting
from accounts.roles import Capability
from participation.reads import kept as module
from participation.reads.kept import FRESH, Kept, count_and_keep, kept
from tests.factories.accounts import make_user
from tests.factories.participation import make_group
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser

pytestmark = pytest.mark.django_db
SEE = Capability.SEE_GROUPS


@pytest.fixture
def reach(monkeypatch):
    """Two groups here where one is counted at most, and one far away."""
    monkeypatch.setattr(counting, "MOST_COUNTED", 1)
    found = Reach()
    make_group(area=make_area(HERE))
    make_group(area=make_area(THERE))
    return found


def test_few_groups_are_counted_as_they_stand(reach, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    officer = reach.officer()
    assert (kept("figures", officer, SEE).value.clubs, kept("figures", officer, SEE).counted_at) == (2, None)
    make_group(kind="council", area=make_area(HERE))
    monkeypatch.setattr(counting, "MOST_COUNTED", 3)
    assert kept("figures", officer, SEE).value.councils == 1


def test_many_groups_are_counted_by_the_worker_and_kept_with_the_moment(reach):
    officer, began = reach.officer(), timezone.now()
    found = kept("figures", officer, SEE)
    assert (found.value.clubs, began <= found.counted_at <= timezone.now()) == (2, True)
    make_group(area=make_area(HERE))
    assert kept("figures", officer, SEE) == found


def test_what_is_older_than_an_hour_is_counted_anew_once(reach, monkeypatch):
    officer = reach.officer()
    kept("figures", officer, SEE)
    make_group(area=make_area(HERE))
    asked = []
    monkeypatch.setattr(module, "timezone", Later)
    monkeypatch.setattr(type(count_and_keep), "enqueue", lambda task, *facts: asked.append(facts))
    cache_without_asked()
    assert (kept("figures", officer, SEE).value.clubs, kept("figures", officer, SEE).value.clubs) == (2, 2)
    assert asked == [("figures", officer.pk, SEE.value)]
    count_and_keep.func("figures", officer.pk, SEE.value)
    assert kept("figures", officer, SEE).value.clubs == 3


@dataclass(frozen=True, slots=True)
class Other:
    """Figures of another shape."""

    clubs: int


class Later:
    """The clock an hour and a minute on."""

    @staticmethod
    def now():
        return timezone.now() + FRESH + timedelta(minutes=1)


def cache_without_asked():
    """The minutes have passed in which nobody asks again."""
    cache.delete_many([key.split(":", 2)[2] for key in cache._cache if key.endswith(":asked")])


def test_what_nobody_has_counted_yet_is_said(reach, monkeypatch):
    monkeypatch.setattr(type(count_and_keep), "enqueue", lambda task, *facts: None)
    officer = reach.officer()
    assert kept("figures", officer, SEE) == Kept(None)
    page = browser(officer).get("/desk/").content.decode()
    assert "The figures are being counted." in page
    assert "In your area" not in page


def test_page_says_when_it_was_counted(reach):
    officer = browser(reach.officer())
    assert "Counted on " in officer.get("/desk/").content.decode()


def test_readers_of_one_area_share_and_no_other_is_shown_it(reach):
    first = kept("figures", reach.officer(), SEE)
    assert kept("figures", reach.officer(), SEE) == first
    everywhere = kept("figures", make_user("programme_officer"), SEE)
    assert (first.value.clubs, everywhere.value.clubs) == (2, 4)


def test_groups_without_facilitator_are_kept_too(reach):
    officer = reach.officer()
    found = kept("without", officer, SEE)
    assert (found.value.total.number, len(found.value.first), found.counted_at is None) == (2, 2, False)


def test_what_another_release_kept_in_another_shape_is_not_read(reach, monkeypatch):
    officer = reach.officer()
    before = kept("figures", officer, SEE)

    def other(user, capability) -> Other:
        return Other(99)

    monkeypatch.setitem(module.COUNTERS, "figures", other)
    assert (before.value.clubs, kept("figures", officer, SEE).value) == (2, Other(99))
