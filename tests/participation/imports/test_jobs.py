"""The job worker: delivered twice, ended in the middle, started again, with fewer rights or a changed register."""

import os
import signal
import subprocess
import sys
import traceback
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone, translation

from accounts.models import JournalEntry
from participation.imports import applying, drafting, jobs, refusals, subjects, writing
from participation.imports.deciding import decide_open_rows
from participation.imports.drafting import drop_import, receive_file
from participation.imports.jobs import ask_to_apply, ask_to_check, ask_to_undo, start_again, work_on_import
from participation.imports.progress import SILENT
from participation.models import CommunityGroup, ImportedFile, ImportRun, Kind, Membership
from people.models import Person
from tests.factories.participation import make_membership, make_post, make_rule
from tests.factories.people import make_person
from tests.participation.imports.files import csv_of, row
from tests.participation.reaches import Reach, journal_rows

pytestmark = pytest.mark.django_db
GIRLS = [row(given_name=name) for name in ("បូផា", "ដារា", "សុភា")]


class Killed(BaseException):
    """What a SIGKILL is to the code: nothing after it runs."""


@pytest.fixture
def reach():
    make_rule(Kind.COUNCIL)
    make_post(Kind.COUNCIL)
    return Reach()


@pytest.fixture
def officer(reach):
    return reach.officer()


def received(officer, *rows):
    run = receive_file(content=csv_of(*rows), file_name="a.csv", by=officer)
    return ask_to_check(run=run, by=officer)


def work(run):
    """Deliver the job that the run waits for."""
    work_on_import.func(str(run.pk), str(run.job))
    run.refresh_from_db()
    return run


def checked(officer, *rows):
    return work(received(officer, *rows))


def register():
    return [model.objects.count() for model in (CommunityGroup, Person, Membership)]


def state(run):
    return run.task, run.stage, run.rows_done, run.rows_total


def kill_at(monkeypatch, module, name):
    """The worker is ended when it reaches a function; what it did before stands as the database has it."""

    def end(*_args, **_kwargs):
        raise Killed

    monkeypatch.setattr(module, name, end)
    monkeypatch.setattr(jobs, "give_up", lambda *_args: None)


def sentence(refusal, reader):
    with translation.override(reader.language):
        return str(refusal.message)


def grow_old(run):
    ImportRun.objects.filter(pk=run.pk).update(stage_at=timezone.now() - SILENT - timedelta(seconds=1))
    run.refresh_from_db()


def test_file_waits_is_checked_imported_and_taken_back(officer):
    before = register()
    run = received(officer, *GIRLS)
    assert (state(run), ImportedFile.objects.count()) == (("check", "waiting", 0, 0), 1)
    work(run)
    assert (state(run), ImportedFile.objects.count()) == (("check", "done", 3, 3), 0)
    ask_to_apply(run=run, by=officer)
    assert (state(run), register()) == (("apply", "waiting", 0, 3), before)
    work(run)
    assert (state(run), run.is_applied) == (("apply", "done", 3, 3), True)
    assert Person.objects.filter(given_name="ដារា").exists()
    ask_to_undo(run=run, by=officer)
    work_on_import.func(str(run.pk), str(run.job))
    assert (ImportRun.objects.count(), register()) == (0, before)


@pytest.mark.parametrize("again", [1, 2])
def test_job_delivered_again_does_nothing(officer, again):
    run = checked(officer, *GIRLS)
    ask_to_apply(run=run, by=officer)
    work(run)
    before, lines = register(), JournalEntry.objects.count()
    for _ in range(again):
        work(run)
    assert (register(), JournalEntry.objects.count(), run.stage) == (before, lines, "done")


def test_job_for_an_import_that_is_gone_does_nothing(officer):
    work_on_import.func(str(uuid.uuid4()), str(uuid.uuid4()))
    run = received(officer, *GIRLS)
    told = str(run.pk), str(run.job)
    drop_import(run=run, by=officer)
    work_on_import.func(*told)
    assert ImportRun.objects.count() == 0


def test_two_tabs_apply_once(officer):
    run = checked(officer, *GIRLS)
    ask_to_apply(run=run, by=officer)
    other_tab = ImportRun.objects.get()
    with pytest.raises(refusals.StillBusy):
        ask_to_apply(run=other_tab, by=officer)
    with pytest.raises(refusals.StillBusy):
        drop_import(run=other_tab, by=officer)
    work(run)
    with pytest.raises(refusals.AlreadyApplied):
        ask_to_apply(run=other_tab, by=officer)
    assert len(journal_rows("import.applied")) == 1


@pytest.mark.parametrize(
    ("module", "name"), [(subjects, "rows_in"), (drafting, "insert_values"), (drafting, "hold")], ids=str
)
def test_check_that_was_killed_is_started_again(officer, monkeypatch, module, name):
    before = register()
    run = received(officer, *GIRLS)
    with monkeypatch.context() as patch:
        kill_at(patch, module, name)
        with pytest.raises(Killed):
            work(run)
    run.refresh_from_db()
    assert (run.stage, run.is_busy, register()) == ("working", True, before)
    with pytest.raises(refusals.StillBusy):
        start_again(run=run, by=officer)
    grow_old(run)
    work(start_again(run=run, by=officer))
    assert (state(run), run.rows.count(), ImportedFile.objects.count()) == (("check", "done", 3, 3), 3, 0)


@pytest.mark.parametrize("name", ["add_groups", "register_people", "enrol_all", "hanging_on"])
def test_import_that_was_killed_left_nothing_and_is_started_again(officer, monkeypatch, name):
    before = register()
    run = checked(officer, *GIRLS)
    ask_to_apply(run=run, by=officer)
    with monkeypatch.context() as patch:
        kill_at(patch, applying if name == "hanging_on" else writing, name)
        with pytest.raises(Killed):
            work(run)
    run.refresh_from_db()
    assert (run.stage, run.is_applied, register()) == ("working", False, before)
    grow_old(run)
    late = str(run.pk), str(run.job)
    work(start_again(run=run, by=officer))
    assert (run.is_applied, Person.objects.filter(given_name="ដារា").count()) == (True, 1)
    work_on_import.func(*late)
    assert Person.objects.filter(given_name="ដារា").count() == 1


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import IntegrityError, connection
from participation.imports import applying, jobs
connection.settings_dict["NAME"] = sys.argv[1]
applying.hanging_on = lambda run: os.kill(os.getpid(), signal.SIGKILL)
jobs.work_on_import.func(*sys.argv[2:])
"""


@pytest.mark.django_db(transaction=True)
def test_worker_killed_before_its_commit_leaves_nothing(monkeypatch):
    """A process of its own, killed for good when all rows are written and nothing is committed yet."""
    make_rule(Kind.COUNCIL)
    make_post(Kind.COUNCIL)
    officer = Reach().officer()
    with monkeypatch.context() as patch:
        patch.setattr(jobs.transaction, "on_commit", lambda _job: None)
        run = ask_to_apply(run=checked(officer, *GIRLS), by=officer)
    before = register()
    killed = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-c", KILLED, str(connection.settings_dict["NAME"]), str(run.pk), str(run.job)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    run.refresh_from_db()
    assert (run.stage, run.rows_done, run.is_applied, register()) == ("working", 3, False, before)
    grow_old(run)
    start_again(run=run, by=officer)  # the worker of tests has it done at once
    run.refresh_from_db()
    assert (run.is_applied, Person.objects.filter(given_name="ដារា").count()) == (True, 1)


def test_worker_that_was_only_slow_finds_its_work_taken_over(officer, monkeypatch):
    run = checked(officer, *GIRLS)
    ask_to_apply(run=run, by=officer)
    look_again = applying._look_again

    def slow(*given):
        deeds = look_again(*given)
        grow_old(ImportRun.objects.get())
        start_again(run=ImportRun.objects.get(), by=officer)
        return deeds

    with monkeypatch.context() as patch:
        patch.setattr(applying, "_look_again", slow)
        before = register()
        work(run)
    assert (state(run)[:2], register()) == (("apply", "waiting"), before)
    assert work(run).is_applied


def test_rights_are_those_of_the_moment(officer):
    run = checked(officer, *GIRLS)
    ask_to_apply(run=run, by=officer)
    before = register()
    officer.role_grants.all().delete()
    work(run)
    assert (run.stage, run.is_applied, register()) == ("failed", False, before)
    assert run.failure == sentence(refusals.MayNotImport, officer)


def test_area_that_was_taken_away_refuses_its_rows(officer, reach):
    run = checked(officer, *GIRLS)
    ask_to_apply(run=run, by=officer)
    before = register()
    officer.role_grants.update(area=reach.foreign_group.area.parent)
    work(run)
    assert (run.stage, run.is_applied, register()) == ("failed", False, before)
    assert {(each.state, tuple(each.problems)) for each in run.rows.all()} == {("refused", ("place_code",))}


def test_what_the_register_refuses_by_now_is_said_at_the_row_and_nothing_lands(officer, reach):
    to_leader = {**row(post="leader"), "group_code": reach.group.code}
    to_leader = {
        key: value for key, value in to_leader.items() if key not in ("group_kind", "group_name", "founded_on")
    }
    run = checked(officer, *GIRLS, to_leader | {"given_name": "វិចិត្រ"})
    ask_to_apply(run=run, by=officer)
    make_membership(group=reach.group, person=make_person(), post=make_post(code="leader"))
    before = register()
    work(run)
    assert (run.stage, run.failure, register()) == ("failed", sentence(refusals.RowsHaveChanged, officer), before)
    assert [(each.number, set(each.problems)) for each in run.rows.filter(state="refused")] == [(5, {"post"})]


def test_somebody_who_came_meanwhile_is_asked_about(officer):
    run = checked(officer, *GIRLS)
    ask_to_apply(run=run, by=officer)
    known = make_person(family_name="សុខ", given_name="ដារា", birth_year=2014, created_by=officer)
    make_membership(group=Reach().group, person=known)
    before = register()
    work(run)
    (asked,) = run.rows.filter(state="duplicate")
    assert (run.stage, asked.number, asked.likes[0]["person"], register()) == ("failed", 3, str(known.pk), before)
    decide_open_rows(run=run, choice="out", by=officer)
    work(ask_to_apply(run=run, by=officer))
    assert (run.is_applied, Person.objects.filter(given_name__in=("បូផា", "សុភា")).count()) == (True, 2)
    assert Person.objects.filter(given_name="ដារា").count() == 1


def test_what_breaks_is_said_and_told_to_the_log(officer, monkeypatch):
    run = received(officer, *GIRLS)
    monkeypatch.setattr(jobs, "check_file", lambda **_given: 1 / 0)
    with pytest.raises(jobs.BrokeOff, match="ZeroDivisionError"):
        work(run)
    run.refresh_from_db()
    assert (run.stage, run.failure) == ("failed", sentence(refusals.WorkBrokeOff, officer))
    monkeypatch.undo()
    assert work(start_again(run=run, by=officer)).stage == "done"


def test_import_under_way_outlives_the_next_upload(officer):
    run = checked(officer, *GIRLS)
    ask_to_apply(run=run, by=officer)
    other = received(officer, row(given_name="វិចិត្រ"))
    assert set(ImportRun.objects.all()) == {run, other}
    assert work(run).is_applied
    third = received(officer, row(given_name="មករា"))
    assert set(ImportRun.objects.all()) == {run, third}


def test_undo_that_is_refused_leaves_the_import(officer):
    run = checked(officer, *GIRLS)
    work(ask_to_apply(run=run, by=officer))
    Person.objects.filter(given_name="ដារា").update(version=2)
    work(ask_to_undo(run=run, by=officer))
    assert (run.task, run.stage, run.is_applied) == ("undo", "failed", True)
    assert run.failure == sentence(refusals.ImportHasLaterFacts, officer)


def test_names_in_a_refusal_of_the_database_reach_neither_the_record_of_the_job_nor_the_log(officer, monkeypatch):
    """PostgreSQL tells the whole row that breaks a rule: planted here for both databases."""

    told = f"Failing row contains {GIRLS[0]}"

    def refuse(model, names, rows):
        raise IntegrityError(told)

    monkeypatch.setattr(drafting, "insert_values", refuse)
    with pytest.raises(jobs.BrokeOff) as broke_off:
        work(received(officer, *GIRLS))
    written = "".join(traceback.format_exception(broke_off.value))
    assert "IntegrityError" in written
    assert "refuse" in written
    assert "បូផា" in told
    assert "បូផា" not in written
