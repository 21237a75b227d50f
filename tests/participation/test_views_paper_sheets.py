"""A sheet of paper typed in: what the grid shows, what it saves at once, and what it refuses where."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from participation.forms.paper_grid import day_on_paper
from participation.models import Attendance, Meeting, Membership
from participation.paper import KEYS, LETTERS
from people.models import Person
from tests.factories.participation import make_mark, make_meeting, make_membership, make_plan, make_post
from tests.factories.people import make_person
from tests.participation.reaches import Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
NEW = {"new-0-family_name": "ថ្មី", "new-0-given_name": "ស្រីមុំ", "new-0-sex": "female", "new-0-birth_year": "២០១៤"}


@pytest.fixture
def reach():
    reach = Reach()
    make_post()
    return reach


@pytest.fixture
def facilitator(reach):
    return browser(reach.facilitator())


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


def url(group):
    return reverse("meetings:sheet", args=[group.pk])


def sheet(*days, on=None, **cells):
    """What the page sends: days above the columns, ``cells`` as they are named."""
    sent = {f"id-{number}": str(uuid.uuid4()) for number in range(6)}
    sent |= {f"day-{number}": f"{day:%d/%m/%Y}" if day else "" for number, day in enumerate(days)}
    return sent | {"on": f"{on or days_ago(30):%Y-%m-%d}", "step": "save"} | cells


def mark(column, person, state):
    return {f"cell-{column}-{getattr(person, 'pk', person)}": state}


def marks_of(meeting):
    return dict(meeting.marks.values_list("person_id", "state"))


def faults(response):
    assert response.status_code == 200
    return response.context["grid"].faults


# --- shown -----------------------------------------------------------------------------------------------------------
def test_lines_are_those_of_the_print_day_then_who_came_later(reach, facilitator):
    later = make_membership(group=reach.group, began_on=days_ago(5), person=make_person(family_name="ក"))
    gone = make_membership(group=reach.group, began_on=days_ago(90), ended_on=days_ago(10), person=make_person())
    make_membership(group=reach.group, began_on=days_ago(90), ended_on=days_ago(40), person=make_person())
    grid = facilitator.get(url(reach.group), {"on": f"{days_ago(30):%Y-%m-%d}"}).context["grid"]
    assert {line.person for line in grid.lines[:2]} == {reach.person, gone.person}
    assert [line.person for line in grid.lines[2:]] == [later.person]
    assert len(grid.new_lines) == 10


def test_columns_carry_the_days_planned_on_the_print_day(reach, facilitator):
    for number in (45, 20, 13, -8):
        make_plan(group=reach.group, planned_on=days_ago(number))
    make_plan(group=reach.foreign_group, planned_on=days_ago(3))
    grid = facilitator.get(url(reach.group), {"on": f"{days_ago(30):%Y-%m-%d}"}).context["grid"]
    assert [column.day for column in grid.columns] == [days_ago(20), days_ago(13), days_ago(-8), None, None, None]


def test_names_on_the_sheet_are_written_down_as_read(reach, facilitator):
    facilitator.get(url(reach.group))
    assert [(row.about_id, row.people) for row in journal_rows("roster.read")] == [(str(reach.group.pk), 1)]


def test_sheet_is_for_who_records_in_this_group(reach, facilitator):
    assert facilitator.get(url(reach.foreign_group)).status_code == 404
    for reader in (reach.nameless(), reach.reader()):
        assert browser(reader).get(url(reach.group)).status_code == 404
    assert url(reach.group) in facilitator.get(reverse("groups:page", args=[reach.group.pk])).content.decode()


def test_sheet_costs_the_same_for_one_and_for_three(reach, facilitator):
    make_plan(group=reach.group, planned_on=days_ago(0))
    make_mark(meeting=make_meeting(group=reach.group, held_on=days_ago(0)), person=reach.person)
    facilitator.get(url(reach.group))
    counted = []
    for number in (7, 14):
        with CaptureQueriesContext(connection) as queries:
            facilitator.get(url(reach.group))
        counted.append(len(queries))
        reach.add_member(), reach.add_member(), make_plan(group=reach.group, planned_on=days_ago(-number))
    assert counted[0] == counted[1]


def test_every_mark_has_a_letter_of_its_own_and_no_key_sets_two():
    assert set(LETTERS) == set(Attendance.State.values) == set(KEYS.values())
    for language in ("km", "en"):
        from django.utils import translation

        with translation.override(language):
            letters = [str(letter) for letter in LETTERS.values()]
        assert len(set(letters)) == 4
        assert [KEYS[letter.lower()] for letter in letters] == list(LETTERS)


@pytest.mark.parametrize(("typed", "on"), [("3/11", "2026-11-03"), ("៣.១១", "2026-11-03"), ("29/11", "2025-11-29")])
def test_day_without_a_year_is_the_last_that_has_come(typed, on, time_machine):
    time_machine.move_to("2026-11-28T12:00:00+07:00")
    assert day_on_paper(typed).isoformat() == on


# --- saved -----------------------------------------------------------------------------------------------------------
def test_each_column_with_marks_becomes_a_meeting(reach, facilitator):
    other = reach.add_member().person
    cells = mark(0, reach.person, "present") | mark(0, other, "absent") | mark(1, other, "late")
    response = facilitator.post(url(reach.group), sheet(days_ago(3), days_ago(10), days_ago(17), **cells))
    assert response.status_code == 302
    newer, older = Meeting.objects.order_by("-held_on")
    assert (newer.held_on, marks_of(newer)) == (days_ago(3), {reach.person.pk: "present", other.pk: "absent"})
    assert (older.held_on, marks_of(older)) == (days_ago(10), {other.pk: "late"})
    assert len(journal_rows("meeting.recorded")) == 2


def test_newcomer_is_a_member_from_the_first_mark_on(reach, facilitator):
    cells = NEW | mark(0, "new-0", "present") | mark(1, "new-0", "late") | mark(1, reach.person, "present")
    assert facilitator.post(url(reach.group), sheet(days_ago(3), days_ago(10), **cells)).status_code == 302
    person = Person.objects.get(given_name="ស្រីមុំ")
    assert (person.family_name, person.sex, person.birth_year) == ("ថ្មី", "female", 2014)
    assert Membership.objects.get(person=person).began_on == days_ago(10)
    assert [marks_of(meeting).get(person.pk) for meeting in Meeting.objects.order_by("held_on")] == ["late", "present"]


def test_sheet_sent_twice_is_saved_once(reach, facilitator):
    sent = sheet(days_ago(3), **(NEW | mark(0, reach.person, "present") | mark(0, "new-0", "present")))
    assert [facilitator.post(url(reach.group), sent).status_code for _time in range(2)] == [302, 302]
    assert (Meeting.objects.count(), Person.objects.filter(given_name="ស្រីមុំ").count()) == (1, 1)


def test_nothing_is_saved_when_one_column_is_refused(reach, facilitator):
    cells = mark(0, reach.person, "present") | mark(1, reach.person, "present") | NEW | mark(1, "new-0", "present")
    response = facilitator.post(url(reach.group), sheet(days_ago(3), days_ago(-3), **cells))
    assert [where for where, _text in faults(response)] == ["day-1"]
    assert (Meeting.objects.count(), Person.objects.filter(given_name="ស្រីមុំ").count()) == (0, 0)
    assert response.context["grid"].lines[0].cells[1].state == "present"


def test_drawing_again_keeps_every_answer_and_judges_nothing(reach, facilitator):
    sent = sheet(days_ago(-3), **(NEW | mark(0, reach.person, "late"))) | {"step": "draw"}
    grid = facilitator.post(url(reach.group), sent).context["grid"]
    assert (grid.faults, grid.lines[0].cells[0].state, grid.columns[0].typed) == (
        [],
        "late",
        f"{days_ago(-3):%d/%m/%Y}",
    )
    assert grid.new_lines[0].form["given_name"].value() == "ស្រីមុំ"
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "cells", "where"),
    [
        (None, {"0": "present"}, "day-0"),
        ("two", {"0": "present", "1": "present"}, "day-0"),
        (3, {}, "sheet"),
        (3, {"0": "nonsense"}, "sheet"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(reach, facilitator, day, cells, where):
    days = (days_ago(3), days_ago(3)) if day == "two" else (day and days_ago(day),)
    cells = {
        name: value for column, state in cells.items() for name, value in mark(column, reach.person, state).items()
    }
    assert faults(facilitator.post(url(reach.group), sheet(*days, **cells)))[0][0] == where
    assert Meeting.objects.count() == 0


def test_mark_of_who_was_no_member_that_day_is_refused_at_the_cell(reach, facilitator):
    gone = make_membership(group=reach.group, began_on=days_ago(90), ended_on=days_ago(10)).person
    cells = mark(0, reach.person, "present") | mark(0, gone, "present")
    response = facilitator.post(url(reach.group), sheet(days_ago(3), **cells))
    assert faults(response) == [(f"cell-0-{gone.pk}", "Somebody on the list was not a member on that day.")]
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("missing", ["new-0-given_name", "new-0-sex", "mark"])
def test_newcomer_is_whole_and_marked(reach, facilitator, missing):
    cells = NEW | mark(0, "new-0", "present") | mark(0, reach.person, "present")
    cells.pop("cell-0-new-0" if missing == "mark" else missing)
    assert [where for where, _text in faults(facilitator.post(url(reach.group), sheet(days_ago(3), **cells)))] == [
        "id_new-0-family_name"
    ]
    assert Meeting.objects.count() == 0


def test_marks_in_an_empty_line_ask_for_a_name(reach, facilitator):
    cells = mark(0, "new-3", "present") | mark(0, reach.person, "present")
    assert faults(facilitator.post(url(reach.group), sheet(days_ago(3), **cells)))[0][0] == "id_new-3-family_name"


# --- days that have a meeting ----------------------------------------------------------------------------------------
@pytest.fixture
def meeting(reach):
    meeting = make_meeting(group=reach.group, held_on=days_ago(3))
    make_mark(meeting=meeting, person=reach.person, state="absent")
    return meeting


def test_marks_of_a_recorded_day_are_shown(reach, facilitator, meeting):
    grid = facilitator.post(url(reach.group), sheet(days_ago(3)) | {"step": "draw-0"}).context["grid"]
    assert (grid.columns[0].meeting, grid.lines[0].cells[0].state) == (meeting, "absent")


def test_recorded_day_left_as_it_is_is_passed_over(reach, facilitator, meeting):
    cells = mark(0, reach.person, "absent") | {"version-0": "1"} | mark(1, reach.person, "present")
    assert facilitator.post(url(reach.group), sheet(days_ago(3), days_ago(10), **cells)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.version, Meeting.objects.count()) == (1, 2)


def test_recorded_day_is_changed_only_with_a_tick(reach, facilitator, meeting):
    cells = mark(0, reach.person, "late")
    for more in ({}, {"version-0": "1"}, {"right-0": "on"}):
        assert faults(facilitator.post(url(reach.group), sheet(days_ago(3), **cells, **more)))[0][0] == "day-0"
        assert marks_of(meeting) == {reach.person.pk: "absent"}
    sent = sheet(days_ago(3), **cells, **{"version-0": "1", "right-0": "on"})
    assert facilitator.post(url(reach.group), sent).status_code == 302
    assert marks_of(meeting) == {reach.person.pk: "late"}
    assert len(journal_rows("meeting.corrected")) == 1


def test_correction_keeps_the_marks_of_who_is_not_on_the_sheet(reach, facilitator, meeting):
    gone = make_membership(group=reach.group, began_on=days_ago(900), ended_on=days_ago(800)).person
    make_mark(meeting=meeting, person=gone, state="excused")
    sent = sheet(days_ago(3), **mark(0, reach.person, "late"), **{"version-0": "1", "right-0": "on"})
    assert facilitator.post(url(reach.group), sent).status_code == 302
    assert marks_of(meeting) == {reach.person.pk: "late", gone.pk: "excused"}


def test_day_changed_meanwhile_is_not_overwritten(reach, facilitator, meeting):
    Meeting.objects.update(version=2)
    sent = sheet(days_ago(3), **mark(0, reach.person, "late"), **{"version-0": "1", "right-0": "on"})
    assert faults(facilitator.post(url(reach.group), sent))[0][0] == "day-0"
    assert marks_of(meeting) == {reach.person.pk: "absent"}


def test_approved_day_is_not_changed(reach, facilitator, meeting):
    Meeting.objects.update(status="approved")
    sent = sheet(days_ago(3), **mark(0, reach.person, "late"), **{"version-0": "1", "right-0": "on"})
    assert "approved" in faults(facilitator.post(url(reach.group), sent))[0][1]
    assert marks_of(meeting) == {reach.person.pk: "absent"}


def test_marks_of_a_record_merged_meanwhile_go_to_the_kept_person(reach, facilitator):
    from people.models import PersonAlias

    old = uuid.uuid4()
    PersonAlias.objects.create(old_id=old, person=reach.person)
    assert facilitator.post(url(reach.group), sheet(days_ago(3), **mark(0, old, "late"))).status_code == 302
    assert marks_of(Meeting.objects.get()) == {reach.person.pk: "late"}


def test_mark_of_a_stranger_is_refused(reach, facilitator):
    cells = mark(0, reach.stranger, "present") | mark(0, reach.person, "present")
    assert faults(facilitator.post(url(reach.group), sheet(days_ago(3), **cells)))[0][0] == "sheet"
    assert Meeting.objects.count() == 0
