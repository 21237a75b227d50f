"""One migrated database, made once and copied: for each worker, and anew after each test that commits.

Fresh migrations cost 13 to 25 seconds of processor time. On SQLite the template is a file that outlives the run, named
by what it was made from; on PostgreSQL it lives as long as the cluster (see ``tests.postgres``). ``python -m
tests.template`` makes the file ahead: while it is made, one core of a run has nothing else to do.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from tests.postgres import VARIABLE

KEPT_TEMPLATES = 4


def sources() -> list[Path]:
    """What a migrated database depends on: models make its permissions and content types, packages their tables."""
    root = settings.BASE_DIR
    found = [root / "requirements-dev.lock"]
    for folder in [path for path in (*root.iterdir(), *(root / "site").iterdir()) if (path / "__init__.py").exists()]:
        if folder.name != "tests":
            found += [folder / "models.py", folder / "apps.py", folder / "roles.py"]
            found += [*(folder / "models").rglob("*.py"), *(folder / "migrations").glob("*.py")]
    return sorted(path for path in found if path.exists())


def fingerprint() -> str:
    """Changes when a migration, a model or a package does."""
    summary = hashlib.sha256()
    for path in sources():
        summary.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode() + path.read_bytes())
    return summary.hexdigest()[:16]


@contextlib.contextmanager
def one_worker_at_a_time() -> Iterator[None]:
    """The first worker makes the template, the others wait for it."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / f"template-{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(name: str) -> None:
    """Migrates the database of this name."""
    use(name)
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    connections.close_all()


def use(name: str) -> None:
    """Turns every later connection, also of other threads, to the database of this name."""
    connections.close_all()
    connection.settings_dict["NAME"] = name


class SqliteCopies:
    """Copies of a kept file. Each copy has a name of its own: a server thread may still hold the one before."""

    def __init__(self, worker: str):
        self.worker, self.numbers, self.current = worker, count(), None

    def template(self) -> Path:
        path = settings.VAR_DIR / f"template-{fingerprint()}.sqlite3"
        with one_worker_at_a_time():
            if not path.exists():
                draft = path.with_suffix(f".{os.getpid()}")
                migrate(str(draft))
                draft.rename(path)
            path.touch()
            for old in sorted(settings.VAR_DIR.glob("template-*.sqlite3"), key=age)[KEPT_TEMPLATES:]:
                old.unlink()
        return path

    def start(self) -> None:
        self.source = self.template()
        self.renew()

    def renew(self) -> None:
        before, path = self.current, settings.VAR_DIR / f"{self.worker}-{os.getpid()}-{next(self.numbers)}.sqlite3"
        shutil.copyfile(self.source, path)
        use(str(path))
        self.current = path
        self.remove(before)

    def remove(self, path: Path | None) -> None:
        if path:
            for ending in ("", "-wal", "-shm", "-journal"):
                path.with_name(path.name + ending).unlink(missing_ok=True)

    def stop(self) -> None:
        connections.close_all()
        self.remove(self.current)


class PostgresCopies:
    """Databases made from a template database of the same cluster."""

    TEMPLATE = "portal_template"

    def __init__(self, worker: str):
        self.worker, self.numbers, self.current = worker, count(), None

    def administer(self, *statements: str) -> list:
        """Runs statements beside Django's connection, each in no transaction; gives the last one's rows."""
        with psycopg.connect(os.environ[VARIABLE], autocommit=True) as other:
            for statement in statements:
                cursor = other.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        with one_worker_at_a_time():
            if not self.administer(f"SELECT 1 FROM pg_database WHERE datname = '{self.TEMPLATE}'"):
                self.administer(f"CREATE DATABASE {self.TEMPLATE}_draft")
                migrate(f"{self.TEMPLATE}_draft")
                self.administer(f"ALTER DATABASE {self.TEMPLATE}_draft RENAME TO {self.TEMPLATE}")
        self.renew()

    def renew(self) -> None:
        before, name = self.current, f"copy_{self.worker}_{os.getpid()}_{next(self.numbers)}"
        self.administer(f"CREATE DATABASE {name} TEMPLATE {self.TEMPLATE}")
        use(name)
        self.current = name
        if before:
            self.administer(f"DROP DATABASE {before} WITH (FORCE)")

    def stop(self) -> None:
        connections.close_all()


def age(path: Path) -> float:
    """Sorts the file used last to the front."""
    return -path.stat().st_mtime


def copies(worker: str) -> SqliteCopies | PostgresCopies:
    """The keeper of copies for the database that this run uses."""
    return PostgresCopies(worker) if connection.vendor == "postgresql" else SqliteCopies(worker)


if __name__ == "__main__":  # ``python -m tests.template``: the file, before anybody asks for it
    django.setup()
    SqliteCopies("ahead").template()
