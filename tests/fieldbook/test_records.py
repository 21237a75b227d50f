"""What becomes of meetings from phones: taken, known, conflict, refused, held, later."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from fieldbook.models import Delivery
from participation.models import (
    Ask,
    Attendance,
    Decision,
    HeadCount,
    Meeting,
    MeetingAlias,
    Membership,
    PlannedMeeting,
)
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone
from tests.factories.participation import (
    make_ask,
    make_ask_answer,
    make_decision,
    make_facilitation,
    make_group,
    make_meeting,
    make_plan,
    make_post,
    make_topic,
)
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def told(answer):
    return answer["outcome"], answer["code"]


# --- taken -----------------------------------------------------------------------------------------------------------
def test_a_meeting_is_taken_with_a_receipt(field):
    record = a_meeting(field.group, marks=field.marks)
    answer = field.phone.send("meeting", record)
    assert (answer["outcome"], answer["meeting"], answer["version"]) == ("taken", record["id"], 1)
    meeting = Meeting.objects.get()
    assert (meeting.group, meeting.recorded_by, meeting.held_on) == (field.group, field.user, TODAY())
    assert Attendance.objects.filter(meeting=meeting, state="present").count() == 3
    delivery = Delivery.objects.get()
    assert (delivery.receipt, delivery.sealed, delivery.group) == (answer["receipt"], None, field.group)
    assert (delivery.user, str(delivery.device_id), delivery.kind) == (field.user, field.phone.device, "meeting")


def test_all_that_a_meeting_holds_arrives(field):
    topic, leader = make_topic(code="article-12"), make_post(field.group.kind, "leader")
    earlier = make_decision(meeting=make_meeting(group=field.group, held_on=TODAY() - timedelta(days=30)))
    answered = make_ask("answered", group=field.group)
    newcomer, tomorrow = str(uuid.uuid4()), str(TODAY() + timedelta(days=1))
    record = a_meeting(
        field.group,
        marks={**field.marks, field.people[0]: "absent", newcomer: "late"},
        newcomers=[{"id": newcomer, "family_name": "សុខ", "given_name": "បូផា", "sex": "female", "birth_year": 2014}],
        guests=[{"group": "women", "number": 4, "with_difficulty": 1, "basis": "estimated"}],
        topics=["article-12"],
        decisions=[{"id": str(uuid.uuid4()), "text": "សម្អាតអណ្តូង", "post": "leader", "due_on": tomorrow}],
        settled=[{"id": str(earlier.pk), "outcome": "done", "done_on": str(TODAY())}],
        told=[str(answered.pk)],
        issues=[{"id": str(uuid.uuid4()), "text": "ផ្លូវងងឹត", "raised_by": "girls"}],
        started_at="14:00",
        ended_at="15:30",
        place_text="សាលា",
        summary="ល្អ\nណាស់",
        quorum_met=True,
        minutes_approved="yes",
        adults_present=2,
        felt_good=12,
        felt_so_so=3,
        felt_bad=1,
        next={"planned_on": tomorrow, "starts_at": "08:30", "place_text": "វត្ត"},
    )
    answer = field.phone.send("meeting", record)
    assert (told(answer), answer["notes"]) == (("taken", ""), [])
    meeting = Meeting.objects.get(pk=record["id"])
    assert [(meeting.started_at.hour, meeting.ended_at.minute), meeting.place_text] == [(14, 30), "សាលា"]
    assert (meeting.summary, meeting.quorum_met, meeting.minutes_approved) == ("ល្អ\nណាស់", True, "yes")
    assert (meeting.adults_present, meeting.felt_good, meeting.felt_so_so, meeting.felt_bad) == (2, 12, 3, 1)
    assert list(meeting.topics.all()) == [topic]
    marks = dict(meeting.marks.values_list("person_id", "state"))
    assert (marks[field.people[0].pk], marks[uuid.UUID(newcomer)], len(marks)) == ("absent", "late", 4)
    assert Membership.objects.get(person_id=newcomer).began_on == TODAY()
    guests = HeadCount.objects.get()
    assert (guests.group, guests.number, guests.with_difficulty, guests.basis) == ("women", 4, 1, "estimated")
    decision = Decision.objects.get(meeting=meeting)
    assert (decision.text, decision.post, str(decision.due_on)) == ("សម្អាតអណ្តូង", leader, tomorrow)
    earlier.refresh_from_db()
    assert earlier.done_on == TODAY()
    answered.refresh_from_db()
    assert (answered.status, answered.told_meeting, answered.steps.get().by) == ("told", meeting, field.user)
    assert list(meeting.issues.values_list("text", "raised_by")) == [("ផ្លូវងងឹត", "girls")]
    plan = PlannedMeeting.objects.get()
    assert (str(plan.planned_on), plan.starts_at.minute, plan.place_text) == (tomorrow, 30, "វត្ត")


def test_answers_told_twice_are_told_once(field):
    answered = make_ask("answered", group=field.group)
    record = a_meeting(field.group, marks=field.marks, told=[str(answered.pk)])
    for outcome in ("taken", "known"):
        answer = field.phone.send("meeting", record)
        assert (answer["outcome"], answer["notes"]) == (outcome, [])
    answered.refresh_from_db()
    assert (answered.status, str(answered.told_meeting_id), answered.steps.count()) == ("told", record["id"], 1)


def test_answers_that_cannot_be_told_are_left_out_and_the_meeting_counts(field):
    waits, foreign, late = make_ask(group=field.group), make_ask("answered"), make_ask("answered", group=field.group)
    make_ask_answer(ask=late, answered_on=TODAY())
    told_ids = [str(one.pk) for one in (waits, foreign, late)]
    record = a_meeting(field.group, held_on=str(TODAY() - timedelta(days=3)), told=told_ids)
    answer = field.phone.send("meeting", record)
    assert (answer["outcome"], answer["notes"]) == ("taken", ["ask_gone"])
    assert not Ask.objects.exclude(told_meeting=None).exists()
    answer = field.phone.send("meeting", a_meeting(field.group, marks=field.marks, told=[str(uuid.uuid4())]))
    assert (answer["outcome"], answer["notes"]) == ("taken", ["ask_gone"])


def test_one_more_meeting_of_a_day_takes_the_next_slot(field):
    first = field.phone.send("meeting", a_meeting(field.group, marks=field.marks))
    second = field.phone.send("meeting", a_meeting(field.group, marks={field.people[0]: "present"}, slot=None))
    assert (first["outcome"], second["outcome"]) == ("taken", "taken")
    assert list(Meeting.objects.order_by("slot").values_list("slot", flat=True)) == [1, 2]


def test_moment_of_recording_is_that_of_the_phone_but_never_ahead_of_us(field):
    early, late = "2026-01-02T03:04:05+07:00", "2031-01-01T00:00:00+07:00"
    field.phone.send("meeting", a_meeting(field.group, held_on="2025-03-01"), made_at=early)
    field.phone.send("meeting", a_meeting(field.group, held_on="2025-03-02"), made_at=late)
    first, second = Meeting.objects.order_by("held_on")
    assert first.recorded_at.isoformat() == "2026-01-01T20:04:05+00:00"
    assert second.recorded_at <= timezone.now()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1970-01-01T00:00:00Z"])
def test_a_clock_that_is_quite_wrong_stops_no_record(field, moment):
    assert field.phone.send("meeting", a_meeting(field.group, marks=field.marks), made_at=moment)["outcome"] == "taken"


def test_names_that_were_typed_wait_to_be_matched_and_the_meeting_counts(field):
    answer = field.phone.send("meeting", a_meeting(field.group, typed_names=["សុខ បូផា"], adults_present=2))
    assert answer["outcome"] == "taken"
    assert list(Delivery.objects.waiting().values_list("has_names", "sealed__ciphertext")) != []
    assert Meeting.objects.get().adults_present == 2


def test_what_is_past_or_gone_is_left_out_and_named_and_the_meeting_counts(field):
    make_plan(group=field.group, planned_on=TODAY())
    other = make_decision()
    record = a_meeting(
        field.group,
        settled=[{"id": str(other.pk), "outcome": "dropped"}],
        topics=["no-such-topic"],
        decisions=[{"id": str(uuid.uuid4()), "text": "សម្អាត", "post": "nobody"}],
        next={"planned_on": str(TODAY())},
    )
    answer = field.phone.send("meeting", record)
    assert (answer["outcome"], sorted(answer["notes"])) == (
        "taken",
        ["decision_gone", "plan_known", "post_gone", "topic_gone"],
    )
    other.refresh_from_db()
    assert other.is_dropped is False
    answer = field.phone.send(
        "meeting", a_meeting(field.group, held_on="2025-01-05", next={"planned_on": "2025-02-01"})
    )
    assert answer["notes"] == ["plan_past"]


# --- known -----------------------------------------------------------------------------------------------------------
def test_the_same_record_again_is_known_under_its_first_receipt(field):
    sealed = field.phone.seal("meeting", a_meeting(field.group, marks=field.marks))
    first, second = (field.phone.deliver(sealed)[1]["answers"][0] for _ in range(2))
    assert (first["outcome"], second["outcome"]) == ("taken", "known")
    assert second["receipt"] == first["receipt"]
    assert (Meeting.objects.count(), Delivery.objects.count(), Attendance.objects.count()) == (1, 1, 3)


def test_the_same_record_twice_in_one_batch_is_taken_once(field):
    sealed = field.phone.seal("meeting", a_meeting(field.group, marks=field.marks))
    _status, answer = field.phone.deliver(sealed, sealed)
    assert [each["outcome"] for each in answer["answers"]] == ["taken", "known"]
    assert Meeting.objects.count() == 1


def test_a_record_sealed_anew_with_the_same_words_is_the_same(field):
    rid, record = str(uuid.uuid4()), a_meeting(field.group, marks=field.marks)
    outcomes = [field.phone.send("meeting", record, rid=rid)["outcome"] for _ in range(2)]
    assert outcomes == ["taken", "known"]


def test_an_id_with_other_words_is_refused(field):
    rid = str(uuid.uuid4())
    field.phone.send("meeting", a_meeting(field.group, marks=field.marks), rid=rid)
    answer = field.phone.send("meeting", a_meeting(field.group, held_on="2025-05-05"), rid=rid)
    assert (told(answer), answer["receipt"]) == (("refused", "id_reused"), "")
    assert Meeting.objects.count() == 1


def test_an_id_of_another_user_tells_nothing(field):
    sealed = field.phone.seal("meeting", a_meeting(field.group, marks=field.marks))
    first = field.phone.deliver(sealed)[1]["answers"][0]
    other = make_phone(make_user("facilitator"))
    answer = other.send("meeting", a_meeting(field.group), rid=first["id"])
    assert (told(answer), answer["receipt"], answer["meeting"]) == (("refused", "id_reused"), "", None)


def test_a_meeting_with_the_same_facts_from_another_phone_is_known_and_its_id_leads_there(field):
    colleague = make_user("facilitator")
    make_facilitation(user=colleague, group=field.group)
    facts = {"marks": field.marks, "decisions": [{"id": str(uuid.uuid4()), "text": "សម្អាត"}]}
    mine = a_meeting(field.group, **facts)
    field.phone.send("meeting", mine)
    facts = {"marks": field.marks, "decisions": [{"id": str(uuid.uuid4()), "text": "សម្អាត"}]}
    theirs = a_meeting(field.group, **facts)
    answer = make_phone(colleague).send("meeting", theirs)
    assert (answer["outcome"], answer["meeting"]) == ("known", mine["id"])
    assert MeetingAlias.objects.get().old_id == uuid.UUID(theirs["id"])
    assert Meeting.objects.count() == 1


# --- refused ---------------------------------------------------------------------------------------------------------
def refused(field, kind="meeting", **values):
    return field.phone.send(kind, a_meeting(field.group, **values) if kind == "meeting" else values)


@pytest.mark.parametrize(
    ("values", "code", "fixable"),
    [
        ({"held_on": str(date.today() + timedelta(days=3))}, "day_in_the_future", True),
        ({"held_on": "1999-12-31"}, "bad_value", True),
        ({"started_at": "15:00", "ended_at": "14:00"}, "bad_value", True),
        ({"guests": [{"group": "women", "number": 1, "with_difficulty": 2}]}, "bad_value", True),
        ({"summary": "x" * 4001}, "bad_value", True),
        ({"number": 10_000}, "bad_value", True),
        ({"marks": {"5b1f7f1e-7c0c-4a54-9d6e-2f6f8a1f0001": "present"}}, "not_a_member", True),
        ({"name_of_the_victim": "x"}, "malformed", False),
        ({"held_on": "yesterday"}, "malformed", False),
    ],
)
def test_a_refusal_says_why_and_whether_it_can_be_put_right(field, values, code, fixable):
    answer = refused(field, **values)
    assert (told(answer), answer["fixable"]) == (("refused", code), fixable)
    assert answer["sentence"]["km"] != ""
    assert Meeting.objects.count() == 0
    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.code, delivery.sealed is not None) == ("refused", code, True)


def test_a_refused_record_is_put_right_and_sent_again_under_its_id(field):
    rid = str(uuid.uuid4())
    first = field.phone.send("meeting", a_meeting(field.group, held_on="1999-01-01"), rid=rid)
    answer = field.phone.send("meeting", a_meeting(field.group, marks=field.marks), rid=rid)
    assert (first["outcome"], answer["outcome"], answer["receipt"]) == ("refused", "taken", first["receipt"])
    delivery = Delivery.objects.get()
    assert (delivery.code, delivery.sealed) == ("", None)


def test_a_day_that_has_come_meanwhile_is_taken_unchanged(field, time_machine):
    tomorrow = a_meeting(field.group, marks=field.marks, held_on=str(TODAY() + timedelta(days=1)))
    rid = str(uuid.uuid4())
    assert told(field.phone.send("meeting", tomorrow, rid=rid)) == ("refused", "day_in_the_future")
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert told(field.phone.send("meeting", tomorrow, rid=rid)) == ("taken", "")


def test_a_closed_group_met_up_to_its_last_day(field):
    yesterday = TODAY() - timedelta(days=1)
    type(field.group).objects.update(status="closed", status_since=yesterday, status_reason="ចប់")
    assert told(refused(field)) == ("refused", "group_closed")
    assert told(refused(field, held_on=str(yesterday))) == ("taken", "")


def test_a_group_that_was_never_theirs_is_unknown(field):
    other = make_group()
    for group in (other.pk, uuid.uuid4()):
        answer = field.phone.send("meeting", a_meeting(group))
        assert told(answer) == ("refused", "unknown_group")
    assert list(Delivery.objects.values_list("group", flat=True)) == [None, None]
    assert Meeting.objects.count() == 0


# --- later -----------------------------------------------------------------------------------------------------------
def test_a_fault_of_ours_leaves_the_record_to_later_and_the_others_alone(field, monkeypatch, caplog):
    from fieldbook.actions import records

    def broken(record, sender, delivery):
        raise ZeroDivisionError(str(record))

    monkeypatch.setitem(records.TAKERS, "missed", broken)
    missed = {"id": str(uuid.uuid4()), "group": str(field.group.pk), "missed_on": "2025-01-01", "reason": "harvest"}
    _status, answer = field.phone.deliver(
        field.phone.seal("missed", missed), field.phone.seal("meeting", a_meeting(field.group, marks=field.marks))
    )
    assert [each["outcome"] for each in answer["answers"]] == ["later", "taken"]
    assert Delivery.objects.count() == 1
    assert "ZeroDivisionError" in caplog.text
    assert "harvest" not in caplog.text


def test_a_database_that_fails_leaves_the_record_to_later(field, monkeypatch):
    def failing(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr("fieldbook.actions.meetings.record_meeting", failing)
    assert field.phone.send("meeting", a_meeting(field.group))["outcome"] == "later"
    assert Delivery.objects.count() == 0
