"""What goes into the search index: every text of a record as tokens instead of letters."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from functools import lru_cache, partial

from django.utils.encoding import force_str
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from .endings import stemmed
from .pairs import index_text


def _flat(value) -> str:
    """Lists and blocks as one text."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return " ".join(map(_flat, value))
    return "" if value is None else force_str(value)


def group_token(group: str) -> str:
    """Stands in the index with every record of a group, so that a search among them never walks over the others.

    It is longer than any token of a text, so nobody finds it by typing.
    """
    return "g" + hashlib.sha256(group.encode()).hexdigest()


class IndexedAsTokens:
    """Stands in for a record while the index reads it: same key, same fields, values as tokens.

    A record with a ``search_group`` is found among those of its group (``search_groups``).
    """

    def __init__(self, record):
        self.record = record
        self.pk = record.pk

    def get_search_fields(self):
        fields = [_as_tokens(field) for field in self.record.get_search_fields()]
        group = getattr(self.record, "search_group", None)
        return [*fields, _group_field(group())] if group else fields


def _group_field(group: str) -> SearchField:
    field = SearchField("search_group")
    field.get_value = lambda _source: group_token(group)
    return field


def _record(source):
    return source.record if isinstance(source, IndexedAsTokens) else source


@lru_cache(maxsize=128)
def _tokens_of(text: str) -> str:
    """A page is saved several times while it is published, and most of its texts are read for two fields."""
    return index_text(text)


def _read_tokens(field, source) -> str:
    return _tokens_of(_flat(field.get_value(_record(source))))


def _read_stems(field, source) -> str:
    return stemmed(_read_tokens(field, source))


def _read_related(field, source):
    return field.get_value(_record(source))


def _as_tokens(field):
    reading = copy(field)
    if isinstance(field, RelatedFields):
        reading.fields = [_as_tokens(part) for part in field.fields]
        reading.get_value = partial(_read_related, field)
    elif isinstance(field, SearchField):
        reading.get_value = partial(_read_stems, field)
    elif isinstance(field, AutocompleteField):  # the beginnings of words as they are typed
        reading.get_value = partial(_read_tokens, field)
    return reading


_held: ContextVar[dict | None] = ContextVar("held", default=None)


@contextmanager
def indexed_once() -> Iterator[None]:
    """Records that are saved inside go into the index at its end, once each, as they are then.

    For code that saves a record several times in a row. A search inside does not find them yet; where it ends with an
    error, nothing is indexed, so it belongs inside the transaction that takes the records back.
    """
    if _held.get() is not None:
        yield
        return
    held: dict[tuple[type, type], tuple[TokenIndexMixin, set]] = {}
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    for (_kind, model), (index, keys) in held.items():
        index.add_items(model, model.get_indexed_objects().filter(pk__in=keys))


class TokenIndexMixin:
    """For an index of either database: records go in as tokens."""

    def add_items(self, model, objs):
        held = _held.get()
        if held is None:
            super().add_items(model, [IndexedAsTokens(record) for record in objs])
        else:
            _index, keys = held.setdefault((type(self), model), (self, set()))  # each saving brings an index of its own
            keys.update(record.pk for record in objs)
