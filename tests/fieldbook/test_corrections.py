"""Two records of one meeting, and records put right: under the version that the phone saw, or side by side."""

import uuid

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from fieldbook.models import Delivery
from participation.actions.meetings import approve_meeting, withdraw_meeting
from participation.models import Attendance, Decision, Meeting, MeetingAlias, Membership
from people.models import PersonAlias
from tests.factories.accounts import make_user
from tests.factories.fieldbook import make_phone
from tests.factories.participation import make_decision, make_mark, make_meeting, make_membership
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def told(answer):
    return answer["outcome"], answer["code"]


# --- conflict --------------------------------------------------------------------------------------------------------
def conflict_of(field, **values):
    """A meeting recorded at the desk, and another record of that day from the phone."""
    officer = make_user("programme_officer")
    standing = make_meeting(group=field.group, held_on=TODAY(), recorded_by=officer, adults_present=1)
    make_mark(meeting=standing, person=field.people[0])
    mine = a_meeting(field.group, marks=field.marks, adults_present=2, **values)
    rid = str(uuid.uuid4())
    return standing, mine, rid, field.phone.send("meeting", mine, rid=rid)


def test_another_record_of_that_day_is_shown_beside_mine(field):
    standing, mine, _rid, answer = conflict_of(field)
    theirs = answer["theirs"]
    assert (answer["outcome"], answer["receipt"] != "") == ("conflict", True)
    assert (theirs["id"], theirs["version"], theirs["recorded_by_me"]) == (str(standing.pk), 1, False)
    assert (theirs["adults_present"], theirs["marks"]) == (1, {str(field.people[0].pk): "present"})
    assert set(mine) <= set(theirs)
    assert Delivery.objects.get().sealed is not None
    assert Meeting.objects.count() == 1


def test_theirs_holds_no_name(field):
    _standing, _mine, _rid, answer = conflict_of(field)
    for person in field.people:
        assert person.given_name not in str(answer)
        assert person.family_name not in str(answer)


def test_a_conflict_is_settled_under_the_version_that_was_shown(field):
    standing, mine, rid, answer = conflict_of(field)
    resolves = {"record": rid, "meeting": answer["theirs"]["id"], "version": 1, "choice": "keep_mine"}
    answer = field.phone.send("meeting", {**mine, "resolves": resolves})
    assert (answer["outcome"], answer["meeting"], answer["version"]) == ("taken", str(standing.pk), 2)
    standing.refresh_from_db()
    assert (standing.adults_present, standing.marks.count()) == (2, 3)
    assert MeetingAlias.objects.get().old_id == uuid.UUID(mine["id"])
    settled = Delivery.objects.get(pk=rid)
    assert (settled.outcome, settled.sealed, settled.settled_by) == ("known", None, field.user)


def test_what_both_say_is_put_together(field):
    standing, mine, rid, _answer = conflict_of(field)
    make_decision(meeting=standing, text="សម្អាតអណ្តូង")
    mine |= {"decisions": [{"id": str(uuid.uuid4()), "text": "ដាំដើមឈើ"}], "marks": {str(field.people[1].pk): "late"}}
    resolves = {"record": rid, "meeting": str(standing.pk), "version": 1, "choice": "combine"}
    assert field.phone.send("meeting", {**mine, "resolves": resolves})["outcome"] == "taken"
    assert set(standing.decisions.values_list("text", flat=True)) == {"សម្អាតអណ្តូង", "ដាំដើមឈើ"}
    marks = dict(standing.marks.values_list("person_id", "state"))
    assert marks == {field.people[0].pk: "present", field.people[1].pk: "late"}


def test_two_meetings_were_held_that_day(field):
    _standing, mine, rid, answer = conflict_of(field)
    resolves = {"record": rid, "meeting": answer["theirs"]["id"], "version": 1, "choice": "two_meetings"}
    answer = field.phone.send("meeting", {**mine, "resolves": resolves})
    assert (answer["outcome"], answer["meeting"]) == ("taken", mine["id"])
    assert list(Meeting.objects.order_by("slot").values_list("slot", "adults_present")) == [(1, 1), (2, 2)]
    assert Delivery.objects.get(pk=rid).outcome == "known"


def test_a_choice_made_on_an_old_version_is_a_conflict_again(field):
    standing, mine, rid, _answer = conflict_of(field)
    Meeting.objects.filter(pk=standing.pk).update(version=4, adults_present=7)
    resolves = {"record": rid, "meeting": str(standing.pk), "version": 1, "choice": "keep_mine"}
    answer = field.phone.send("meeting", {**mine, "resolves": resolves})
    assert (answer["outcome"], answer["theirs"]["version"], answer["theirs"]["adults_present"]) == ("conflict", 4, 7)
    assert Delivery.objects.get(pk=rid).outcome == "conflict"


def test_theirs_stands_and_mine_is_set_aside(field):
    standing, _mine, rid, _answer = conflict_of(field)
    answer = field.phone.send("set_aside", {"record": rid, "meeting": str(standing.pk)})
    assert (answer["outcome"], answer["meeting"]) == ("taken", str(standing.pk))
    delivery = Delivery.objects.get(pk=rid)
    assert (delivery.outcome, delivery.sealed) == ("known", None)
    assert Meeting.objects.get() == standing
    assert JournalEntry.objects.filter(verb="delivery.set_aside").count() == 1


def test_nothing_is_set_aside_for_another(field):
    standing, _mine, rid, _answer = conflict_of(field)
    stranger = make_phone(make_user("facilitator"))
    answer = stranger.send("set_aside", {"record": rid, "meeting": str(standing.pk)})
    assert (answer["outcome"], answer["meeting"]) == ("taken", None)
    assert Delivery.objects.get(pk=rid).outcome == "conflict"


def test_a_conflict_sent_again_after_the_other_went_is_taken_under_its_receipt(field):
    standing, mine, rid, first = conflict_of(field)
    withdraw_meeting(meeting=standing, by=field.user, reason="twice")
    answer = field.phone.send("meeting", mine, rid=rid)
    assert (answer["outcome"], answer["receipt"]) == ("taken", first["receipt"])
    assert Meeting.objects.get().pk == uuid.UUID(mine["id"])
    assert Delivery.objects.get().sealed is None


# --- corrections -----------------------------------------------------------------------------------------------------
def test_a_meeting_is_put_right_under_its_version(field):
    record = a_meeting(field.group, marks=field.marks)
    field.phone.send("meeting", record)
    right = {**record, "version": 1, "adults_present": 3, "marks": {str(field.people[0].pk): "late"}}
    answer = field.phone.send("meeting", right)
    assert (answer["outcome"], answer["version"]) == ("taken", 2)
    meeting = Meeting.objects.get()
    assert (meeting.adults_present, list(meeting.marks.values_list("state", flat=True))) == (3, ["late"])


def test_a_correction_of_an_old_version_is_a_conflict_unless_it_says_the_same(field):
    record = a_meeting(field.group, marks=field.marks)
    field.phone.send("meeting", record)
    Meeting.objects.update(version=2, adults_present=5)
    answer = field.phone.send("meeting", {**record, "version": 1, "adults_present": 4})
    assert (answer["outcome"], answer["theirs"]["version"], answer["theirs"]["recorded_by_me"]) == ("conflict", 2, True)
    answer = field.phone.send("meeting", {**record, "version": 1, "adults_present": 5})
    assert (answer["outcome"], answer["version"]) == ("known", 2)


def test_a_decision_that_was_done_stays_done_when_its_meeting_is_put_right(field):
    decision = {"id": str(uuid.uuid4()), "text": "សម្អាត"}
    record = a_meeting(field.group, decisions=[decision])
    field.phone.send("meeting", record)
    Decision.objects.update(done_on=TODAY())
    field.phone.send("meeting", {**record, "version": 1, "decisions": [{**decision, "text": "សម្អាតអណ្តូង"}]})
    assert Decision.objects.values_list("text", "done_on").get() == ("សម្អាតអណ្តូង", TODAY())


def test_an_approved_meeting_is_not_put_right(field):
    record = a_meeting(field.group, marks=field.marks)
    field.phone.send("meeting", record)
    approve_meeting(meeting=Meeting.objects.get(), by=field.user)
    answer = field.phone.send("meeting", {**record, "version": 2, "adults_present": 9})
    assert told(answer) == ("refused", "meeting_approved")


def test_a_meeting_that_was_taken_out_is_gone(field):
    record = a_meeting(field.group, marks=field.marks)
    field.phone.send("meeting", record)
    withdraw_meeting(meeting=Meeting.objects.get(), by=field.user, reason="not_held")
    assert told(field.phone.send("meeting", {**record, "version": 1})) == ("refused", "meeting_gone")
    assert told(field.phone.send("meeting", record)) == ("refused", "meeting_gone")
    assert Meeting.objects.count() == 0


def test_a_correction_follows_the_other_name_of_a_meeting(field):
    standing = make_meeting(group=field.group, held_on=TODAY())
    other = uuid.uuid4()
    MeetingAlias.objects.create(old_id=other, meeting=standing)
    answer = field.phone.send("meeting", a_meeting(field.group, id=other, version=1, adults_present=3))
    assert (answer["outcome"], answer["meeting"]) == ("taken", str(standing.pk))


def test_marks_of_a_person_who_was_merged_away_go_to_the_kept_one(field):
    gone = uuid.uuid4()
    PersonAlias.objects.create(old_id=gone, old_code="GONE2345", person=field.people[0])
    answer = field.phone.send("meeting", a_meeting(field.group, marks={gone: "late", field.people[1]: "absent"}))
    assert answer["outcome"] == "taken"
    marks = dict(Attendance.objects.values_list("person_id", "state"))
    assert marks == {field.people[0].pk: "late", field.people[1].pk: "absent"}


def test_a_newcomer_sent_before_is_not_enrolled_again(field):
    newcomer = {"id": str(uuid.uuid4()), "family_name": "សុខ", "given_name": "បូផា", "sex": "female"}
    record = a_meeting(field.group, marks={newcomer["id"]: "present"}, newcomers=[newcomer])
    first = field.phone.send("meeting", record)
    second = field.phone.send("meeting", {**record, "version": 1, "adults_present": 1})
    assert (first["outcome"], second["outcome"]) == ("taken", "taken")
    assert Membership.objects.filter(person_id=newcomer["id"]).count() == 1


def test_a_stranger_is_not_let_in_as_a_newcomer(field):
    stranger = make_membership().person
    newcomer = {"id": str(stranger.pk), "family_name": "សុខ", "given_name": "បូផា", "sex": "female"}
    answer = field.phone.send("meeting", a_meeting(field.group, marks={stranger: "present"}, newcomers=[newcomer]))
    assert (told(answer), answer["fixable"]) == (("refused", "not_a_member"), True)
    assert Membership.objects.filter(person=stranger, group=field.group).count() == 0
