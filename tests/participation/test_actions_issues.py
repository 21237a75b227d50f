"""What the children raised, as part of a meeting's record."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import JournalEntry
from participation.actions.issues import IssueDraft
from participation.actions.meetings import correct_meeting, record_meeting, withdraw_meeting
from participation.models import Issue, Meeting
from participation.refusals import IssueSentOn, MeetingIdTaken
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_issue

pytestmark = pytest.mark.django_db
HELD_ON = date(2025, 6, 15)


def record(*drafts):
    return record_meeting(group=make_group(), held_on=HELD_ON, by=make_user(), marks={}, issues=drafts)


def correct(meeting, *drafts):
    return correct_meeting(meeting=meeting, by=make_user(), issues=drafts)


def issues_of(meeting):
    return set(meeting.issues.values_list("text", "raised_by", "status"))


def test_issues_are_kept_and_rows_without_words_are_not():
    key = uuid.uuid4()
    meeting = record(IssueDraft(key, "  ផ្លូវ  លិចទឹក ", "girls"), IssueDraft(None, "ទឹក"), IssueDraft(None, "  "))
    assert issues_of(meeting) == {("ផ្លូវ លិចទឹក", "girls", "raised"), ("ទឹក", "all", "raised")}
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
    assert issues_of(meeting) == {("ផ្លូវធំ", "boys", "raised"), ("សាលា", "all", "raised")}
    assert meeting.issues.get(pk=stays).created_at == made


@pytest.mark.parametrize("status", [status for status in Issue.Status if status != "raised"])
def test_issue_sent_on_stays_word_for_word(status):
    key = uuid.uuid4()
    meeting = record(IssueDraft(key, "ផ្លូវ", "girls"))
    meeting.issues.update(status=status)
    correct(meeting, IssueDraft(key, "ផ្លូវ", "girls"), IssueDraft(None, "ទឹក"))
    for wrong in ([], [IssueDraft(key, "ផ្លូវធំ", "girls")], [IssueDraft(key, "ផ្លូវ", "boys")]):
        with pytest.raises(IssueSentOn):
            correct(meeting, *wrong)
    with pytest.raises(IssueSentOn):
        withdraw_meeting(meeting=meeting, by=make_user(), reason="twice")
    assert issues_of(meeting) == {("ផ្លូវ", "girls", status), ("ទឹក", "all", "raised")}


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
