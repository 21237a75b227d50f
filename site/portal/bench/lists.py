"""Lists in a small and in a large database, a round here and a round there, so that both meet the same machine."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant, User
from participation.forms.group_filter import ORDERS
from participation.models import CommunityGroup, Meeting, School
from participation.paging import date_key
from participation.reads.facilitators import known_facilitators

ROWS_OF_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list: its name, how many rows the list has, its address, and what is posted to it, if anything."""

    name: str
    rows: int
    path: str
    posted: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What one page took: rows of its list, milliseconds, queries, bytes."""

    rows: int
    ms: float
    queries: int
    size: int


def pages_of(user: User) -> Iterator[ListPage]:
    """The first and a middle page of every list that a programme officer has, and a search for people."""
    groups = CommunityGroup.objects.visible_to(user)
    dated = groups.annotate(met_key=date_key("last_met_on"))
    yield from _both("groups by place", "groups:list", groups, ORDERS["place"])
    yield from _both("groups by name", "groups:list", groups, ORDERS["name"], "sort=name&")
    yield from _both("groups by meeting", "groups:list", dated, ORDERS["last"], "sort=last&")
    meetings = Meeting.objects.visible_to(user)
    yield from _both("meetings", "meetings:list", meetings, ("-held_on", "-slot", "-pk"))
    schools = School.objects.visible_to(user)
    yield from _both("schools", "schools:list", schools, ("area_id", "name_key", "pk"))
    people = known_facilitators(user)
    yield from _both("facilitators", "facilitations:list", people, ("full_name", "username", "pk"))
    yield ListPage("people searched", 0, reverse("people:search"), {"q": "sok"})


def _both(name: str, view: str, rows: QuerySet, keys: tuple[str, ...], asked: str = "") -> Iterator[ListPage]:
    number, address = rows.count(), reverse(view)
    yield ListPage(f"{name}, first", number, f"{address}?{asked}")
    if number > 2 * ROWS_OF_A_PAGE:
        middle = rows.order_by(*keys).values_list("pk", flat=True)[number // 2]
        yield ListPage(f"{name}, middle", number, f"{address}?{asked}after={middle}")


@transaction.atomic
def answer(questions: IO[str], answers: IO[str]) -> None:
    """The part of the process that stands at one database: each line it is sent asks for a round over all pages.

    What it writes, its reader and the journal's lines, is taken back.
    """
    user = _reader()
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    pages = list(pages_of(user))
    for page in pages:
        _get(client, page)
    for _question in questions:
        found = {}
        for page in pages:
            began = time.perf_counter()
            response = _get(client, page)
            ms = (time.perf_counter() - began) * 1000
            with CaptureQueriesContext(connection) as queries:
                _get(client, page)
            if response.status_code != 200:
                raise ValueError(f"{page.path} answered {response.status_code}.")
            found[page.name] = (page.rows, ms, len(queries), len(response.content))
        answers.write(json.dumps(found) + "\n")
        answers.flush()
    transaction.set_rollback(True)


def _reader() -> User:
    """A programme officer for the whole country."""
    user = User.objects.create(username="bench", full_name="Bench", code_of_conduct_accepted_at=timezone.now())
    RoleGrant.objects.create(user=user, role="programme_officer", began_on=timezone.localdate())
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def _get(client: Client, page: ListPage) -> object:
    return client.get(page.path) if page.posted is None else client.post(page.path, page.posted)


def compare(small: str, *, rounds: int) -> Iterator[tuple[str, Taken, Taken]]:
    """Each page in the small database (a URL) and in this one.

    :return: name, what it took there, what it took here; pages that only one of the two has are left out.
    """
    with _at(small) as there, _at(os.environ["DATABASE_URL"]) as here:
        taken = [(_ask(there), _ask(here)) for _ in range(rounds)]
    first, second = taken[0]
    for name in first:
        if name in second:
            yield name, _fastest([a[name] for a, _ in taken]), _fastest([b[name] for _, b in taken])


def _at(url: str) -> subprocess.Popen:
    environ = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-m", "django", "bench", "--answer"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=Path(settings.BASE_DIR), env=environ, **pipes)  # noqa: S603 — our own program


def _ask(process: subprocess.Popen) -> dict[str, list]:
    process.stdin.write("once more\n")
    process.stdin.flush()
    said = process.stdout.readline()
    if not said:
        raise ChildProcessError("The process that measures one of the databases ended early; what it said is above.")
    return json.loads(said)


def _fastest(rounds: list[list]) -> Taken:
    """The fastest round: what else runs on the machine only ever adds to a page's time."""
    rows, _ms, queries, size = rounds[0]
    return Taken(rows, min(each[1] for each in rounds), queries, size)
