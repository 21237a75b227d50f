"""Two processes get the same thing at the same moment: it stands once, and both tell the same receipt."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import connections, transaction
from django.utils import timezone

from fieldbook.models import Delivery
from participation.actions.meetings import withdraw_meeting
from participation.models import Attendance, Meeting, MissedMeeting, PlannedMeeting
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone
from tests.factories.participation import make_facilitation
from tests.fieldbook.conftest import Field
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    start = Barrier(len(acts))

    def run(act):
        start.wait(timeout=20)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def deliver(phone, sealed):
    return lambda: phone.deliver(sealed)[1]["answers"][0]


def test_one_record_sent_twice_at_once_is_taken_once():
    field = Field()
    for day in range(1, 6):
        sealed = field.phone.seal("meeting", a_meeting(field.group, marks=field.marks, held_on=f"2025-01-0{day}"))
        answers = at_once(*[deliver(field.phone, sealed)] * 3)
        assert sorted(each["outcome"] for each in answers) == ["known", "known", "taken"]
        assert len({each["receipt"] for each in answers}) == 1
        assert (Meeting.objects.count(), Delivery.objects.count(), Attendance.objects.count()) == (day, day, 3 * day)


def test_a_refused_record_sent_twice_at_once_has_one_row():
    field = Field()
    sealed = field.phone.seal("meeting", a_meeting(field.group, held_on="1999-01-01"))
    answers = at_once(*[deliver(field.phone, sealed)] * 3)
    assert {each["outcome"] for each in answers} == {"refused"}
    assert len({each["receipt"] for each in answers}) == 1
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("same", [True, False], ids=["the same facts", "other facts"])
def test_two_phones_record_one_meeting_at_once(same):
    field = Field()
    colleague = make_user("facilitator")
    make_facilitation(user=colleague, group=field.group)
    other = make_phone(colleague)
    mine = field.phone.seal("meeting", a_meeting(field.group, marks=field.marks, adults_present=1))
    theirs = other.seal("meeting", a_meeting(field.group, marks=field.marks, adults_present=1 if same else 2))
    answers = at_once(deliver(field.phone, mine), deliver(other, theirs))
    assert sorted(each["outcome"] for each in answers) == sorted(["taken", "known" if same else "conflict"])
    assert (Meeting.objects.count(), Delivery.objects.count()) == (1, 2)


def test_plans_and_missed_days_sent_twice_at_once_stand_once():
    field = Field()
    group = str(field.group.pk)
    planned_on = str(timezone.localdate() + timedelta(days=30))
    plan = field.phone.seal("plan", {"id": str(uuid.uuid4()), "group": group, "planned_on": planned_on})
    missed = {"id": str(uuid.uuid4()), "group": group, "missed_on": "2025-03-02", "reason": "exams"}
    missed = field.phone.seal("missed", missed)
    answers = at_once(*[deliver(field.phone, plan)] * 2, *[deliver(field.phone, missed)] * 2)
    assert sorted(each["outcome"] for each in answers) == ["known", "known", "taken", "taken"]
    assert (PlannedMeeting.objects.count(), MissedMeeting.objects.count()) == (1, 1)


def test_a_refusal_put_right_twice_at_once_is_taken_once():
    field = Field()
    rid = str(uuid.uuid4())
    field.phone.send("meeting", a_meeting(field.group, held_on="1999-01-01"), rid=rid)
    sealed = field.phone.seal("meeting", a_meeting(field.group, marks=field.marks), rid=rid)
    answers = at_once(*[deliver(field.phone, sealed)] * 2)
    assert sorted(each["outcome"] for each in answers) == ["known", "taken"]
    assert (Meeting.objects.count(), Delivery.objects.count()) == (1, 1)


def test_a_meeting_that_is_taken_out_at_this_moment_is_not_recorded_again():
    field = Field()
    record = a_meeting(field.group, marks=field.marks)
    assert deliver(field.phone, field.phone.seal("meeting", record))()["outcome"] == "taken"
    meeting, taken_out = Meeting.objects.get(), Event()

    def withdraw():
        with transaction.atomic():
            withdraw_meeting(meeting=meeting, by=field.user, reason="not_held")
            taken_out.set()
            time.sleep(0.5)  # the delivery waits for the group meanwhile

    def send_again():
        taken_out.wait(timeout=20)
        return deliver(field.phone, field.phone.seal("meeting", record))()

    _, answer = at_once(withdraw, send_again)
    assert (answer["outcome"], answer["code"]) == ("refused", "meeting_gone")
    assert not Meeting.objects.exists()
