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
    """Numbers that are not counted but read, each by itself: one that nobody can tell now is left out."""

    def collect(self) -> Iterator[Any]:
        for question in (ready, disk, worker, jobs, records, backup):
            try:
                number = question()
            except Exception:  # noqa: S112  whatever a driver raises; what does not answer stands under portal_ready
                continue
            if number is not None:
                yield number


def gauge(name: str, words: str, value: float | dict[str, float], label: str = "") -> Any:
    """One number, or one for each value of the label."""
    from prometheus_client.core import GaugeMetricFamily

    if not isinstance(value, dict):
        return GaugeMetricFamily(name, words, value=value)
    family = GaugeMetricFamily(name, words, labels=[label])
    for each, number in value.items():
        family.add_metric([each], number)
    return family


def ready() -> Any:
    found = {finding.name: 0 if finding.fault else 1 for finding in look()}
    return gauge("portal_ready", "1 where it answers and is as it should be", found, "what")


def disk() -> Any:
    return gauge("portal_disk_free_ratio", "Of the disk that is written to", free_share())


def worker() -> Any:
    silence = seconds_since_last_sign()
    if silence is None:
        return None
    return gauge("portal_worker_silent_seconds", "Since the last sign of life of a job worker", silence)


def jobs() -> Any:
    rows = DBTaskResult.objects.order_by().values_list("status").annotate(number=Count("pk"))
    found = {"READY": 0, "RUNNING": 0, "FAILED": 0, "SUCCESSFUL": 0, **dict(rows)}
    return gauge("portal_jobs", "Jobs by state", {state.lower(): number for state, number in found.items()}, "state")


def records() -> Any:
    rows = Delivery.objects.order_by().values_list("outcome").annotate(number=Count("pk"))
    found = {**dict.fromkeys(Delivery.Outcome.values, 0), **dict(rows)}
    return gauge("portal_outbox_records", "Records that phones sent, by what became of them", found, "outcome")


def backup() -> Any:
    age = backup_age()
    return None if age is None else gauge("portal_backup_age_seconds", "Since the newest backup was written", age)


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
