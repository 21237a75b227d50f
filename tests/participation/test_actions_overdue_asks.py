"""Asks without an answer climb: each officer of the place hears of them once."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Notice
from participation.actions.asks import move_due_day
from participation.actions.overdue_asks import tell_of_overdue_asks
from participation.models import Ask
from tests.factories.accounts import make_grant, make_user
from tests.factories.participation import DUE_ON, make_ask, make_group
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


def told():
    return sorted((notice.user.username, notice.params["number"]) for notice in Notice.objects.all())


def test_officers_of_the_place_hear_once_of_what_nobody_answered(reach):
    officer, area_officer, everywhere = reach.officer(), reach.nameless(), make_user("area_officer")
    for other in (reach.facilitator(), reach.reader(), make_user("area_officer", area=make_area(THERE[:2]))):
        assert other
    make_ask(group=reach.group)
    make_ask(group=make_group(area=make_area(HERE)))
    make_ask(group=reach.group, answer_due_on=timezone.localdate())
    make_ask("answered", group=reach.group)
    make_ask("drafted", group=reach.group)
    assert tell_of_overdue_asks() == 2
    assert told() == sorted((user.username, 2) for user in (officer, area_officer, everywhere))
    assert Notice.objects.first().link == "/desk/asks/?overdue=on"
    assert tell_of_overdue_asks() == 0
    assert Notice.objects.count() == 3
    assert Ask.objects.filter(overdue_told_at__isnull=False).count() == 2


def test_the_day_itself_is_not_overdue(reach):
    make_ask(group=reach.group)
    assert tell_of_overdue_asks(on=DUE_ON) == 0
    assert tell_of_overdue_asks(on=date(2024, 7, 4)) == 1


def test_who_reaches_a_place_twice_hears_of_it_once(reach):
    officer = reach.officer()
    make_grant(officer, "area_officer", area=make_area(HERE[:2]))
    make_ask(group=reach.group)
    tell_of_overdue_asks()
    assert told() == [(officer.username, 1)]


def test_an_ask_with_another_day_climbs_once_more(reach):
    officer, ask = reach.officer(), make_ask(group=reach.group)
    tell_of_overdue_asks()
    move_due_day(ask=ask, answer_due_on=date(2024, 8, 1), by=officer)
    call_command("tell_of_overdue_asks", verbosity=0)
    assert Notice.objects.filter(user=officer).count() == 2
