"""Rows of the lists that an administrator keeps: types of services, topics of trainings."""

from collections.abc import Collection, Mapping

from django.db.models import Model

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal
from people.names import tidy


def add_row[Row: Model](row: Row, *, words: Collection[str], by: User | None, verb: str, taken: type[Refusal]) -> Row:
    """One more row; ``words``: its fields that people read, ``taken``: what is said where the code is there already."""
    row.code = row.code.strip().lower()
    if type(row).objects.filter(code=row.code).exists():
        raise taken
    _put_in_order(row, words)
    row.full_clean()
    row.save(force_insert=True)
    journal.note(verb, about=row, by=by, code=row.code)
    return row


def change_row(row: Model, fields: Mapping[str, object], *, words: Collection[str], by: User, verb: str) -> list[str]:
    """Other words, another place, or out of use; gives the names of the fields that differ now."""
    row.refresh_from_db(from_queryset=type(row).objects.select_for_update(no_key=True))
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    _put_in_order(row, words)
    row.full_clean()
    row.save(force_update=True)
    changed = sorted(name for name in fields if getattr(row, name) != before[name])
    journal.note(verb, about=row, by=by, fields=changed)
    return changed


def _put_in_order(row: Model, words: Collection[str]) -> None:
    for name in words:
        setattr(row, name, tidy(getattr(row, name) or ""))
