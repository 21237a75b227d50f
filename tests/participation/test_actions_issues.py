"""What the children raised, as part of a meeting's record."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import JournalEntry
from participation.actions.issues import IssueDraft
from participation.actions.meetings import correct_meeting, record_meeting, withdraw_meeting
from participation.ask_refusals import ToldThere
from participation.models import Ask, Issue, Meeting
from participation.refusals import IssueSentOn, MeetingIdTaken
from tests.factories.accounts import make_user
from tests.factories.participation import make_ask, make_group, make_issue

pytestmark = pytest.mark.django_db
HELD_ON = date(2025, 6, 15)


def record(*drafts):
    return record_meeting(group=make_group(), held_on=HELD_ON, by=make_user(), marks={}, issues=drafts)


def correct(meeting, *drafts):
    return correct_meeting(meeting=meeting, by=make_user(), issues=drafts)


def issues_of(meeting):
    return set(meeting.issues.values_list("text", "raised_by"))


def test_issues_are_kept_and_rows_without_words_are_not():
    key = uuid.uuid4()
    meeting = record(IssueDraft(key, "  ផ្លូវ  លិចទឹក ", "girls"), IssueDraft(None, "ទឹក"), IssueDraft(None, "  "))
    assert issues_of(meeting) == {("ផ្លូវ លិចទឹក", "girls"), ("ទឹក", "all")}
    assert meeting.issues.get(pk=key).text == "ផ្លូវ លិចទឹក"


@pytest.mark.parametrize("draft", [IssueDraft(None, "ក" * 501), IssueDraft(None, "ក", "nobody")])
def test_issue_too_long_or_of_nobody_is_refused(draft):
    with pytest.raises(ValidationError):
        record(draft)
    assert not Meeting.objects.exists()


def test_correction_is_the_whole_list():
    stays, goes = uuid.uuid4(), uuid.uuid4()
    meeting = record(IssueDraft(stays, "ផ្លូវ", "girls"), IssueDraft(goes, "ទឹក"))
    correct_meeting(meeting=meeting, by=make_user(), summary="ក")
    assert meeting.issues.count() == 2
    made = meeting.issues.get(pk=stays).created_at
    correct(meeting, IssueDraft(stays, "ផ្លូវធំ", "boys"), IssueDraft(None, "សាលា"))
    assert issues_of(meeting) == {("ផ្លូវធំ", "boys"), ("សាលា", "all")}
    assert meeting.issues.get(pk=stays).created_at == made


@pytest.mark.parametrize("status", ["sent", "answered", "told", "closed"])
def test_issue_sent_on_stays_word_for_word(status):
    key = uuid.uuid4()
    meeting = record(IssueDraft(key, "ផ្លូវ", "girls"))
    make_ask(status, issue=meeting.issues.get())
    correct(meeting, IssueDraft(key, "ផ្លូវ", "girls"), IssueDraft(None, "ទឹក"))
    for wrong in ([], [IssueDraft(key, "ផ្លូវធំ", "girls")], [IssueDraft(key, "ផ្លូវ", "boys")]):
        with pytest.raises(IssueSentOn):
            correct(meeting, *wrong)
    with pytest.raises(IssueSentOn):
        withdraw_meeting(meeting=meeting, by=make_user(), reason="twice")
    assert issues_of(meeting) == {("ផ្លូវ", "girls"), ("ទឹក", "all")}


def test_id_of_another_meetings_issue_is_refused():
    other = make_issue()
    with pytest.raises(MeetingIdTaken):
        record(IssueDraft(other.pk, "ទឹក"))
    with pytest.raises(MeetingIdTaken):
        correct(record(), IssueDraft(other.pk, "ទឹក"))


def test_withdrawal_counts_the_issues_that_went():
    meeting = record(IssueDraft(None, "ទឹក"), IssueDraft(None, "ផ្លូវ"))
    withdraw_meeting(meeting=meeting, by=make_user(), reason="twice")
    assert JournalEntry.objects.get(verb="meeting.withdrawn").details["issues"] == 2
    assert not Issue.objects.exists()


def test_ask_that_was_never_sent_goes_with_its_issue():
    stays, goes = uuid.uuid4(), uuid.uuid4()
    meeting = record(IssueDraft(stays, "ផ្លូវ"), IssueDraft(goes, "ទឹក"))
    for issue in meeting.issues.all():
        make_ask("drafted", issue=issue)
    correct(meeting, IssueDraft(stays, "ផ្លូវធំ"))
    assert [ask.issue_id for ask in Ask.objects.all()] == [stays]
    (line,) = JournalEntry.objects.filter(verb="ask.dropped")
    assert line.details == {"issue": str(goes)}
    withdraw_meeting(meeting=meeting, by=make_user(), reason="twice")
    assert (Ask.objects.count(), Issue.objects.count()) == (0, 0)


def test_meeting_at_which_children_were_told_is_withdrawn_and_the_answer_is_told_again():
    ask = make_ask("told")
    withdraw_meeting(meeting=ask.told_meeting, by=make_user(), reason="not_held")
    ask.refresh_from_db()
    assert (ask.status, ask.told_meeting) == ("answered", None)


def test_meeting_behind_a_closed_ask_stays():
    ask = make_ask("closed")
    with pytest.raises(ToldThere):
        withdraw_meeting(meeting=ask.told_meeting, by=make_user(), reason="not_held")
    assert Meeting.objects.filter(pk=ask.told_meeting_id).exists()
