"""Two people do the same thing at the same moment: one of them succeeds, and nothing stands twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from participation.actions.groups import add_group
from participation.actions.meetings import record_meeting
from participation.actions.memberships import enrol
from participation.models import CommunityGroup, Kind, Meeting, Membership
from participation.refusals import AlreadyMember, MeetingThatDayExists, PostTaken
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_membership, make_post, make_rule
from tests.factories.people import make_person
from tests.factories.places import make_village

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2025, 6, 15)


def at_once(*actions):
    """Runs each action in a thread of its own, all from one moment on; gives what each returned or refused."""
    start = Barrier(len(actions))

    def run(action):
        start.wait(timeout=20)
        try:
            return action()
        except (AlreadyMember, PostTaken, MeetingThatDayExists) as refusal:
            return type(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_one_person_enrolled_twice_at_once_is_a_member_once():
    group, person, post, user = make_group(), make_person(), make_post(), make_user()
    fields = {"person": person, "post": post, "began_on": DAY, "by": user}
    copies = [CommunityGroup.objects.get(pk=group.pk) for _ in range(2)]
    results = at_once(*[lambda copy=copy: enrol(group=copy, **fields) for copy in copies])
    assert results.count(AlreadyMember) == 1
    assert Membership.objects.count() == 1


def test_a_single_post_given_twice_at_once_has_one_holder():
    group, leader, user = make_group(), make_post(code="leader"), make_user()
    people = [make_person(), make_person()]
    copies = [CommunityGroup.objects.get(pk=group.pk) for _ in people]
    results = at_once(
        *[
            lambda person=person, copy=copy: enrol(group=copy, person=person, post=leader, began_on=DAY, by=user)
            for person, copy in zip(people, copies, strict=True)
        ]
    )
    assert results.count(PostTaken) == 1
    assert Membership.objects.filter(post=leader).count() == 1


def test_groups_added_at_once_in_one_district_have_different_codes():
    make_rule()
    village, user = make_village(), make_user()
    fields = {"kind": Kind.CLUB, "setting": "village", "area": village, "founded_on": DAY, "by": user}
    groups = at_once(*[lambda name=name: add_group(name_km=name, **fields) for name in ("ក្លឹប ក", "ក្លឹប ខ")])
    assert {group.code for group in groups} == {"C-0506-0001", "C-0506-0002"}


@pytest.mark.parametrize("same_id", [True, False])
def test_a_meeting_sent_twice_at_once_stands_once(same_id):
    membership, user = make_membership(), make_user()
    keys = [uuid.UUID(int=1), uuid.UUID(int=1 if same_id else 2)]
    copies = [CommunityGroup.objects.get(pk=membership.group_id) for _ in keys]
    results = at_once(
        *[
            lambda key=key, copy=copy: record_meeting(
                group=copy, id=key, held_on=DAY, by=user, marks={membership.person_id: "present"}
            )
            for key, copy in zip(keys, copies, strict=True)
        ]
    )
    meeting = Meeting.objects.get()
    assert meeting.marks.count() == 1
    assert results.count(meeting) == (2 if same_id else 1)
    assert results.count(MeetingThatDayExists) == (0 if same_id else 1)
