"""Content that is made once in a run and copied into every other test that asks for it.

The portal's own functions make it, so a test sees what a new portal has. But each page costs Wagtail a hundred
statements, and a library of them seconds. What they changed is kept as rows, shared by all workers of the run.
"""

import fcntl
import hashlib
import pickle
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from wagtail.models import Site

from content import library
from content.library import make_rights_library
from content.starter import make_starter_content
from freshness.marks import marks

type Rows = list[tuple]


def seed() -> None:
    """The terms, places and articles that every portal starts with."""
    call_command("seed", verbosity=0)


@dataclass(slots=True)
class Bundle:
    """What functions made. ``before`` is, in short, what the tables held that they changed."""

    before: str
    gone: dict[str, Rows]
    come: dict[str, Rows]
    outcome: object


class Shelf:
    """The bundles of one run, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.known = folder, {}

    def made(self, *makes: Callable[[], object], of: str = "") -> object:
        """What the last of the functions returned, now or when it was called first. ``of`` tells what it made it of.

        On ground that somebody has changed before, the functions are called as if nothing were kept.
        """
        name = "-".join((connection.vendor, *(make.__name__ for make in makes), *of.split()))
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            bundle = self.bundle(name)
            if bundle is None:
                bundle = self.make(makes)
                (self.folder / name).write_bytes(pickle.dumps(bundle))
                return bundle.outcome
        models = models_by_table()
        if in_short({table: rows_of(models[table]) for table in bundle.come}) != bundle.before:
            return _call(makes)
        put_back(bundle)
        return bundle.outcome

    def bundle(self, name: str) -> Bundle | None:
        path = self.folder / name
        if name not in self.known and path.exists():
            self.known[name] = pickle.loads(path.read_bytes())  # noqa: S301 — our own, of this run
        return self.known.get(name)

    def make(self, makes: tuple[Callable[[], object], ...]) -> Bundle:
        before = everything()
        outcome = _call(makes)
        after = everything()
        changed = [table for table in after if after[table] != before[table]]
        return Bundle(
            in_short({table: before[table] for table in changed}),
            {table: sorted(set(before[table]) - set(after[table]), key=repr) for table in changed},
            {table: sorted(set(after[table]) - set(before[table]), key=repr) for table in changed},
            outcome,
        )


def _call(makes: tuple[Callable[[], object], ...]) -> object:
    outcome = None
    for make in makes:
        outcome = make()
    return outcome


FILLED_BY_THE_DATABASE = "_indexentry_fts"
"""The end of the names of SQLite's tables of words: a trigger fills them."""


def models_by_table() -> dict[str, type[Model]]:
    """The models by the names of their tables."""
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
    tables = {each._meta.db_table: each for each in models if not each._meta.proxy}
    return {table: model for table, model in tables.items() if not table.endswith(FILLED_BY_THE_DATABASE)}


def name_of(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def columns_of(model: type[Model]) -> list[str]:
    return [connection.ops.quote_name(each.column) for each in model._meta.local_concrete_fields if not each.generated]


def rows_of(model: type[Model]) -> Rows:
    """As the database holds them, past the drivers' own ideas of dates and numbers."""
    bare = "+{}" if connection.vendor == "sqlite" else "{}::text"
    columns = ", ".join(bare.format(column) for column in columns_of(model))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {name_of(model)}")  # noqa: S608
        return sorted(cursor.fetchall(), key=repr)


def everything() -> dict[str, Rows]:
    return {table: rows_of(model) for table, model in models_by_table().items()}


def in_short(tables: dict[str, Rows]) -> str:
    return hashlib.sha256(repr(sorted(tables.items())).encode()).hexdigest()


def put_back(bundle: Bundle) -> None:
    models = [models_by_table()[table] for table in bundle.come]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in models:
            of_key = [each.column for each in model._meta.local_concrete_fields].index(model._meta.pk.column)
            key = connection.ops.quote_name(model._meta.pk.column)
            going = [(row[of_key],) for row in bundle.gone[model._meta.db_table]]
            cursor.executemany(f"DELETE FROM {name_of(model)} WHERE {key} = %s", going)  # noqa: S608
        for model in models:
            columns = columns_of(model)
            into = f"{name_of(model)} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
            cursor.executemany(f"INSERT INTO {into}", bundle.come[model._meta.db_table])  # noqa: S608
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    Site.clear_site_root_paths_cache()
    ContentType.objects.clear_cache()
    marks().change_all()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory, request) -> Shelf:
    """The run's bundles; all workers of a run look into one folder."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if hasattr(request.config, "workerinput") else own) / "made-once"
    folder.mkdir(exist_ok=True)
    return Shelf(folder)


@pytest.fixture
def made_once(request, shelf) -> Callable[..., object]:
    """``made_once(make_starter_content)``: as if the functions had been called, one after the other."""
    if "transactional_db" not in request.fixturenames:
        request.getfixturevalue("db")
    return shelf.made


@pytest.fixture
def portal_with(made_once, monkeypatch) -> Callable[..., object]:
    """``portal_with(make_stories, rights=(12, 19))``: a new portal, the pages about some rights, and what else is made.

    Gives what the last function returned.
    """

    def make(*makes: Callable[[], object], rights: Collection[int] = (), of: str = "") -> object:
        if not rights:
            return made_once(seed, make_starter_content, *makes, of=of)
        told = [each for each in library.articles() if each["number"] in rights]
        monkeypatch.setattr(library, "articles", lambda: iter(told))
        numbers = " ".join(str(each["number"]) for each in told)
        return made_once(seed, make_starter_content, make_rights_library, *makes, of=f"{of} {numbers}")

    return make
