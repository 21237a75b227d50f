"""Lists in a small and in a large database, a round here and a round there, so that both meet the same machine."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from portal.bench.pages import ListPage, fill_lists_of_use, pages_of, reader_of_all


@dataclass(frozen=True, slots=True)
class Taken:
    """What one page took: rows of its list, milliseconds, queries, bytes.

    ``work`` are the milliseconds for which a processor had it, here and in the database's process for this session;
    0 where that cannot be read. On a busy machine the rest is waiting for others.
    """

    rows: int
    ms: float
    queries: int
    size: int
    work: float = 0.0


@transaction.atomic
def answer(questions: IO[str], answers: IO[str], pages_of: Callable[[User], Iterable[ListPage]] = pages_of) -> None:
    """The part of the process that stands at one database: each line it is sent asks for a round over all pages.

    What it writes, its reader, the lines of the journal and the imports, is taken back.
    """
    user = reader_of_all()
    fill_lists_of_use(user)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    pages = list(pages_of(user))
    for page in pages:
        _get(client, page)
    for _question in questions:
        found = {}
        for page in pages:
            began, worked = time.perf_counter(), _work()
            response = _get(client, page)
            ms, work = (time.perf_counter() - began) * 1000, _work() - worked
            with CaptureQueriesContext(connection) as queries:
                _get(client, page)
            if response.status_code != 200:
                raise ValueError(f"{page.path} answered {response.status_code}.")
            found[page.name] = (page.rows, ms, len(queries), len(response.content), work)
        answers.write(json.dumps(found) + "\n")
        answers.flush()
    transaction.set_rollback(True)


def _work() -> float:
    """Milliseconds of processor so far, of this process and of its session's in a database on this machine."""
    processes = ["self"]
    if connection.vendor == "postgresql" and connection.connection.info.host.startswith("/"):
        processes.append(str(connection.connection.info.backend_pid))
    try:
        return sum(int(Path(f"/proc/{each}/schedstat").read_text().split()[0]) for each in processes) / 1_000_000
    except OSError:
        return 0.0


def _get(client: Client, page: ListPage) -> object:
    return client.get(page.path) if page.posted is None else client.post(page.path, page.posted)


def compare(small: str, *, rounds: int, more: Sequence[str] = ()) -> Iterator[tuple[str, Taken, Taken]]:
    """Each page in the small database (a URL) and in this one.

    :param more: options of the command that say which pages.
    :return: name, what it took there, what it took here; pages that only one of the two has are left out.
    """
    with _at(small, more) as there, _at(os.environ["DATABASE_URL"], more) as here:
        taken = [(_ask(there), _ask(here)) for _ in range(rounds)]
    first, second = taken[0]
    for name in first:
        if name in second:
            yield name, _fastest([a[name] for a, _ in taken]), _fastest([b[name] for _, b in taken])


def _at(url: str, more: Sequence[str]) -> subprocess.Popen:
    environ = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-m", "django", "bench", "--answer", *more]
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
    rows, _ms, queries, size, _work = rounds[0]
    return Taken(rows, min(each[1] for each in rounds), queries, size, min(each[4] for each in rounds))
