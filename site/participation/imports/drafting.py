"""A file becomes a draft: its rows with the answer of the check, and nothing yet in the register."""

from itertools import batched

from django.db import transaction

from accounts import journal
from accounts.inserting import insert_values
from accounts.models import User

from ..models import ImportedFile, ImportedRow, ImportRun
from .checking import BATCH
from .progress import Stage, Task, hold, report
from .reading import Row, packed, unpacked
from .refusals import AlreadyApplied, FileRefused, NotReady, StillBusy
from .registry import REGISTER, subject_of
from .subjects import RowChecker, RowFinding, Subject

LONGEST_NAME = 120
KEPT = ("run", "number", "state", "cells", "problems", "likes", "choice")
"""Columns of a row that was checked."""


@transaction.atomic
def receive_file(*, content: bytes, file_name: str, by: User, subject: str = REGISTER) -> ImportRun:
    """Keep a file until it is read. Earlier drafts of the same user and subject go: their names of people are not kept
    for nothing.

    What can be said against the file at once is said here; one that is being imported stays.
    """
    subject_of(subject).judge(content)
    drafts = ImportRun.objects.filter(created_by=by, subject=subject, is_applied=False)
    drafts.exclude(task=Task.APPLY, stage__in=(Stage.WAITING, Stage.WORKING)).delete()
    name = "".join(filter(str.isprintable, file_name))[-LONGEST_NAME:] or "-"
    run = ImportRun(subject=subject, file_name=name, created_by=by)
    run.full_clean()
    run.save(force_insert=True)
    ImportedFile.objects.create(run=run, content=content)
    journal.note("import.drafted", about=run, by=by, size=len(content))
    return run


def check_file(*, run: ImportRun, by: User) -> None:
    """Read the file and check its rows, some at a time; the file itself goes when all of them are kept."""
    kept = ImportedFile.objects.filter(run=run).first()
    if kept is None:
        raise NotReady
    subject = subject_of(run.subject)
    run.rows.all().delete()
    try:
        number, batches = _read(bytes(kept.content), subject)
    except FileRefused:
        kept.delete()
        raise
    kept.content = b""
    report(run, done=0, rows_total=number)
    checker, done = subject.checker(by), 0
    for batch in batches:
        done += _check_rows(run, unpacked(batch), checker, done)
    with transaction.atomic():
        hold(run)
        ImportedFile.objects.filter(run=run).delete()
        report(run, done=done, stage=Stage.DONE)
    run.refresh_from_db()


def _read(content: bytes, subject: Subject) -> tuple[int, list[bytes]]:
    """How many rows a file has, and the rows of each batch, packed: the whole file is read before any row is kept."""
    number, batches = 0, []
    for some in batched(subject.rows_in(content), BATCH):
        number += len(some)
        batches.append(packed(some))
    return number, batches


def _check_rows(run: ImportRun, rows: list[Row], checker: RowChecker, done: int) -> int:
    """Keep rows with the answer of the check; how many they are."""
    findings = checker.findings(rows, {})
    with transaction.atomic():
        report(run, done=done + len(findings))
        insert_values(ImportedRow, KEPT, ((run.pk, *_kept(finding)) for finding in findings))
    return len(findings)


def _kept(finding: RowFinding) -> tuple[object, ...]:
    """The answer of the check without a decision, as ``KEPT`` tells it after the run."""
    problems, likes = {**finding.doubts, **finding.problems}, [like.stored() for like in finding.likes]
    return finding.row.number, finding.state, finding.row.stored(), problems, likes, ""


@transaction.atomic
def drop_import(*, run: ImportRun, by: User) -> None:
    """Throw a draft away."""
    ImportRun.objects.hold(run)
    if run.is_applied:
        raise AlreadyApplied
    if run.is_busy and run.task == Task.APPLY:
        raise StillBusy
    journal.note("import.dropped", about=run, by=by)
    run.delete()
