"""What the job worker does: check a file, import it, take it back. Asked for in a request, done outside of it."""

import logging
import traceback
import uuid
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone, translation

from accounts.models import User

from ..models import ImportRun
from .drafting import check_file
from .findings import Choice, State
from .progress import Stage, Superseded, Task, claim, give_up, has_stopped
from .refusals import (
    AlreadyApplied,
    MayNotImport,
    NotApplied,
    NothingToImport,
    NotReady,
    RowsAreRefused,
    StillBusy,
    WorkBrokeOff,
)
from .registry import subject_of

logger = logging.getLogger(__name__)
TO_WRITE = Q(state__in=(State.NEW, State.CHANGED)) | Q(choice__in=(Choice.SAME, Choice.OTHER))


class BrokeOff(Exception):
    """Where and by what kind of fault the work broke off, never its words: a database names the row that it refuses.

    The job's record and the log keep what is raised, for longer than any name may stand there.
    """

    def __init__(self, fault: Exception) -> None:
        kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
        super().__init__("".join([kind, "\n", *traceback.format_tb(fault.__traceback__)]))


@task(queue_name="default", backend="jobs")
def work_on_import(run_id: str, job: str) -> None:
    """Do what the import waits for, with the rights that its maker has at this moment.

    Delivered twice, it is done once. Ended in the middle, it leaves nothing half done and can be started again.
    """
    run = claim(run_id, job)
    if run is None:
        return
    by = run.created_by
    with translation.override(by.language if by else None):
        try:
            if by is None or not ImportRun.objects.editable_by(by).filter(pk=run.pk).exists():
                raise MayNotImport
            _work(run)(run=run, by=by)
        except Superseded:
            logger.info("Import %s is another job's by now.", run_id)
        except ValidationError as refusal:
            give_up(run, " ".join(refusal.messages))
        except Exception as fault:
            give_up(run, str(WorkBrokeOff.message))
            raise BrokeOff(fault) from None


def _work(run: ImportRun) -> Callable[..., object]:
    if run.task == Task.CHECK:
        return check_file
    subject = subject_of(run.subject)
    return subject.apply if run.task == Task.APPLY else subject.undo


@transaction.atomic
def ask_to_check(*, run: ImportRun, by: User) -> ImportRun:
    """The first work on a file that was just received."""
    return _hand_over(run, Task.CHECK)


@transaction.atomic
def ask_to_apply(*, run: ImportRun, by: User) -> ImportRun:
    """Import the file as soon as the worker is free; asked twice, it is done once."""
    ImportRun.objects.hold(run)
    if run.is_applied:
        raise AlreadyApplied
    if run.is_busy:
        raise StillBusy
    if not run.is_ready:
        raise NotReady
    if not subject_of(run.subject).skips_refused and run.rows.filter(state=State.REFUSED).exists():
        raise RowsAreRefused
    if not run.rows.filter(TO_WRITE).exists():
        raise NothingToImport
    return _hand_over(run, Task.APPLY)


@transaction.atomic
def ask_to_undo(*, run: ImportRun, by: User) -> ImportRun:
    """Take the import back as soon as the worker is free."""
    ImportRun.objects.hold(run)
    if not run.is_applied:
        raise NotApplied
    if run.is_busy:
        raise StillBusy
    return _hand_over(run, Task.UNDO)


@transaction.atomic
def start_again(*, run: ImportRun, by: User) -> ImportRun:
    """The same work once more, when it has stopped: the worker was ended, or something broke."""
    ImportRun.objects.hold(run)
    if not may_start_again(run):
        raise StillBusy
    return _hand_over(run, run.task)


def may_start_again(run: ImportRun) -> bool:
    """A check that broke off can be repeated as long as the file is there; the other tasks are simply asked for."""
    broke_off = run.task == Task.CHECK and run.stage == Stage.FAILED and hasattr(run, "file")
    return has_stopped(run) or broke_off


def _hand_over(run: ImportRun, what: str) -> ImportRun:
    """Give it to the worker once the transaction has ended, under a number of its own."""
    run.task, run.stage, run.failure, run.stage_at = what, Stage.WAITING, "", timezone.now()
    run.rows_done, run.job = 0, uuid.uuid4()
    run.save(update_fields=["task", "stage", "failure", "stage_at", "rows_done", "job"])
    told = (str(run.pk), str(run.job))
    transaction.on_commit(lambda: work_on_import.enqueue(*told))
    return run
