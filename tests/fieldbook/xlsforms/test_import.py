"""What comes back: each row new, known, in conflict or refused; recorded by the action of the phone; taken back."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import JournalEntry
from fieldbook.xlsforms.applying import apply_import
from fieldbook.xlsforms.schema import meeting_id
from fieldbook.xlsforms.undoing import undo_import
from participation.actions.meetings import correct_meeting, record_meeting, withdraw_meeting
from participation.imports.refusals import ImportHasLaterFacts, RowsHaveChanged
from participation.models import Attendance, CountDelta, ImportedRow, ImportRun, Meeting, MissedMeeting
from people.models import Person
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_import,
)
from tests.fieldbook.xlsforms.bringing import DAY, a_meeting, applied, brought, problems, states, uuid_of
from tests.fieldbook.xlsforms.exports import Filled, kobo_xlsx, odk_zip
from tests.participation.reaches import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST, ADD = "/desk/kobo/imports/", "/desk/kobo/imports/new/"


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
    with django_assert_max_num_queries(100 * 12 + 60):
        apply_import(run=run, by=reach.user)
    assert Meeting.objects.count() == 100


def test_report_as_xlsx_has_one_line_for_each_submission(reach, client):
    run = brought(kobo_xlsx([a_meeting(reach), a_meeting(reach, 2, held_on="1999-01-01")]), reach.user)
    response = client.get(reverse("kobo_imports:report_xlsx", args=[run.pk]))
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [row[3] for row in sheet.iter_rows(values_only=True)] == ["What became of it", "To be recorded", "Refused"]
    assert JournalEntry.objects.filter(verb="list.exported").count() == 1
