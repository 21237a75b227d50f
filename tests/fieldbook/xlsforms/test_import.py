"""What comes back: each row new, known, in conflict or refused; recorded by the action of the phone; taken back."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from accounts.models import JournalEntry
from fieldbook.xlsforms.applying import apply_import
from fieldbook.xlsforms.schema import meeting_id
from fieldbook.xlsforms.undoing import undo_import
from participation.actions.meetings import correct_meeting, record_meeting, withdraw_meeting
from participation.actions.planning import say_not_held
from participation.imports.refusals import ImportHasLaterFacts, RowsHaveChanged
from participation.models import Attendance, CountDelta, ImportedRow, ImportRun, Kind, Meeting, MissedMeeting
from people.models import Person
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_closed_group,
    make_facilitation,
    make_group,
    make_import,
    make_post,
    make_topic,
)
from tests.fieldbook.xlsforms.exports import Filled, kobo_csv, kobo_tables, kobo_xlsx, odk_zip, xlsx_of
from tests.fieldbook.xlsforms.test_round_trip import brought, states
from tests.participation.reaches import Reach, browser

pytestmark = pytest.mark.django_db
LIST, ADD = "/desk/kobo/imports/", "/desk/kobo/imports/new/"
DAY = "2026-11-10"


def uuid_of(number: int) -> str:
    return f"0b3f3a4e-0000-4000-8000-{number:012d}"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def reach():
    reach = Reach()
    make_post(Kind.COUNCIL, "leader")
    make_topic(type="article", number=12, code="article-12")
    reach.user = reach.officer()
    return reach


def a_meeting(reach, number=1, *, decisions=(), issues=(), **answers) -> Filled:
    told = {"was_held": "yes", "group_code": reach.group.code, "held_on": DAY, "kind": "ordinary", "girls_number": 7}
    told |= {"basis": "counted", **answers}
    return Filled(uuid_of(number), {k: v for k, v in told.items() if v is not None}, list(decisions), list(issues))


def problems(run):
    return [row.problems for row in run.rows.order_by("number")]


def applied(*filled, by, **choices) -> ImportRun:
    run = brought(kobo_xlsx(list(filled)), by)
    if choices:
        run.rows.filter(state="duplicate").update(**choices)
    return apply_import(run=run, by=by)


@pytest.fixture
def client(reach, django_capture_on_commit_callbacks):
    """Its reader's jobs are done before the next request."""
    client = browser(reach.user)
    post = client.post

    def post_and_work(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*args, **kwargs)

    client.post = post_and_work
    return client


def act(client, name, run, **given):
    return client.post(reverse(f"kobo_imports:{name}", args=[run.pk]), given)


def test_file_is_looked_at_recorded_reported_and_taken_back(client, reach):
    content = kobo_xlsx([a_meeting(reach), a_meeting(reach, 2, group_code="C-9999-0001")])
    assert client.post(ADD, {"file": SimpleUploadedFile("export.xlsx", content)}).status_code == 302
    run = ImportRun.objects.get()
    page = client.get(reverse("kobo_imports:page", args=[run.pk]))
    assert ("No group with this code is within your reach." in page.text, page.context["may_apply"]) == (True, True)
    assert "1 row is refused and will be left out." in page.text
    assert not Meeting.objects.exists()
    assert act(client, "apply", run).status_code == 302
    meeting = Meeting.objects.get()
    page = client.get(reverse("kobo_imports:page", args=[run.pk])).text
    assert reverse("meetings:page", args=[meeting.pk]) in page
    report = client.get(reverse("kobo_imports:report_csv", args=[run.pk]))
    lines = b"".join(report.streaming_content).decode("utf-8-sig").splitlines()
    why = "Name and code of the group: No group with this code is within your reach."
    assert lines[1:] == [
        f'"2","{reach.group.code}","{DAY}","Recorded",""',
        f'"3","C-9999-0001","{DAY}","Refused","{why}"',
    ]
    assert act(client, "undo", run).status_code == 302
    assert (Meeting.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_meeting_is_recorded_as_a_phone_records_it(reach):
    decisions = [{"decision_text": "សម្អាតភូមិ", "decision_post": "club.leader", "decision_due_on": "2026-12-01"}]
    run = applied(
        a_meeting(reach, decisions=decisions, girls_difficulty=2, member_codes=reach.person.code), by=reach.user
    )
    meeting = Meeting.objects.get()
    line = JournalEntry.objects.get(verb="meeting.recorded")
    assert (line.about_id, line.actor, line.details["marks"]) == (str(meeting.pk), reach.user, 1)
    assert (meeting.received_at.date(), meeting.recorded_by) == (timezone.now().date(), reach.user)
    (guests,) = meeting.head_counts.all()
    assert (guests.group, guests.number, guests.with_difficulty) == ("girls", 7, 2)
    (mark,) = meeting.marks.all()
    assert (mark.person, mark.state, mark.is_first_time) == (reach.person, "present", True)
    assert meeting.decisions.get().post.code == "leader"
    assert JournalEntry.objects.get(verb="import.applied").details == {"meetings": 1, "not_held": 0}
    reach.group.refresh_from_db()
    assert reach.group.last_met_on == date(2026, 11, 10)
    assert run.rows.get().cells == {"group_code": reach.group.code, "held_on": DAY}


def test_heads_are_never_people(reach):
    """Seven guests and one member by code: two numbers that are kept apart, and no person was made."""
    people = Person.objects.count()
    applied(a_meeting(reach, member_codes=reach.person.code), by=reach.user)
    step = CountDelta.objects.get(meetings=1)
    assert (sum(step.marks.values()), sum(step.guests.values())) == (1, 7)
    assert (Person.objects.count(), Attendance.objects.count()) == (people, 1)


def test_day_without_a_meeting_is_said_and_taken_back(reach):
    told = Filled(
        uuid_of(1), {"was_held": "no", "group_code": reach.group.code, "held_on": DAY, "missed_reason": "flood"}
    )
    run = applied(told, by=reach.user)
    missed = MissedMeeting.objects.get()
    assert (missed.group, missed.missed_on, missed.reason, missed.created_by) == (
        reach.group, date(2026, 11, 10), "flood", reach.user)  # fmt: skip
    assert states(brought(kobo_xlsx([told]), reach.user)) == ["known"]
    undo_import(run=run, by=reach.user)
    assert MissedMeeting.objects.count() == 0


def test_other_meeting_of_that_day_is_shown_left_out_or_recorded_beside_it(client, reach):
    theirs = record_meeting(group=reach.group, held_on=date(2026, 11, 10), by=reach.user, marks={}, place_text="វត្ត")
    content = kobo_xlsx([a_meeting(reach)])
    run = brought(content, reach.user)
    assert states(run) == ["duplicate"]
    page = client.get(reverse("kobo_imports:page", args=[run.pk])).text
    assert "It differs in: place, guests." in page
    assert "Yes, as another meeting of that day" in page
    assert act(client, "apply", run).status_code == 422
    assert act(client, "decide", run, act="save", row_2="out").status_code == 302
    assert act(client, "apply", run).status_code == 422
    theirs.refresh_from_db()
    assert (Meeting.objects.count(), theirs.version) == (1, 1)
    assert act(client, "decide", run, act="save", row_2="other").status_code == 302
    assert act(client, "apply", run).status_code == 302
    assert list(Meeting.objects.order_by("slot").values_list("pk", "slot")) == [
        (theirs.pk, 1),
        (meeting_id(uuid_of(1)), 2),
    ]
    assert states(brought(content, reach.user)) == ["known"]


def test_same_meeting_recorded_on_a_phone_is_known(reach):
    filled = a_meeting(reach, girls_number=None, place_text="វត្ត", started_at="08:00")
    applied(filled, by=reach.user)
    assert states(
        brought(kobo_xlsx([a_meeting(reach, 9, girls_number=None, place_text="វត្ត", started_at="08:00")]), reach.user)
    ) == ["known"]


def test_changed_submission_is_shown_and_changes_nothing(reach):
    applied(a_meeting(reach), by=reach.user)
    run = brought(kobo_xlsx([a_meeting(reach, girls_number=9)]), reach.user)
    assert (states(run), "guests" in problems(run)[0]["submission"]) == (["known"], True)
    assert Meeting.objects.get().head_counts.get().number == 7


def test_corrected_meeting_stays_corrected_when_the_file_is_sent_again(reach):
    content = kobo_xlsx([a_meeting(reach)])
    apply_import(run=brought(content, reach.user), by=reach.user)
    correct_meeting(meeting=Meeting.objects.get(), by=reach.user, place_text="សាលារៀន")
    assert states(brought(content, reach.user)) == ["known"]
    assert Meeting.objects.get().place_text == "សាលារៀន"


def test_withdrawn_meeting_does_not_come_back(reach):
    content = kobo_xlsx([a_meeting(reach)])
    apply_import(run=brought(content, reach.user), by=reach.user)
    withdraw_meeting(meeting=Meeting.objects.get(), by=reach.user, reason="not_held")
    run = brought(content, reach.user)
    assert (states(run), problems(run)[0]) == (
        ["refused"],
        {"submission": "This meeting was taken out of the register."},
    )


def test_import_taken_back_may_come_again(reach):
    content = kobo_xlsx([a_meeting(reach, member_codes=reach.person.code)])
    for _ in range(2):
        before = CountDelta.objects.count()
        run = apply_import(run=brought(content, reach.user), by=reach.user)
        assert CountDelta.objects.count() > before
        undo_import(run=run, by=reach.user)
        reach.group.refresh_from_db()
        assert (Meeting.objects.count(), reach.group.last_met_on) == (0, None)
    assert JournalEntry.objects.filter(verb="meeting.taken_back").count() == 2
    assert JournalEntry.objects.filter(verb="import.undone").count() == 2


def test_import_is_not_taken_back_once_life_went_on(reach):
    run = applied(a_meeting(reach), a_meeting(reach, 2, held_on="2026-11-11"), by=reach.user)
    correct_meeting(meeting=Meeting.objects.get(held_on="2026-11-11"), by=reach.user, place_text="វត្ត")
    with pytest.raises(ImportHasLaterFacts):
        undo_import(run=run, by=reach.user)
    assert Meeting.objects.count() == 2


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
    tables = kobo_tables([a_meeting(reach, 2)])
    tables["Meetings"][0].append("meta/rootUuid")
    tables["Meetings"][1].append(f"uuid:{uuid_of(1)}")
    assert states(brought(xlsx_of(tables), reach.user)) == ["known"]


def test_register_that_changed_meanwhile_is_told_anew_and_nothing_is_recorded(reach):
    run = brought(kobo_xlsx([a_meeting(reach), a_meeting(reach, 2, held_on="2026-11-11")]), reach.user)
    record_meeting(group=reach.group, held_on=date(2026, 11, 10), by=reach.user, marks={}, place_text="វត្ត")
    with pytest.raises(RowsHaveChanged):
        apply_import(run=run, by=reach.user)
    assert (states(run), Meeting.objects.count()) == (["duplicate", "new"], 1)


def test_two_tabs_record_once(client, reach):
    run = brought(kobo_xlsx([a_meeting(reach)]), reach.user)
    assert [act(client, "apply", run).status_code, act(client, "apply", run).status_code] == [302, 422]
    assert Meeting.objects.count() == 1


def test_words_that_were_written_are_kept_no_longer_than_the_draft(reach):
    run = applied(
        a_meeting(reach, summary="សម្ងាត់មួយ"),
        a_meeting(reach, 2, member_codes="ZZZZZZZZ", place_text="ផ្ទះ"),
        by=reach.user,
    )
    kept = str(list(ImportedRow.objects.filter(run=run).values("cells", "problems", "likes")))
    assert [word for word in ("សម្ងាត់", "ផ្ទះ", "ZZZZZZZZ") if word in kept] == []


def test_imports_are_for_who_records_meetings_and_only_their_own(reach, client):
    for user in (reach.nameless(), reach.reader(), make_user("donor")):
        assert browser(user).get(LIST).status_code == 404
    other = reach.facilitator()
    run = brought(kobo_xlsx([a_meeting(reach)]), other)
    for name in ("page", "report_csv", "report_xlsx"):
        assert client.get(reverse(f"kobo_imports:{name}", args=[run.pk])).status_code == 404
    for name in ("apply", "decide", "again", "drop", "undo"):
        assert act(client, name, run).status_code == 404
    of_register = make_import(reach.user)
    assert client.get(reverse("kobo_imports:page", args=[of_register.pk])).status_code == 404
    assert browser(other).get(reverse("kobo_imports:page", args=[run.pk])).status_code == 200


def test_queries_grow_with_the_meetings_by_a_fixed_number_each(reach, django_assert_max_num_queries):
    """Looking at a file costs the same for 10 and for 100 rows; recording a fixed number for each meeting."""
    days = [(date(2024, 1, 1) + timedelta(days=number)).isoformat() for number in range(100)]
    rows = [
        a_meeting(reach, number + 1, held_on=day, member_codes=reach.person.code) for number, day in enumerate(days)
    ]
    content = odk_zip(rows)
    with django_assert_max_num_queries(45):
        run = brought(content, reach.user)
    with django_assert_max_num_queries(100 * 22 + 60):
        apply_import(run=run, by=reach.user)
    assert Meeting.objects.count() == 100


def test_report_as_xlsx_has_one_line_for_each_submission(reach, client):
    run = brought(kobo_xlsx([a_meeting(reach), a_meeting(reach, 2, held_on="1999-01-01")]), reach.user)
    response = client.get(reverse("kobo_imports:report_xlsx", args=[run.pk]))
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [row[3] for row in sheet.iter_rows(values_only=True)] == ["What became of it", "To be recorded", "Refused"]
    assert JournalEntry.objects.filter(verb="list.exported").count() == 1


def test_substitute_whose_days_are_over_brings_nothing_in(reach):
    user = make_user("facilitator")
    make_facilitation(user=user, group=reach.group, ended_on=date(2026, 10, 31))
    assert states(brought(kobo_xlsx([a_meeting(reach)]), user)) == ["refused"]
