"""Which things an answer was made from, read off the statements that the database was asked; and which were changed.

Nobody has to remember to name what a page shows: a statement that reads a table rests on it. Where a table is too
coarse (every page reads the table of pages), the code that asks says what it asks for, with ``known``.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from .marks import changed

TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')
WRITTEN = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY) "?(\w+)"?')

_names: ContextVar[set[str] | None] = ContextVar("names", default=None)


class Tables:
    """The tables that answers may rest on, each with the name of its mark. What is not among them is not kept."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.silent: set[str] = set()
        self.coarse: set[str] = set()

    def rest_on(
        self, table: str, name: str | None = None, *, changes_are_told: bool = False, is_coarse: bool = False
    ) -> None:
        """Answers may be made from this table. ``changes_are_told``: somebody else says when; else each write does.

        ``is_coarse``: its mark counts only where a statement names no finer table beside it, whose mark begins with it.
        """
        self.names[table] = name or f"table:{table}"
        if is_coarse:
            self.coarse.add(self.names[table])
        if changes_are_told:
            self.silent.add(table)

    def ignore(self, table: str) -> None:
        """What stands in this table changes nothing that a reader sees."""
        self.names[table] = ""
        self.silent.add(table)

    def read_by(self, sql: str) -> set[str]:
        """The marks under a statement. A table that nobody named is given with a question mark before it."""
        found = {self.names.get(table, f"?{table}") for table in _tables_in(sql)} - {""}
        return found - {each for each in self.coarse if any(name.startswith(f"{each}:") for name in found)}

    def written_by(self, sql: str) -> str | None:
        found = WRITTEN.match(sql)
        return self.names.get(found[1]) if found and found[1] not in self.silent else None


@lru_cache(maxsize=1_000)
def _tables_in(sql: str) -> frozenset[str]:
    return frozenset(TABLES.findall(sql))


tables = Tables()


@contextmanager
def noted() -> Iterator[set[str]]:
    """Inside, the names of all marks that what is read rests on are gathered."""
    names: set[str] = set()
    token = _names.set(names)
    try:
        yield names
    finally:
        _names.reset(token)


@contextmanager
def known(*names: str) -> Iterator[None]:
    """Inside, statements are not looked at: what they read is named here."""
    gathered = _names.get()
    if gathered is not None:
        gathered.update(names)
    token = _names.set(None)
    try:
        yield
    finally:
        _names.reset(token)


def watch(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:  # noqa: FBT001  Django's order
    """Around every statement (``connection.execute_wrappers``)."""
    done = execute(sql, params, many, context)
    if isinstance(sql, str):
        if (gathered := _names.get()) is not None:
            gathered.update(tables.read_by(sql))
        if name := tables.written_by(sql):
            changed(name, using=context["connection"].alias)
    return done


def watch_connection(connection: Any, **_kwargs: Any) -> None:
    """Receiver of ``connection_created``. First in the row: whoever adds a wrapper for a while takes the last away."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)
