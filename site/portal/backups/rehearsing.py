"""A rehearsal: the real commands restore into a database and a folder of their own, and what came is compared.

The child processes know nothing of the portal that is in use: neither its database nor its folder is in their
environment.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.db import connection
from pyrage.x25519 import Identity

from .carried import carried_models
from .making import Say
from .reading import Told, read_archive
from .refusals import Refused
from .rows import Digest

NO_DATABASE = (
    "The portal's database user may not make a database for the rehearsal: ALTER ROLE … CREATEDB, or rehearse into a "
    "file with --sqlite."
)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """The archive, what came out of it beside, and what the portal holds today."""

    told: Told
    came: dict[str, Digest]
    files: int
    today: dict[str, int]

    def faults(self) -> list[str]:
        """What did not come back byte by byte."""
        wrong = [table for table, digest in self.told.tables.items() if self.came.get(table) != digest]
        return wrong + ([] if self.files == self.told.files else ["uploads"])

    def table(self) -> Iterator[str]:
        """A line for each table that holds anything, and one for the uploads."""
        yield f"{'table':<44}{'in the archive':>16}{'restored':>12}{'here today':>12}  equal"
        faults = self.faults()
        for name, digest in sorted(self.told.tables.items()):
            came, today = self.came.get(name, Digest(0, "")).rows, self.today.get(name, 0)
            if digest.rows or came or today:
                yield f"{name:<44}{digest.rows:>16,}{came:>12,}{today:>12,}  {'no' if name in faults else 'yes'}"
        equal = "no" if "uploads" in faults else "yes"
        yield f"{'uploads':<44}{self.told.files:>16,}{self.files:>12,}{'':>12}  {equal}"


def rehearse(
    archive: Path,
    key_files: list[Path],
    identities: list[Identity],
    *,
    in_sqlite: bool,
    say: Say,
    folder: Path | None = None,
    settings_module: str = "",
) -> Rehearsed:
    """Restore beside and compare. ``folder``: where, instead of a new one beside the portal's own."""
    say("Reading the archive to its end")
    told = read_archive(archive, identities)
    with beside(folder) as own, database_beside(in_sqlite=in_sqlite) as url:
        environ = environment(own, url, settings_module)
        keys = [part for path in key_files for part in ("--identity", str(path.resolve()))]
        say("Restoring beside the portal")
        run(["restore", str(archive.resolve()), *keys], environ, say)
        say("Comparing")
        printed = json.loads(run(["canonical_dump", "--digests", "--before-restore"], environ, None))
        counted = sum(path.is_file() for root in ("media", "private") for path in home(own).glob(f"{root}/**/*"))
    came = {table: Digest(each["rows"], each["sha256"]) for table, each in printed.items()}
    today = {model._meta.db_table: model._base_manager.count() for model in carried_models()}
    return Rehearsed(told, came, counted, today)


# --- beside ----------------------------------------------------------------------------------------------------------
@contextmanager
def beside(folder: Path | None) -> Iterator[Path]:
    """A folder for the copy, for nobody else to read, and gone at the end."""
    own = folder or Path(tempfile.mkdtemp(prefix="rehearsal-", dir=settings.VAR_DIR))
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


@contextmanager
def database_beside(*, in_sqlite: bool) -> Iterator[str]:
    """The address of a new database on the portal's own server; empty for SQLite, whose file lies in the folder."""
    if in_sqlite or connection.vendor == "sqlite":
        yield ""
        return
    name = f"rehearsal_{token_hex(6)}"
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        try:
            server.execute(f"CREATE DATABASE {name}")
        except psycopg.errors.InsufficientPrivilege as error:
            raise Refused(NO_DATABASE) from error
        try:
            yield address(name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def address(name: str) -> str:
    """A database of the portal's server, as ``DATABASE_URL`` has it."""
    here = connection.settings_dict
    options = {key: value for key, value in here["OPTIONS"].items() if key not in ("options", "pool")}
    query = {"host": here["HOST"], "port": str(here["PORT"]), **options}
    secret = f":{quote(here['PASSWORD'], safe='')}" if here["PASSWORD"] else ""
    who = f"{quote(here['USER'], safe='')}{secret}@" if here["USER"] else ""
    return f"postgresql://{who}/{name}?{urlencode({key: value for key, value in query.items() if value})}"


def environment(own: Path, url: str, settings_module: str) -> dict[str, str]:
    """Of a child process: all paths lead into the folder beside."""
    return {
        **os.environ,
        "PORTAL_VAR": str(own),
        "PHONE_KEYS_DIR": str(own / "phone_keys"),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": settings_module or settings.SETTINGS_MODULE,
        "DATABASE_URL": url,
    }


def home(own: Path) -> Path:
    """Where settings of a demo have their folder."""
    return own / "demo" if settings.IS_DEMO else own


def run(command: list[str], environ: dict[str, str], say: Say | None) -> str:
    """A command of ours; what it prints is passed on, or given back where nobody listens."""
    program = [sys.executable, str(settings.BASE_DIR / "manage.py"), *command]
    with subprocess.Popen(  # noqa: S603  our own program
        program, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as child:
        lines = []
        for line in child.stdout:
            lines.append(line)
            if say is not None:
                say(f"  {line.rstrip()}")
    if child.returncode:
        raise Refused(f"The rehearsal ended early: {''.join(lines)[-1500:].strip()}")
    return "".join(lines)
