"""Job workers give signs of life, and a job whose worker is gone is done by another one."""

import time
from dataclasses import dataclass, field

from django.core.cache import cache
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

SIGN_EVERY = 15
SILENT_AFTER = 60
"""Seconds without a sign after which a worker counts as gone."""
ATTEMPTS = 3
"""How many workers may die over one job before it is given up."""

ANY = "portal.worker"


class WorkerLost(Exception):
    """Every worker that took this job was gone before it was done."""


def give_sign(worker_id: str) -> None:
    """This worker is alive, and so is at least one."""
    cache.set(f"{ANY}:{worker_id}", 1, timeout=SILENT_AFTER)
    cache.set(ANY, time.time(), timeout=None)


def say_goodbye(worker_id: str) -> None:
    cache.delete(f"{ANY}:{worker_id}")


def seconds_since_last_sign() -> float | None:
    """Of whichever worker; ``None``: none gave one since the cache began."""
    last = cache.get(ANY)
    return None if last is None else max(0.0, time.time() - last)


@dataclass
class Reaper:
    """Gives jobs back whose worker has been silent for a while. One missing sign is no proof: a cache may forget."""

    missed: dict[str, float] = field(default_factory=dict)
    patience: float = SILENT_AFTER

    def look(self) -> int:
        """One look at all jobs that are being done; says how many were given back or given up."""
        running = {
            str(job.pk): job
            for job in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
            if job.worker_ids and cache.get(f"{ANY}:{job.worker_ids[-1]}") is None
        }
        now = time.monotonic()
        self.missed = {pk: self.missed.get(pk, now) for pk in running}
        lost = [running[pk] for pk, since in self.missed.items() if now - since >= self.patience]
        return sum(map(_given_back, lost))


def _given_back(job: DBTaskResult) -> int:
    """By one of several who look: the row is changed only while it stands as it was seen."""
    as_seen = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at)
    if len(job.worker_ids) < ATTEMPTS:
        return as_seen.update(status=TaskResultStatus.READY)
    kind = f"{WorkerLost.__module__}.{WorkerLost.__qualname__}"
    return as_seen.update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now(), exception_class_path=kind, traceback=""
    )
