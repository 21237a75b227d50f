"""A meeting recorded by somebody unchecked: kept whole, officers of the area told, once while nobody has read it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry, Notice, StaffCheck
from participation.actions.meetings import record_meeting
from participation.models import Attendance, Meeting
from tests.factories.accounts import make_staff_check, make_user
from tests.factories.participation import make_facilitation
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser

pytestmark = pytest.mark.django_db
NOTICE = "recorded_without_checks"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def unchecked(reach):
    user = make_user("facilitator", checked=False)
    make_facilitation(user=user, group=reach.group)
    return user


def record(reach, by, days_ago=1):
    day = timezone.localdate() - timedelta(days=days_ago)
    return record_meeting(group=reach.group, held_on=day, by=by, marks={reach.person.pk: "present"})


def test_meeting_is_kept_and_the_officers_of_the_area_are_told(reach, unchecked):
    officer, elsewhere = reach.officer(), make_user("programme_officer", area=make_area(THERE[:4]))
    meeting = record(reach, unchecked)
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    assert Attendance.objects.filter(meeting=meeting, state="present").count() == 1
    (notice,) = Notice.objects.filter(text_key=NOTICE)
    assert (notice.user, notice.link) == (officer, reverse("checks:person", args=[unchecked.pk]))
    assert notice.params == {}
    assert not Notice.objects.filter(user__in=[elsewhere, unchecked]).exists()
    (line,) = JournalEntry.objects.filter(verb="meeting.recorded_unchecked")
    assert line.about_id == str(meeting.pk)
    assert browser(officer).get(notice.link).status_code == 200


def test_one_unread_notice_about_one_person_and_the_journal_keeps_every_meeting(reach, unchecked):
    reach.officer()
    record(reach, unchecked, 3), record(reach, unchecked, 2)
    assert Notice.objects.filter(text_key=NOTICE).count() == 1
    Notice.objects.update(read_at=timezone.now())
    record(reach, unchecked, 1)
    assert Notice.objects.filter(text_key=NOTICE).count() == 2
    assert JournalEntry.objects.filter(verb="meeting.recorded_unchecked").count() == 3


@pytest.mark.parametrize("what", StaffCheck.What.values)
def test_one_of_the_two_that_has_ended_is_enough(reach, unchecked, what):
    reach.officer()
    for each in StaffCheck.What.values:
        until = timezone.localdate() - timedelta(days=1) if each == what else date(2100, 1, 1)
        make_staff_check(unchecked, each, valid_until=until)
    record(reach, unchecked)
    assert Notice.objects.filter(text_key=NOTICE).count() == 1


def test_last_day_still_counts_and_officers_who_type_in_papers_are_not_asked(reach, unchecked):
    officer = reach.officer()
    for what in StaffCheck.What.values:
        make_staff_check(unchecked, what, valid_until=timezone.localdate())
    record(reach, unchecked, 1)
    record(reach, officer, 2)
    assert not Notice.objects.filter(text_key=NOTICE).exists()


def test_facilitator_reads_a_calm_sentence_and_the_officer_where_to_look(reach, unchecked):
    home = reverse("desk")
    sentence = "Your code of conduct or screening needs a new date."
    assert sentence in browser(unchecked).get(home).text
    assert sentence not in browser(reach.facilitator()).get(home).text
    page = browser(reach.officer()).get(home).text
    assert f"{reverse('checks:list')}?show=lapsed" in page
    StaffCheck.objects.all().delete()
    for what in StaffCheck.What.values:
        make_staff_check(unchecked, what)
    assert sentence not in browser(unchecked).get(home).text


def test_areas_are_told_apart_by_their_codes(reach, unchecked):
    for area in (HERE, HERE[:2], None):
        make_user("area_officer", area=make_area(area) if area else None)
    record(reach, unchecked)
    assert Notice.objects.filter(text_key=NOTICE).count() == 3
