"""Marks that became counts: every page of a meeting tells the numbers that it told, and the meeting stays as it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from accounts.retention.running import carry_out
from participation.actions.meetings import correct_meeting, reopen_meeting, withdraw_meeting
from participation.models import Attendance, AttendanceCount, Meeting
from participation.reads.meetings import counts_of, lines_of
from participation.refusals import MeetingLocked, MeetingNotOpen
from tests.factories.accounts import make_user, signed_in
from tests.factories.participation import (
    make_group,
    make_head_count,
    make_mark,
    make_meeting,
    make_project,
    make_support,
)
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

STATES = ("present", "present", "present", "late", "excused", "absent")
LONG_AGO = timedelta(days=1000)


@pytest.fixture
def meeting():
    meeting = make_meeting(held_on=timezone.localdate() - LONG_AGO)
    for number, state in enumerate(STATES):
        person = make_person(sex="male" if number % 2 else "female", difficulty="yes" if number == 3 else "no")
        make_mark(meeting=meeting, person=person, state=state, is_first_time=number == 0)
    make_head_count(meeting=meeting)
    return meeting


def told(meeting):
    meeting = Meeting.objects.get(pk=meeting.pk)
    (line,) = lines_of([meeting])
    return counts_of(meeting), line.members, line.on_list, line.guests


def test_the_numbers_of_a_meeting_are_those_they_were(meeting):
    before = told(meeting)
    assert (before[1], before[2], before[0].first_time, before[0].with_difficulty) == (4, 6, 1, 1)
    assert carry_out("attendance") == 1
    assert told(meeting) == before
    assert (Attendance.objects.count(), sum(AttendanceCount.objects.values_list("number", flat=True))) == (0, 6)
    line = JournalEntry.objects.get(verb="meeting.marks_counted")
    assert (line.about_id, line.people) == (str(meeting.pk), 0)


def test_the_page_of_the_meeting_opens_and_names_nobody(meeting):
    carry_out("attendance")
    body = signed_in(make_user("programme_officer")).get(reverse("meetings:page", args=[meeting.pk])).content.decode()
    assert "Locked" in body
    assert not any(person in body for person in Attendance.objects.values_list("person__given_name", flat=True))


def test_a_meeting_whose_marks_are_counts_stays_as_it_is(meeting):
    carry_out("attendance")
    meeting.refresh_from_db()
    by = make_user()
    with pytest.raises(MeetingLocked):
        reopen_meeting(meeting=meeting, by=by)
    with pytest.raises(MeetingNotOpen):
        correct_meeting(meeting=meeting, by=by, marks={})
    with pytest.raises(MeetingNotOpen):
        withdraw_meeting(meeting=meeting, by=by, reason="twice")


@pytest.mark.parametrize(
    ("ended", "support_ended", "goes"),
    [
        (None, None, False),
        (timedelta(days=700), None, False),
        (timedelta(days=760), None, True),
        (None, LONG_AGO, False),
        (None, LONG_AGO + timedelta(days=1), True),
    ],
)
def test_the_marks_wait_for_the_end_of_every_project_that_supported_the_group_then(meeting, ended, support_ended, goes):
    today = timezone.localdate()
    project = make_project(ended_on=ended and today - ended)
    make_support(group=meeting.group, project=project, ended_on=support_ended and today - support_ended)
    assert carry_out("attendance") == int(goes)


def test_a_meeting_of_another_group_waits_for_nobody_elses_project(meeting):
    make_support(group=make_group())
    assert carry_out("attendance") == 1
