"""Rows that come back: which of them are refused, and why; how days, counts, codes and ids are read."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fieldbook.xlsforms.applying import apply_import
from participation.actions.meetings import record_meeting
from participation.actions.planning import say_not_held
from participation.models import Meeting
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_facilitation, make_group
from tests.fieldbook.xlsforms.bringing import DAY, a_meeting, applied, brought, problems, states, uuid_of
from tests.fieldbook.xlsforms.exports import Filled, kobo_csv, kobo_tables, kobo_xlsx, xlsx_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


REFUSED = {
    "future": ({"held_on": lambda: (timezone.localdate() + timedelta(days=1)).isoformat()}, "held_on"),
    "long ago": ({"held_on": "1999-12-31"}, "held_on"),
    "no day": ({"held_on": None}, "held_on"),
    "not a day": ({"held_on": "32/13/2026"}, "held_on"),
    "Buddhist year": ({"held_on": "10/11/2569"}, "held_on"),
    "kind": ({"kind": "party"}, "kind"),
    "no kind": ({"kind": None}, "kind"),
    "below zero": ({"girls_number": -1}, "girls_number"),
    "half": ({"girls_number": "7.5"}, "girls_number"),
    "too many": ({"girls_number": 10000}, "girls_number"),
    "more with": ({"girls_difficulty": 8}, "girls_difficulty"),
    "topic": ({"articles": ["article-99"]}, "articles"),
    "ends": ({"started_at": "10:00", "ended_at": "09:00"}, "ended_at"),
    "ends only": ({"ended_at": "09:00"}, "ended_at"),
    "clock": ({"started_at": "25:99"}, "started_at"),
    "long": ({"place_text": "ក" * 161}, "place_text"),
    "code": ({"member_codes": "0000OOOO"}, "member_codes"),
    "stranger": ({"member_codes": "ZZZZZZZZ"}, "member_codes"),
    "form": ({"portal_form": "club-meetings-9"}, "portal_form"),
    "no form": ({"portal_form": None}, "portal_form"),
    "formula": ({"place_text": "=1+1"}, "place_text"),
    "group": ({"group_code": "C-9999-0001"}, "group_code"),
    "no group": ({"group_code": None}, "group_code"),
    "neither": ({"was_held": "perhaps"}, "was_held"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_answer_that_cannot_be_is_said_at_its_row_in_the_readers_language(reach, name):
    changed, column = REFUSED[name]
    changed = {key: value() if callable(value) else value for key, value in changed.items()}
    filled = a_meeting(reach, **changed)
    if "portal_form" in changed:
        filled.answers["portal_form"] = changed["portal_form"]
    run = brought(kobo_csv([filled]), reach.user)
    assert (states(run), list(problems(run)[0])) == (["refused"], [column])
    assert problems(run)[0][column].strip()


def test_group_beyond_reach_is_unknown_as_one_that_does_not_exist(reach):
    there = a_meeting(reach, group_code=reach.foreign_group.code)
    nowhere = a_meeting(reach, 2, group_code="C-9999-0001")
    one, other = problems(brought(kobo_xlsx([there, nowhere]), reach.user))
    assert one == other == {"group_code": "No group with this code is within your reach."}


def test_facilitator_brings_in_own_groups_only(reach):
    user = reach.facilitator()
    make_group(area=reach.group.area, code="C-OTHER")
    rows = [
        a_meeting(reach),
        a_meeting(reach, 2, group_code="C-OTHER"),
        a_meeting(reach, 3, group_code=reach.foreign_group.code),
    ]
    run = brought(kobo_xlsx(rows), user)
    assert states(run) == ["new", "refused", "refused"]
    apply_import(run=run, by=user)
    assert list(Meeting.objects.values_list("group", flat=True)) == [reach.group.pk]


def test_code_of_a_member_of_another_group_is_of_nobody(reach):
    run = brought(kobo_xlsx([a_meeting(reach, member_codes=f"{reach.person.code} {reach.stranger.code}")]), reach.user)
    assert reach.stranger.code in problems(run)[0]["member_codes"]
    assert reach.person.code not in problems(run)[0]["member_codes"]


def test_member_who_joined_later_was_not_there(reach):
    run = brought(kobo_xlsx([a_meeting(reach, held_on="2023-02-28", member_codes=reach.person.code)]), reach.user)
    assert list(problems(run)[0]) == ["member_codes"]


def test_decisions_that_the_file_does_not_hold_keep_their_meeting_out(reach):
    """KoboToolbox writes no repeats into a CSV file."""
    filled = a_meeting(reach, issues=[{"issue_text": "ទឹកស្អាត", "issue_raised_by": "all"}])
    run = brought(kobo_csv([filled, a_meeting(reach, 2, held_on="2026-11-11")]), reach.user)
    assert (states(run), list(problems(run)[0])) == (["refused", "new"], ["issues_number"])


def test_row_that_is_a_second_meeting_of_the_file_is_asked_about(reach):
    run = brought(
        kobo_xlsx([a_meeting(reach), a_meeting(reach, 2, girls_number=3), a_meeting(reach, girls_number=4)]), reach.user
    )
    assert states(run) == ["new", "duplicate", "refused"]
    assert problems(run)[1:] == [
        {"held_on": "Row 2 of this file is about the same group and day."},
        {"submission": "Row 2 of this file is the same submission."},
    ]
    run.rows.filter(number=3).update(choice="other")
    apply_import(run=run, by=reach.user)
    assert list(Meeting.objects.order_by("slot").values_list("slot", flat=True)) == [1, 2]


def test_closed_group_met_until_it_closed(reach):
    closed = make_closed_group(area=reach.group.area)
    rows = [
        a_meeting(reach, 1, group_code=closed.code, held_on="2024-06-30"),
        a_meeting(reach, 2, group_code=closed.code),
    ]
    assert states(brought(kobo_xlsx(rows), reach.user)) == ["new", "refused"]


def test_day_that_was_held_cannot_be_said_to_be_missed(reach):
    record_meeting(group=reach.group, held_on=date(2026, 11, 10), by=reach.user, marks={})
    told = {"was_held": "no", "group_code": reach.group.code, "held_on": DAY, "missed_reason": "flood"}
    assert states(brought(kobo_xlsx([Filled(uuid_of(1), told)]), reach.user)) == ["refused"]


def test_day_said_otherwise_stays(reach):
    say_not_held(group=reach.group, missed_on=date(2026, 11, 10), reason="exams", by=reach.user)
    told = {"was_held": "no", "group_code": reach.group.code, "held_on": DAY, "missed_reason": "flood"}
    run = brought(kobo_xlsx([Filled(uuid_of(1), told)]), reach.user)
    assert (states(run), list(problems(run)[0])) == (["known"], ["missed_reason"])


@pytest.mark.parametrize(
    "day",
    ["2026-11-10", "10/11/2026", "១០/១១/២០២៦", 46336, "46336", date(2026, 11, 10), "2026-11-10T00:00:00.000+07:00"],
)
def test_day_is_read_however_a_spreadsheet_keeps_it(reach, day):
    apply_import(run=brought(kobo_xlsx([a_meeting(reach, held_on=day)]), reach.user), by=reach.user)
    assert Meeting.objects.get().held_on == date(2026, 11, 10)


@pytest.mark.parametrize("number", ["7", "៧", 7.0, "7.0"])
def test_count_is_read_in_either_kind_of_digits(reach, number):
    run = brought(kobo_xlsx([a_meeting(reach, girls_number=number)]), reach.user)
    assert [row.cells["guests"] for row in run.rows.all()] == [[["girls", 7, 0, "counted"]]]


def test_submission_rejected_in_the_collecting_tool_is_left_out(reach):
    tables = kobo_tables([a_meeting(reach)])
    tables["Meetings"][1][tables["Meetings"][0].index("_validation_status")] = "validation_status_not_approved"
    assert states(brought(xlsx_of(tables), reach.user)) == ["refused"]


def test_submission_without_an_id_is_refused(reach):
    tables = kobo_tables([a_meeting(reach)])
    tables["Meetings"] = [row[: row_end(tables)] for row in tables["Meetings"]]
    run = brought(xlsx_of(tables), reach.user)
    assert (states(run), list(problems(run)[0])) == (["refused"], ["submission"])


def row_end(tables):
    return tables["Meetings"][0].index("_id")


def test_edit_in_kobotoolbox_keeps_the_id_by_its_root(reach):
    applied(a_meeting(reach), by=reach.user)
    tables = kobo_tables([a_meeting(reach, 2, girls_number=9)])
    tables["Meetings"][0].append("meta/rootUuid")
    tables["Meetings"][1].append(f"uuid:{uuid_of(1)}")
    assert states(brought(xlsx_of(tables), reach.user)) == ["known"]


def test_substitute_whose_days_are_over_brings_nothing_in(reach):
    user = make_user("facilitator")
    make_facilitation(user=user, group=reach.group, ended_on=date(2026, 10, 31))
    assert states(brought(kobo_xlsx([a_meeting(reach)]), user)) == ["refused"]
