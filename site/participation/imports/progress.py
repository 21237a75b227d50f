"""How far the job worker is with an import, and which of its jobs still counts."""

import uuid
from datetime import timedelta

from django.utils import timezone

from ..models import ImportRun

SILENT = timedelta(minutes=2)
"""After so long without a word the work has stopped: the worker was ended, or none is running."""

Task, Stage = ImportRun.Task, ImportRun.Stage


class Superseded(Exception):
    """The work was started again meanwhile, or the import is gone: this job leaves everything as it is."""


def claim(run_id: str, job: str) -> ImportRun | None:
    """The run, if this job is the one it waits for: a job that is delivered twice gets it once."""
    waiting = ImportRun.objects.filter(pk=run_id, job=uuid.UUID(job), stage=Stage.WAITING)
    if not waiting.update(stage=Stage.WORKING, stage_at=timezone.now()):
        return None
    return ImportRun.objects.select_related("created_by").get(pk=run_id)


def report(run: ImportRun, *, done: int, **also: object) -> None:
    """Say how many rows are done. Where another job took over, stop."""
    own = ImportRun.objects.filter(pk=run.pk, job=run.job)
    if not own.update(rows_done=done, stage_at=timezone.now(), **also):
        raise Superseded


def hold(run: ImportRun) -> None:
    """Keep others from the run until the transaction ends, and see that it is still this job's."""
    try:
        ImportRun.objects.filter(job=run.job).hold(run)
    except ImportRun.DoesNotExist:
        raise Superseded from None


def give_up(run: ImportRun, sentence: str) -> None:
    """The task is not done, and why; what was there before it still stands."""
    own = ImportRun.objects.filter(pk=run.pk, job=run.job)
    own.update(stage=Stage.FAILED, failure=sentence, stage_at=timezone.now())


def has_stopped(run: ImportRun) -> bool:
    """Whether nobody has worked on it for so long that it may be started again."""
    return run.is_busy and (run.stage_at is None or run.stage_at < timezone.now() - SILENT)
