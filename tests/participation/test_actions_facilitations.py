"""Who works with which group."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from participation.actions.facilitations import appoint_facilitator, end_facilitation
from participation.models import CommunityGroup, Facilitation
from participation.refusals import (
    AlreadyFacilitates,
    EndsBeforeItBegins,
    FacilitationEnded,
    GroupIsClosed,
    SubstituteNeedsLastDay,
)
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_facilitation, make_group

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = timezone.localdate


def appoint(**overrides):
    fields = {"began_on": TODAY(), "by": make_user(), **overrides}
    fields["user"] = fields.get("user") or make_user("facilitator")
    fields["group"] = fields.get("group") or make_group()
    return appoint_facilitator(**fields)


def sees(user, group):
    user.__dict__.pop("current_grants", None)
    return CommunityGroup.objects.visible_to(user).filter(pk=group.pk).exists()


def test_appointed_facilitator_sees_the_group_and_no_other():
    group, other = make_group(), make_group()
    facilitation = appoint(group=group)
    assert (sees(facilitation.user, group), sees(facilitation.user, other)) == (True, False)
    details = JournalEntry.objects.get(verb="facilitation.begun").details
    assert details == {"group": str(group.pk), "user": facilitation.user_id, "substitute": False}


def test_facilitation_that_lies_ahead_opens_nothing_yet():
    facilitation = appoint(began_on=TODAY() + DAY)
    assert not sees(facilitation.user, facilitation.group)


def test_substitute_for_today_sees_the_group_today():
    facilitation = appoint(ended_on=TODAY(), is_substitute=True)
    assert sees(facilitation.user, facilitation.group)


def test_substitute_of_yesterday_sees_nothing():
    facilitation = appoint(began_on=TODAY() - DAY, ended_on=TODAY() - DAY, is_substitute=True)
    assert not sees(facilitation.user, facilitation.group)


def test_end_today_takes_effect_at_once_and_signs_out():
    facilitation = appoint(began_on=TODAY() - 30 * DAY)
    end_facilitation(facilitation=facilitation, ended_on=TODAY(), by=make_user())
    facilitation.user.refresh_from_db()
    assert (sees(facilitation.user, facilitation.group), facilitation.user.session_epoch) == (False, 1)
    assert JournalEntry.objects.get(verb="facilitation.ended").details["ended_on"] == str(TODAY())


def test_end_that_lies_ahead_waits_for_its_day():
    facilitation = appoint()
    end_facilitation(facilitation=facilitation, ended_on=TODAY() + DAY, by=make_user())
    facilitation.user.refresh_from_db()
    assert (sees(facilitation.user, facilitation.group), facilitation.user.session_epoch) == (True, 0)
    end_facilitation(facilitation=facilitation, ended_on=TODAY(), by=make_user())
    assert not sees(facilitation.user, facilitation.group)


def test_planned_last_day_can_be_cut_to_now():
    facilitation = appoint(ended_on=TODAY(), is_substitute=True)
    end_facilitation(facilitation=facilitation, ended_on=TODAY(), by=make_user())
    assert not sees(facilitation.user, facilitation.group)


def test_end_facilitation_refuses():
    facilitation = appoint(began_on=TODAY() - 30 * DAY)
    with pytest.raises(EndsBeforeItBegins):
        end_facilitation(facilitation=facilitation, ended_on=TODAY() - 31 * DAY, by=make_user())
    end_facilitation(facilitation=facilitation, ended_on=TODAY() - DAY, by=make_user())
    for ended_on in (TODAY() - 2 * DAY, TODAY()):
        with pytest.raises(FacilitationEnded):
            end_facilitation(facilitation=facilitation, ended_on=ended_on, by=make_user())
    facilitation.refresh_from_db()
    assert facilitation.ended_on == TODAY() - DAY


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        (lambda: {"group": make_closed_group()}, GroupIsClosed),
        (lambda: {"is_substitute": True}, SubstituteNeedsLastDay),
        (lambda: {"ended_on": TODAY() - DAY}, EndsBeforeItBegins),
    ],
)
def test_appoint_facilitator_refuses(fields, refusal):
    with pytest.raises(refusal):
        appoint(**fields())
    assert Facilitation.objects.count() == 0


def test_appoint_facilitator_refuses_a_shared_day():
    running = make_facilitation(began_on=TODAY() - 30 * DAY, ended_on=TODAY() + 5 * DAY)
    both = {"user": running.user, "group": running.group}
    for days in ({"began_on": TODAY()}, {"began_on": TODAY() - 60 * DAY, "ended_on": TODAY() - 30 * DAY}):
        with pytest.raises(AlreadyFacilitates):
            appoint(**both, **days)
    assert appoint(**both, began_on=TODAY() + 6 * DAY).user == running.user
    assert appoint(**both, began_on=TODAY() - 60 * DAY, ended_on=TODAY() - 31 * DAY).user == running.user


def test_a_group_may_have_two_facilitators():
    group = make_group()
    assert appoint(group=group).user != appoint(group=group).user
