"""Numbers for a monitor, in the text form of Prometheus: requests, records of phones, jobs, backups. Never a name.

Requests are counted where ``METRICS_DIR`` names a folder in which the processes of this machine add up. What the
database knows is asked when somebody reads the numbers.
"""

import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django_tasks_db.models import DBTaskResult

from fieldbook.models import Delivery

from .readiness import free_share, look
from .request_ids import route_of
from .workers import seconds_since_last_sign

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PARTS = ("km", "en", "desk", "field", "admin", "accounts", "api", "media")
"""Parts of the portal whose durations are told apart; the rest is one."""
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Counted:
    """What each process counts. Made once a process, after its folder is known."""

    def __init__(self) -> None:
        Path(settings.METRICS_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)
        from prometheus_client import Counter, Histogram  # looks at the folder when it is imported

        self.requests = Counter(
            "portal_requests", "Requests by pattern of the address and status", ["route", "method", "status"]
        )
        self.seconds = Histogram("portal_request_seconds", "How long answers took", ["part"], buckets=BUCKETS)
        self.kept = Counter("portal_kept_answers", "Public pages answered from memory")


counted = cache(Counted)


def count_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what Django answers, by the pattern of the address."""
    if not settings.METRICS_DIR:
        raise MiddlewareNotUsed
    numbers = counted()

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
        numbers.requests.labels(route_of(request) or "none", method, str(response.status_code)).inc()
        first = request.path.split("/", 2)[1]
        numbers.seconds.labels(first if first in PARTS else "other").observe(time.perf_counter() - began)
        return response

    return middleware


def count_kept() -> Callable[[], object] | None:
    """What the memory of public pages calls for each answer; ``None``: nobody counts."""
    return counted().kept.inc if settings.METRICS_DIR else None


class AskedNow:
    """Numbers that are not counted but read: from the database, the cache and the disk."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily as Gauge

        ready = Gauge("portal_ready", "1 where it answers and is as it should be", labels=["what"])
        for finding in look():
            ready.add_metric([finding.name], 0 if finding.fault else 1)
        yield ready
        yield Gauge("portal_disk_free_ratio", "Of the disk that is written to", value=free_share())
        silence = seconds_since_last_sign()
        if silence is not None:
            yield Gauge("portal_worker_silent_seconds", "Since the last sign of life of a job worker", value=silence)
        try:
            yield from self.of_the_database(Gauge)
        except DatabaseError:
            return  # that it does not answer stands above
        age = backup_age()
        if age is not None:
            yield Gauge("portal_backup_age_seconds", "Since the newest backup was written", value=age)

    def of_the_database(self, Gauge: type) -> Iterator[Any]:  # noqa: N803  a class
        jobs = Gauge("portal_jobs", "Jobs by state", labels=["state"])
        for state, number in jobs_by_state().items():
            jobs.add_metric([state.lower()], number)
        yield jobs
        records = Gauge("portal_outbox_records", "Records that phones sent, by what became of them", labels=["outcome"])
        for outcome, number in records_by_outcome().items():
            records.add_metric([outcome], number)
        yield records


def jobs_by_state() -> dict[str, int]:
    rows = DBTaskResult.objects.order_by().values_list("status").annotate(number=Count("pk"))
    return {"READY": 0, "RUNNING": 0, "FAILED": 0, "SUCCESSFUL": 0, **dict(rows)}


def records_by_outcome() -> dict[str, int]:
    rows = Delivery.objects.order_by().values_list("outcome").annotate(number=Count("pk"))
    return {**dict.fromkeys(Delivery.Outcome.values, 0), **dict(rows)}


def backup_age() -> float | None:
    """Of the newest file in the folder of backups; ``None`` where there is no folder or nothing in it."""
    if not settings.BACKUP_DIR or not Path(settings.BACKUP_DIR).is_dir():
        return None
    files = [path.stat().st_mtime for path in Path(settings.BACKUP_DIR).iterdir() if path.is_file()]
    return max(0.0, time.time() - max(files)) if files else None


def as_text() -> bytes:
    """Everything, of all processes of this machine."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if settings.METRICS_DIR:
        MultiProcessCollector(registry, path=str(settings.METRICS_DIR))
    counted_numbers = generate_latest(registry)
    asked = CollectorRegistry()
    asked.register(AskedNow())
    return counted_numbers + generate_latest(asked)
