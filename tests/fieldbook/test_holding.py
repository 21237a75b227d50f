"""What arrives from a phone or a person that no longer counts is held, never lost and never written by itself."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import JournalEntry, RoleGrant, User
from fieldbook.actions.devices import end_device
from fieldbook.models import Delivery, Device
from participation.models import Facilitation, Meeting, MissedMeeting, PlannedMeeting
from tests.factories.accounts import make_grant, make_user
from tests.factories.fieldbook import make_delivery, make_phone
from tests.factories.participation import make_facilitation, make_group, make_missed
from tests.factories.places import make_commune
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db


def a_phone_that_ended(field):
    end_device(device=Device.objects.get(), by=field.user)


def a_phone_that_expired(field):
    Device.objects.update(expires_on=timezone.localdate() - timedelta(days=1))


def a_role_that_ended(field):
    RoleGrant.objects.update(ended_on=timezone.localdate() - timedelta(days=1))


def a_facilitation_that_ended(field):
    Facilitation.objects.update(ended_on=timezone.localdate() - timedelta(days=1))


def an_account_that_was_closed(field):
    User.objects.filter(pk=field.user.pk).update(is_active=False)


WAYS = {
    a_phone_that_ended: "phone_ended",
    a_phone_that_expired: "phone_expired",
    a_role_that_ended: "role_ended",
    a_facilitation_that_ended: "role_ended",
    an_account_that_was_closed: "role_ended",
}


@pytest.mark.parametrize("happens", WAYS)
def test_what_arrives_from_the_past_is_held(field, happens):
    happens(field)
    rid, record = str(uuid.uuid4()), a_meeting(field.group, marks=field.marks)
    answers = [field.phone.send("meeting", record, rid=rid) for _ in range(2)]
    assert [each["outcome"] for each in answers] == ["held", "held"]
    assert answers[0]["receipt"] == answers[1]["receipt"] != ""
    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.why_held, delivery.group) == ("held", WAYS[happens], field.group)
    assert delivery.sealed is not None
    assert Meeting.objects.count() == 0
    assert JournalEntry.objects.filter(verb="delivery.held").count() == 1


@pytest.mark.parametrize("happens", WAYS)
def test_what_was_sent_before_stays_known(field, happens):
    rid, record = str(uuid.uuid4()), a_meeting(field.group, marks=field.marks)
    field.phone.send("meeting", record, rid=rid)
    happens(field)
    assert field.phone.send("meeting", record, rid=rid)["outcome"] == "known"


@pytest.mark.parametrize("happens", WAYS)
def test_a_group_that_was_never_theirs_is_not_even_held(field, happens):
    happens(field)
    answer = field.phone.send("meeting", a_meeting(make_group()))
    assert (answer["outcome"], answer["code"]) == ("refused", "unknown_group")


def test_plans_and_missed_days_are_held_too(field):
    a_facilitation_that_ended(field)
    tomorrow = str(timezone.localdate() + timedelta(days=1))
    group = str(field.group.pk)
    plan = {"id": str(uuid.uuid4()), "group": group, "planned_on": tomorrow}
    missed = {"id": str(uuid.uuid4()), "group": group, "missed_on": "2025-03-02", "reason": "exams"}
    assert [field.phone.send("plan", plan)["outcome"], field.phone.send("missed", missed)["outcome"]] == [
        "held",
        "held",
    ]
    assert (PlannedMeeting.objects.count(), MissedMeeting.objects.count()) == (0, 0)


def test_an_officer_of_the_area_records_without_facilitating():
    area = make_commune("050601")
    officer, group = make_user("programme_officer", area=area), make_group(area=area)
    assert make_phone(officer).send("meeting", a_meeting(group))["outcome"] == "taken"
    assert make_phone(officer).send("meeting", a_meeting(make_group(area=make_commune("100101"))))["code"] == (
        "unknown_group"
    )


def test_facilitator_of_one_group_writes_in_no_other(field):
    other = make_facilitation(user=make_user("facilitator")).group
    for kind, record in (
        ("meeting", a_meeting(other)),
        ("plan", {"id": str(uuid.uuid4()), "group": str(other.pk), "planned_on": str(timezone.localdate())}),
        ("missed", {"id": str(uuid.uuid4()), "group": str(other.pk), "missed_on": "2025-03-02", "reason": "exams"}),
    ):
        assert field.phone.send(kind, record)["code"] == "unknown_group"
    assert (Meeting.objects.count(), PlannedMeeting.objects.count(), MissedMeeting.objects.count()) == (0, 0, 0)


# --- plans and missed days -------------------------------------------------------------------------------------------
def test_a_plan_is_taken_once(field):
    plan = {
        "group": str(field.group.pk),
        "planned_on": str(timezone.localdate()),
        "starts_at": "08:00",
        "kind": "forum",
    }
    answers = [field.phone.send("plan", {"id": str(uuid.uuid4()), **plan}) for _ in range(2)]
    assert [each["outcome"] for each in answers] == ["taken", "known"]
    assert PlannedMeeting.objects.values_list("kind", flat=True).get() == "forum"


def test_a_plan_in_the_past_is_no_fault(field):
    plan = {"id": str(uuid.uuid4()), "group": str(field.group.pk), "planned_on": "2025-03-02"}
    answer = field.phone.send("plan", plan)
    assert (answer["outcome"], answer["notes"]) == ("taken", ["plan_past"])
    assert PlannedMeeting.objects.count() == 0


def test_a_paused_group_has_no_meetings_to_plan(field):
    type(field.group).objects.update(status="paused", status_reason="រង់ចាំ")
    plan = {"id": str(uuid.uuid4()), "group": str(field.group.pk), "planned_on": str(timezone.localdate())}
    assert field.phone.send("plan", plan)["code"] == "group_paused"


def test_a_missed_day_is_taken_once(field):
    missed = {"group": str(field.group.pk), "missed_on": "2025-03-02", "reason": "exams"}
    answers = [field.phone.send("missed", {"id": str(uuid.uuid4()), **missed}) for _ in range(2)]
    assert [each["outcome"] for each in answers] == ["taken", "known"]
    assert MissedMeeting.objects.count() == 1


def test_a_day_with_a_meeting_was_not_missed(field):
    field.phone.send("meeting", a_meeting(field.group, held_on="2025-03-02"))
    missed = {"id": str(uuid.uuid4()), "group": str(field.group.pk), "missed_on": "2025-03-02", "reason": "exams"}
    assert field.phone.send("missed", missed)["code"] == "not_allowed"


# --- who sees deliveries ---------------------------------------------------------------------------------------------
def test_deliveries_are_for_their_maker_and_for_officers_of_the_area(field):
    here, there = make_commune("050601"), make_commune("100101")
    mine = make_delivery(user=field.user, group=make_group(area=here), outcome="held")
    lost = make_delivery(user=field.user, outcome="refused", code="malformed")
    officer, beyond = make_user("programme_officer", area=here), make_user("programme_officer", area=there)
    colleague = make_user("facilitator")
    make_facilitation(user=colleague, group=mine.group)
    visible = {user: set(Delivery.objects.visible_to(user)) for user in (field.user, officer, beyond, colleague)}
    assert visible == {field.user: {mine, lost}, officer: {mine}, beyond: set(), colleague: set()}
    editable = {user: set(Delivery.objects.editable_by(user)) for user in (field.user, officer, beyond)}
    # What was held is for an officer alone; one's own refusal may be settled by whoever made it.
    assert editable == {field.user: {lost}, officer: {mine}, beyond: set()}
    country = make_user()
    make_grant(country, "programme_officer")
    assert set(Delivery.objects.editable_by(country)) == {mine, lost}


def test_phones_are_for_their_owner_who_keeps_accounts_and_who_manages_facilitators(field):
    here, there = make_commune("050601"), make_commune("100101")
    make_facilitation(user=field.user, group=make_group(area=here))
    readers = [field.user, make_user("administrator"), make_user("facilitator")]
    readers += [make_user("programme_officer", area=area) for area in (here, there)]
    assert [Device.objects.editable_by(user).count() for user in readers] == [1, 1, 0, 1, 0]


def test_missed_day_said_at_the_desk_is_known(field):
    make_missed(group=field.group, missed_on="2025-03-02")
    missed = {"id": str(uuid.uuid4()), "group": str(field.group.pk), "missed_on": "2025-03-02", "reason": "exams"}
    assert field.phone.send("missed", missed)["outcome"] == "known"
