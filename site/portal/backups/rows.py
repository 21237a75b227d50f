"""Rows as lines: in the order of their keys, each a JSON list of its columns. Equal databases give equal bytes."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connections, models
from django.db.models import ExpressionWrapper, F
from django.db.models.functions import Collate

from .columns import fields_of, into_column, kind_of

AT_ONCE = 2000
"""Rows in the hands of a process at one time."""

PIECE = 2_000_000
"""Bytes after which a new piece of a table begins."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a table's lines come to."""

    rows: int
    sha256: str


def columns_of(model: type[models.Model]) -> list[str]:
    return [field.column for field in fields_of(model)]


def lines_of(model: type[models.Model], using: str, but: object = None) -> Iterator[bytes]:
    """Every row of a table, in the order of its key. On PostgreSQL it wants a transaction, for its cursor.

    ``but``: the key of a row that is left out.
    """
    fields = fields_of(model)
    told = [(place, kind.told) for place, field in enumerate(fields) if (kind := kind_of(field)).told]
    columns = {f"c{place}": _plain(field) for place, field in enumerate(fields)}
    rows = model._base_manager.using(using).annotate(**columns).order_by(_key(model, using)).values_list(*columns)
    if but is not None:
        rows = rows.exclude(pk=but)
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for row in rows.iterator(chunk_size=AT_ONCE):
        line = list(row)
        for place, say in told:
            if line[place] is not None:
                line[place] = say(line[place])
        yield encode(line).encode() + b"\n"


def pieces_of(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines, some megabytes at a time."""
    held, size = [], 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def digest_of(model: type[models.Model], using: str, but: object = None) -> Digest:
    """What the lines of a table come to, without keeping any."""
    summary, rows = hashlib.sha256(), 0
    for piece in pieces_of(lines_of(model, using, but)):
        summary.update(piece)
        rows += piece.count(b"\n")
    return Digest(rows, summary.hexdigest())


def write_lines(model: type[models.Model], piece: bytes, using: str) -> None:
    """Put lines into a table as they stand: no default, no ``auto_now``, no signal changes them."""
    connection, fields = connections[using], fields_of(model)
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(field.column) for field in fields)
    turned = [
        (place, turn)
        for place, field in enumerate(fields)
        if (turn := into_column(kind_of(field), connection)) is not None
    ]
    rows = _values(piece, turned)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        while some := list(islice(rows, AT_ONCE)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)  # noqa: S608  own tables


def _values(piece: bytes, turned: list) -> Iterator[list]:
    for line in piece.splitlines():
        row = json.loads(line)
        for place, turn in turned:
            if row[place] is not None:
                row[place] = turn(row[place])
        yield row


def _plain(field: models.Field) -> ExpressionWrapper:
    return ExpressionWrapper(F(field.attname), output_field=kind_of(field).plain())


def _key(model: type[models.Model], using: str) -> object:
    """The key in the order of its bytes, whatever order the database's language has for letters."""
    key = model._meta.pk
    while key.remote_field is not None:
        key = key.target_field
    is_text = isinstance(key, models.CharField)
    if is_text and connections[using].vendor == "postgresql":
        return Collate(F(model._meta.pk.attname), "C")
    return F(model._meta.pk.attname).asc()
