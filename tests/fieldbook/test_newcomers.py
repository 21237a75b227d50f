"""One newcomer in several records: they belong to the group since the earliest day on which they were marked."""

import itertools
import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from participation.actions.memberships import end_membership
from participation.models import Meeting, Membership
from people.models import Person
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone
from tests.factories.participation import make_facilitation, make_membership, make_post
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
EARLIER, LATER = TODAY - timedelta(days=14), TODAY - timedelta(days=7)


def newcomer(**values) -> dict:
    child = {"id": str(uuid.uuid4()), "family_name": "សុខ", "given_name": "បូផា", "sex": "female", "birth_year": 2014}
    return child | values


def on(field, day: date, child: dict, phone=None, **values) -> tuple[str, str]:
    record = a_meeting(field.group, held_on=str(day), marks={child["id"]: "present"}, newcomers=[child], **values)
    answer = (phone or field.phone).send("meeting", record)
    return answer["outcome"], answer["code"]


def began_on(child: dict) -> date:
    return Membership.objects.get(person_id=child["id"]).began_on


@pytest.mark.parametrize("days", list(itertools.permutations([EARLIER, LATER, TODAY])))
def test_newcomer_of_three_days_arrives_in_any_order(field, days):
    child = newcomer()
    assert [on(field, day, child) for day in days] == [("taken", "")] * 3
    assert Person.objects.filter(pk=child["id"]).count() == 1
    assert began_on(child) == EARLIER
    assert [meeting.marks.count() for meeting in Meeting.objects.all()] == [1, 1, 1]


def test_first_day_that_moved_back_is_told_once_and_without_a_name(field):
    child = newcomer()
    for day in (TODAY, EARLIER, LATER):
        on(field, day, child)
    told = JournalEntry.objects.get(verb="membership.begun_earlier")
    assert (told.details["was"], told.details["began_on"]) == (str(TODAY), str(EARLIER))
    assert (told.actor_id, told.details["person"]) == (field.user.pk, child["id"])
    assert child["given_name"] not in str(told.details)


def test_correction_that_moves_a_meeting_to_an_earlier_day_takes_its_newcomer_along(field):
    child = newcomer()
    record = a_meeting(field.group, marks={child["id"]: "present"}, newcomers=[child])
    field.phone.send("meeting", record)
    answer = field.phone.send("meeting", {**record, "version": 1, "held_on": str(EARLIER)})
    assert (answer["outcome"], began_on(child)) == ("taken", EARLIER)


def test_membership_that_the_desk_began_is_not_moved_by_a_phone(field):
    member = make_membership(group=field.group, began_on=LATER, created_by=make_user("programme_officer"))
    assert on(field, EARLIER, newcomer(id=str(member.person_id))) == ("refused", "not_a_member")
    member.refresh_from_db()
    assert member.began_on == LATER


def test_membership_that_another_user_s_phone_began_is_not_moved(field):
    child = newcomer()
    on(field, LATER, child)
    colleague = make_user("facilitator")
    make_facilitation(user=colleague, group=field.group)
    assert on(field, EARLIER, child, phone=make_phone(colleague)) == ("refused", "not_a_member")
    assert began_on(child) == LATER


def test_membership_that_was_entered_by_mistake_is_not_moved(field):
    child = newcomer()
    on(field, LATER, child)
    member = Membership.objects.get(person_id=child["id"])
    end_membership(membership=member, ended_on=TODAY, end_reason="mistake", by=field.user)
    assert on(field, EARLIER, child) == ("refused", "not_a_member")
    assert began_on(child) == LATER


def test_membership_does_not_move_over_another_one_of_that_person(field):
    child = newcomer()
    on(field, TODAY, child)
    last = TODAY - timedelta(days=3)
    person = Person.objects.get(pk=child["id"])
    make_membership(group=field.group, person=person, began_on=LATER, ended_on=last, post=make_post(field.group.kind))
    assert on(field, EARLIER, child) == ("refused", "not_a_member")
    assert set(Membership.objects.filter(person=person).values_list("began_on", flat=True)) == {TODAY, LATER}


def test_membership_does_not_begin_before_the_birth(field):
    child = newcomer(birth_year=2020)
    on(field, TODAY, child)
    assert on(field, date(2019, 5, 1), child) == ("refused", "not_a_member")
    assert began_on(child) == TODAY


def test_record_that_is_refused_for_another_reason_moves_nothing(field):
    child = newcomer()
    on(field, TODAY, child)
    stranger = str(make_membership().person_id)
    marks = {child["id"]: "present", stranger: "present"}
    answer = field.phone.send("meeting", a_meeting(field.group, held_on=str(EARLIER), marks=marks, newcomers=[child]))
    assert (answer["outcome"], answer["code"]) == ("refused", "not_a_member")
    assert began_on(child) == TODAY
