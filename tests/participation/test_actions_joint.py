"""Meetings that several groups held together: one activity, and every group's own meeting, marks and people."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Capability
from participation.actions.joint import (
    MOST,
    BoundElsewhere,
    GroupIsThereTwice,
    MeetingsOfOneDay,
    MetThatDayAlready,
    NotBound,
    NumberOfGroups,
    bind_meetings,
    part_meeting,
    record_joint_meeting,
)
from participation.actions.joint_parts import HeldTogetherThatDay
from participation.actions.meetings import correct_meeting, next_slot, record_meeting, withdraw_meeting
from participation.models import CountDelta, JointMeeting, JointPart, Meeting
from participation.reads.figures import figures
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_membership
from tests.factories.places import make_area
from tests.participation.reaches import journal_rows

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 15)


def recorded(group=None, held_on=DAY, marks=None):
    group = group or make_group()
    slot = next_slot(group=group, held_on=held_on)
    return record_meeting(group=group, held_on=held_on, slot=slot, by=make_user(), marks=marks or {})


def bind(meeting, other):
    return bind_meetings(meeting=meeting, other=other, by=make_user())


def kept() -> dict:
    """What all steps come to, by group: meetings and activities."""
    found: Counter = Counter()
    for step in CountDelta.objects.all():
        found[step.group_id, "meetings"] += step.meetings
        found[step.group_id, "activities"] += step.activities
    return {key: number for key, number in found.items() if number}


def recounted() -> dict:
    """The same from the meetings themselves."""
    found = Counter((meeting.group_id, "meetings") for meeting in Meeting.objects.all())
    found += Counter((meeting.group_id, "activities") for meeting in Meeting.objects.all().counted_once())
    return dict(found)


def activities() -> int:
    return sum(number for (_group, name), number in kept().items() if name == "activities")


def test_bound_meetings_are_one_activity_at_the_first():
    host, guest, third = recorded(), recorded(), recorded()
    assert activities() == 3
    joint = bind(host, guest)
    assert bind(guest, third) == joint
    assert (activities(), kept() == recounted()) == (1, True)
    assert JointPart.objects.get(is_host=True).meeting == host
    assert sum(number for (_group, name), number in kept().items() if name == "meetings") == 3
    assert len(journal_rows("joint_meeting.bound")) == 2


def test_binding_twice_changes_nothing():
    host, guest = recorded(), recorded()
    joint, before = bind(host, guest), CountDelta.objects.count()
    assert bind(guest, host) == joint
    assert (CountDelta.objects.count(), JointMeeting.objects.count()) == (before, 1)


def test_people_and_participations_stay_as_they_are():
    groups = [make_group(area=make_area("050601")) for _number in range(2)]
    meetings = []
    for group in groups:
        person = make_membership(group=group).person
        meetings.append(recorded(group, date.today() - timedelta(days=3), {person.pk: "present"}))
    officer = make_user("programme_officer", area=make_area("05"))
    before = figures(officer, Capability.SEE_GROUPS)
    bind(*meetings)
    after = figures(officer, Capability.SEE_GROUPS)
    assert (before.people, before.participations, before.meetings) == (2, 2, 2)
    assert (after.people, after.participations, after.meetings) == (2, 2, 1)


def test_who_belongs_to_both_groups_is_one_person_and_takes_part_twice():
    first, second = (make_group(area=make_area("050601")) for _number in range(2))
    person = make_membership(group=first).person
    make_membership(group=second, person=person)
    other = make_membership(group=second).person
    day = date.today() - timedelta(days=3)
    host = recorded(first, day, {person.pk: "present"})
    guest = recorded(second, day, {person.pk: "late", other.pk: "present"})
    bind(host, guest)
    shown = figures(make_user("programme_officer", area=make_area("05")), Capability.SEE_GROUPS)
    assert (shown.people, shown.participations, shown.meetings) == (2, 3, 1)
    assert {step.group_id: sum(step.marks.values()) for step in CountDelta.objects.filter(meetings=1)} == {
        first.pk: 1,
        second.pk: 2,
    }


def test_who_reaches_a_guest_alone_sees_the_activity_too():
    here, there = make_group(area=make_area("050601")), make_group(area=make_area("060101"))
    day = date.today() - timedelta(days=3)
    bind(recorded(here, day), recorded(there, day))
    for area in ("05", "06"):
        assert figures(make_user("programme_officer", area=make_area(area)), Capability.SEE_GROUPS).meetings == 1


def test_only_meetings_of_one_day_and_different_groups_are_bound():
    host = recorded()
    with pytest.raises(MeetingsOfOneDay):
        bind(host, recorded(held_on=DAY + timedelta(days=1)))
    with pytest.raises(GroupIsThereTwice):
        bind(host, recorded(host.group))
    guest = recorded()
    bind(host, guest)
    with pytest.raises(GroupIsThereTwice):
        bind(host, recorded(guest.group))
    others = recorded(), recorded()
    bind(*others)
    with pytest.raises(BoundElsewhere):
        bind(host, others[0])
    assert kept() == recounted()


def test_a_part_stays_on_its_day_until_it_is_parted():
    host, guest = recorded(), recorded()
    bind(host, guest)
    with pytest.raises(HeldTogetherThatDay):
        correct_meeting(meeting=guest, by=make_user(), held_on=DAY + timedelta(days=1))
    correct_meeting(meeting=guest, by=make_user(), summary="ផ្លូវ")
    part_meeting(meeting=guest, by=make_user())
    correct_meeting(meeting=guest, by=make_user(), held_on=DAY + timedelta(days=1))
    assert (JointMeeting.objects.count(), activities(), kept() == recounted()) == (0, 2, True)
    with pytest.raises(NotBound):
        part_meeting(meeting=guest, by=make_user())


@pytest.mark.parametrize(
    "leave",
    [
        lambda one: part_meeting(meeting=one, by=make_user()),
        lambda one: withdraw_meeting(meeting=one, by=make_user(), reason="twice"),
    ],
)
@pytest.mark.parametrize("who", [0, 1, 2])
def test_when_one_leaves_the_others_stay_one_activity(leave, who):
    meetings = [recorded(), recorded(), recorded()]
    bind(meetings[0], meetings[1])
    bind(meetings[0], meetings[2])
    leave(meetings[who])
    assert JointPart.objects.filter(is_host=True).count() == 1
    assert kept() == recounted()
    rest = JointPart.objects.order_by("pk").first().meeting
    leave(rest)
    assert (JointMeeting.objects.count(), JointPart.objects.count()) == (0, 0)
    assert kept() == recounted()


def test_one_meeting_is_recorded_for_several_groups():
    groups = [make_group(), make_group(), make_group()]
    meetings = record_joint_meeting(
        groups=[*groups, groups[0]], held_on=DAY, by=make_user(), kind="campaign", place_text=" វត្ត "
    )
    assert [(one.group, one.held_on, one.kind, one.place_text) for one in meetings] == [
        (group, DAY, "campaign", "វត្ត") for group in groups
    ]
    assert (activities(), kept() == recounted()) == (1, True)
    with pytest.raises(MetThatDayAlready):
        record_joint_meeting(groups=[make_group(), groups[1]], held_on=DAY, by=make_user())
    assert Meeting.objects.count() == 3
    for wrong in (groups[:1], [make_group() for _number in range(MOST + 1)]):
        with pytest.raises(NumberOfGroups):
            record_joint_meeting(groups=wrong, held_on=DAY, by=make_user())


DEEDS = st.lists(st.tuples(st.sampled_from(["bind", "part", "withdraw"]), st.integers(0, 4), st.integers(0, 4)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(deeds=DEEDS)
def test_whatever_is_bound_and_parted_the_steps_are_a_recount(db, deeds):
    with transaction.atomic():
        meetings = [recorded() for _number in range(5)]
        gone = set()
        for deed, one, other in deeds:
            if one in gone or (deed == "bind" and (other in gone or one == other)):
                continue
            try:
                if deed == "bind":
                    bind(meetings[one], meetings[other])
                elif deed == "part":
                    part_meeting(meeting=meetings[one], by=make_user())
                else:
                    withdraw_meeting(meeting=meetings[one], by=make_user(), reason="twice")
                    gone.add(one)
            except (BoundElsewhere, NotBound):
                pass
            assert kept() == recounted()
            assert all(joint.parts.count() > 1 for joint in JointMeeting.objects.all())
        transaction.set_rollback(True)
