"""Public pages answered from memory, before Django hears of the request.

An answer is kept with the marks it was made from (``freshness``), so publishing a page, a helpline or a figure empties
what shows it and nothing else, in every process of every machine, before the editor has the next page. It goes out with
the headers it had when it was made: nobody can tell a kept answer from a new one, and a proxy may keep it for a second.
"""

import hashlib
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone

from content.counting import AHEAD, count_reading, is_reading
from freshness.marks import Marks, Seen, marks
from freshness.noting import noted

from .middleware import PACKERS, WILL_BE_KEPT, accepted_packings

type Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]

PUBLIC = ("/km/", "/en/")
QUERIES = re.compile(r"(?:(?:age|q|a|kind|status|place|older|after|before|page)=[a-z0-9._-]{1,40}(?:&|$)){0,3}")
"""What may follow an address that is kept; whatever else somebody writes there is answered by Django each time."""

COUNTED_BY = tuple(f"HTTP_{each.upper().replace('-', '_')}" for each in ("User-Agent", "Sec-Fetch-Dest", *AHEAD))
"""What tells a reader from a robot, as a server writes it."""

SECONDS = 600
"""How long an answer is kept at most, should a process die between a commit and its mark."""

MEGABYTES = 64
"""What each process keeps; then the oldest goes."""


@dataclass(slots=True)
class Answer:
    """A whole answer, and how long it is true."""

    headers: list[tuple[str, str]]
    body: bytes
    tag: str
    seen: Seen
    anything: int
    day: date
    until: float


class PageCache:
    """The WSGI application with a memory before it."""

    def __init__(
        self, application: Application, megabytes: int = MEGABYTES, on_kept: Callable[[], object] | None = None
    ) -> None:
        self.application, self.on_kept, self.marks = application, on_kept, marks()
        self.answers: dict[tuple, Answer] = {}
        self.most, self.size = megabytes * 1_000_000, 0

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        known, key = self.marks, key_of(environ)
        known.catch_up()  # also where no page is kept: Django keeps smaller things by the same marks
        if key is None:
            return self.application(environ, start_response)
        answer = self.answers.get(key)
        if answer is None or not is_true(answer, known):
            if environ["REQUEST_METHOD"] == "HEAD":
                return self.application(environ, start_response)
            return self._ask(key, known, environ, start_response)
        if self.on_kept:
            self.on_kept()
        if environ["REQUEST_METHOD"] == "GET" and _is_reading(*map(environ.get, COUNTED_BY)):
            count_reading(key[0], answer.day)
        return _give(answer, environ, start_response)

    def _ask(self, key: tuple, known: Marks, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """Django's answer, kept if it may be. What changes while it is made does not count as seen."""
        told: list[tuple] = []
        anything, seen_before = known.anything(), known.all_now()
        environ[WILL_BE_KEPT] = not key[1]  # whoever asks for ever new queries is not given so much work
        with noted() as names:
            answered = self.application(environ, lambda *head: told.append(head))
        status, headers, *more = told[0]
        if not may_be_kept(status, headers):
            start_response(status, headers, *more)
            return answered
        body = b"".join(answered)
        if close := getattr(answered, "close", None):
            close()
        tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        answer = Answer(
            [*headers, ("ETag", tag)], body, tag, seen_before(names), anything, timezone.localdate(), end_of_truth()
        )
        if not unknown_tables(names):
            self._keep(key, answer)
        return _give(answer, environ, start_response)

    def _keep(self, key: tuple, answer: Answer) -> None:
        old = self.answers.pop(key, None)
        self.size += len(answer.body) - (len(old.body) if old else 0)
        self.answers[key] = answer
        while self.size > self.most:
            oldest = self.answers.pop(next(iter(self.answers)), None)
            self.size -= len(oldest.body) if oldest else 0


def _give(answer: Answer, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and answer.tag in asked:
        start_response("304 Not Modified", [each for each in answer.headers if not each[0].startswith("Content-")])
        return ()
    start_response("200 OK", answer.headers)
    return () if environ["REQUEST_METHOD"] == "HEAD" else (answer.body,)


def key_of(environ: dict[str, Any]) -> tuple | None:
    """What an answer depends on besides the marks; ``None``: it is not to be kept."""
    path = environ["PATH_INFO"]
    if not path.startswith(PUBLIC) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    query = environ.get("QUERY_STRING", "")
    if query and not QUERIES.fullmatch(query):
        return None
    scheme = environ.get("HTTP_X_FORWARDED_PROTO") or environ["wsgi.url_scheme"]
    return path, query, environ.get("HTTP_HOST"), scheme, packing(environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=2000)
def _is_reading(*told: str | None) -> bool:
    """As ``content.counting`` says it of answers that Django made."""
    pairs = zip(("User-Agent", "Sec-Fetch-Dest", *AHEAD), told, strict=True)
    return is_reading({name: value for name, value in pairs if value is not None})


@lru_cache(maxsize=500)
def packing(accepted: str) -> str:
    """How the middleware packs for such a browser."""
    names = accepted_packings(accepted)
    return next((each for each in PACKERS if each in names), "")


def is_true(answer: Answer, known: Marks) -> bool:
    if time.time() >= answer.until:
        return False
    now = known.anything()
    if now == answer.anything:
        return True
    if not known.hold(answer.seen):
        return False
    answer.anything = now
    return True


def may_be_kept(status: str, headers: list[tuple[str, str]]) -> bool:
    told = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200")
        and "public" in told.get("cache-control", "")
        and told.get("content-type", "").startswith(("text/html", "application/rss+xml"))
        and not told.keys() & {"set-cookie", "etag"}
    )


def unknown_tables(names: set[str]) -> list[str]:
    """Tables that the answer was read from and of which nobody says when they change."""
    return sorted(name[1:] for name in names if name.startswith("?"))


def end_of_truth() -> float:
    """Days end at midnight, and so does what was true of a day."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return min(time.time() + SECONDS, midnight.timestamp())
