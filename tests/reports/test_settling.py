"""Marks become counts and names go, and every number of the past stays what it was: proved by counting it all anew."""

from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from django.utils import timezone

from accounts.retention.running import carry_out, retain
from participation import settling
from participation.models import Attendance, AttendanceCount, Meeting, Membership, Project
from people.models import Person
from reports.keeping.filling import fill_missing, recount
from reports.keeping.folding import fold
from reports.models import CountedFact, Indicator, KeptCell, SettledFact
from tests.factories.networks import make_place, make_training
from tests.factories.participation import make_group, make_mark, make_meeting, make_membership
from tests.factories.people import make_person
from tests.factories.reports import make_indicators
from tests.reports.programme import TODAY, draw

pytestmark = pytest.mark.django_db

LATER = TODAY + timedelta(days=3 * 365)
BY_DAY = ("clubs_active", "councils_active", "networks_active", "communes_reached", "mechanisms")
"""What stands at the end of each quarter grows with every quarter that passes; the rest may not move."""


def kept():
    fields = ("indicator__code", "project", "quarter", "area", "sex", "age_group", "difficulty", "part")
    rows = KeptCell.objects.exclude(indicator__code__in=BY_DAY).values_list(*fields, "value")
    return {row[:-1]: row[-1] for row in rows}


@pytest.fixture
def programme():
    with time_machine.travel(f"{TODAY}T03:00:00Z", tick=False):
        make_indicators()
        made = draw(Random("retention"), groups=12, members=8, meetings=120)
        training = make_training()
        for person in Person.objects.order_by("pk")[:20]:
            make_place(training=training, person=person)
        fill_missing()
        fold(look=True)
    return made


@pytest.mark.parametrize("sessions", [1, 2])
def test_no_number_of_the_past_changes_when_everything_has_been_erased(programme, sessions):
    with time_machine.travel(f"{TODAY}T03:00:00Z", tick=False):
        Indicator.objects.filter(code="children_protect").update(sessions=sessions)
        fill_missing()
        Membership.objects.update(ended_on=TODAY, end_reason="moved_away")
        Project.objects.update(ended_on=TODAY)
        before, marks, facts = kept(), Attendance.objects.count(), CountedFact.objects.count()
    assert marks > 500
    with time_machine.travel(f"{LATER}T03:00:00Z", tick=False):
        run = retain()
        fold(look=True)
        assert recount() == []
        assert kept() == before
    assert Attendance.objects.count() == 0
    assert sum(AttendanceCount.objects.values_list("number", flat=True)) == marks
    assert set(Meeting.objects.filter(attendance_counts__isnull=False).values_list("status", flat=True)) == {"locked"}
    assert not Person.objects.filter(forgotten_on__isnull=True).exists()
    assert run.counts["attendance"] == Meeting.objects.filter(attendance_counts__isnull=False).distinct().count()
    assert CountedFact.objects.count() == facts
    settled = SettledFact.objects.exclude(indicator__code__contains="train")
    people = set(settled.exclude(indicator__formula="trained").values_list("person_id", flat=True))
    trained = set(Person.objects.filter(trainings__isnull=False).values_list("pk", flat=True))
    assert people
    assert people & set(Person.objects.values_list("pk", flat=True)) <= trained
    assert set(CountedFact.objects.filter(value=1).values_list("key", flat=True)) >= people


def test_the_recount_finds_a_mark_that_was_erased_without_being_settled(programme):
    with time_machine.travel(f"{TODAY}T03:00:00Z", tick=False):
        Attendance.objects.filter(state="present").first().delete()
        assert recount() != []


def test_who_comes_again_is_not_counted_twice_and_who_is_new_is_counted():
    make_indicators()
    session = Indicator.objects.select_related("topic").get(code="children_protect")
    group, person = make_group(), make_person(birth_year=2016)
    make_membership(group=group, person=person)
    long_ago = timezone.localdate() - timedelta(days=800)
    old = make_meeting(group=group, held_on=long_ago)
    old.topics.add(session.topic)
    make_mark(meeting=old, person=person)
    fill_missing()
    before = kept()
    assert carry_out("attendance") == 1
    new = make_meeting(group=group, held_on=timezone.localdate() - timedelta(days=3))
    new.topics.add(session.topic)
    make_mark(meeting=new, person=person)
    fill_missing()
    found = recount(repair=True)
    of_people = [one for one in found if one.code == "children_protect"]
    assert of_people == []
    assert {key: value for key, value in kept().items() if key[0] == "children_protect"} == {
        key: value for key, value in before.items() if key[0] == "children_protect"
    }
    make_mark(meeting=new, person=make_person(birth_year=2016))
    assert any(one.code == "children_protect" for one in recount())


def test_a_project_that_goes_on_keeps_the_marks_of_its_meetings(programme):
    with time_machine.travel(f"{LATER}T03:00:00Z", tick=False):
        Project.objects.update(ended_on=None)
        supported = Attendance.objects.filter(meeting__group__supported_by__isnull=False).exists()
        assert supported
        carry_out("attendance")
        assert Attendance.objects.exists()
        Project.objects.update(ended_on=date(2027, 1, 1))
        carry_out("attendance")
        assert not Attendance.objects.exists()


def test_the_recount_finds_marks_and_ages_that_went_without_being_settled(programme, monkeypatch):
    monkeypatch.setattr(settling, "_settlers", [])
    with time_machine.travel(f"{TODAY}T03:00:00Z", tick=False):
        Membership.objects.update(ended_on=TODAY, end_reason="moved_away")
        Project.objects.update(ended_on=TODAY)
    with time_machine.travel(f"{LATER}T03:00:00Z", tick=False):
        retain()
        wrong = {one.code for one in recount()}
    assert "children_protect" in wrong
    assert not {"participations", "participations_protect"} & wrong
