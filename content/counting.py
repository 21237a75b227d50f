"""How often public pages are read: totals a day, kept in memory for a moment and written in one go.

``count_reading(path, day)`` is all that whoever answers a public page has to call, also a cache that answers in the
place of Django; ``is_reading(headers)`` says whether an answer is one to count. Neither keeps nor passes on who asked.

The totals are an estimate. Pages that a telephone, a browser or a proxy kept are not seen here; staff count like
everybody; robots that do not say so are counted; what a process had in memory when it was killed is lost.
"""

import logging
import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .models import DailyReading

PUBLIC = re.compile(r"^/(km|en)/")
ROBOTS = re.compile(r"bot|crawl|spider|slurp|preview|monitor|fetch|curl|wget|python|java/|libwww|lighthouse", re.I)
AHEAD = ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")
"""By these headers a browser says that it fetches a page which nobody has asked to see yet."""
LONGEST = DailyReading._meta.get_field("path").max_length

log = logging.getLogger(__name__)


class Buffer:
    """Readings that are not written yet. Counting costs no write: a thread writes what has gathered."""

    def __init__(self, write: Callable[[Mapping[tuple[str, date], int]], None], *, many: int, seconds: float) -> None:
        self._write, self._many, self._seconds = write, many, seconds
        self.start_anew()

    def start_anew(self) -> None:
        """Empty, as in a new process: what a process held when it forked is its own to write."""
        self._counts: Counter[tuple[str, date]] = Counter()
        self._waiting = 0
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._enough = threading.Event()
        self._writer: threading.Thread | None = None

    def count(self, path: str, day: date) -> None:
        with self._lock:
            self._counts[path, day] += 1
            self._waiting += 1
            if self._waiting >= self._many:
                self._enough.set()
            if self._writer is None:
                self._writer = threading.Thread(target=self._run, name="reading counts", daemon=True)
                self._writer.start()
                Finalize(None, self.flush, exitpriority=10)  # unlike atexit also in a worker of the server

    def flush(self) -> None:
        """Write what waits. What could not be written waits again."""
        with self._writing:
            with self._lock:
                counts, self._counts, self._waiting = self._counts, Counter(), 0
                self._enough.clear()
            if not counts:
                return
            try:
                self._write(counts)
            except Exception:
                log.warning("Reading counts could not be written; they wait for the next time.", exc_info=True)
                with self._lock:
                    self._counts.update(counts)

    def _run(self) -> None:
        while True:
            self._enough.wait(self._seconds)
            self.flush()
            connections.close_all()


def write_counts(counts: Mapping[tuple[str, date], int]) -> None:
    """Add to what the tables hold; several processes may do so at once."""
    with transaction.atomic():
        for (path, day), number in sorted(counts.items()):
            rows = DailyReading.objects.filter(path=path, day=day)
            if not rows.exists():
                DailyReading.objects.get_or_create(path=path, day=day)
            rows.update(count=F("count") + number)


buffer = Buffer(write_counts, many=100, seconds=settings.READING_COUNTS_SECONDS or 1)
os.register_at_fork(after_in_child=buffer.start_anew)


def count_reading(path: str, day: date) -> None:
    """One reading of the page at a path, whoever answered it. The address behind the path is no part of it."""
    if settings.READING_COUNTS_SECONDS and len(path) <= LONGEST:
        buffer.count(path, day)


def is_reading(headers: Mapping[str, str]) -> bool:
    """Whether somebody has asked to see the page: no robot that says so, nothing fetched ahead or by a script."""
    agent = headers.get("User-Agent", "")
    seen = headers.get("Sec-Fetch-Dest", "document") == "document"
    return seen and bool(agent) and not ROBOTS.search(agent) and not any(name in headers for name in AHEAD)


def count_readings(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: counts the public pages that Django answers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and request.method == "GET" and PUBLIC.match(request.path) and is_reading(request.headers):
            count_reading(request.path, timezone.localdate())
        return response

    return middleware
