"""What goes into the search index: every text of a record as tokens instead of letters."""

from copy import copy
from functools import partial

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


class IndexedAsTokens:
    """Stands in for a record while the index reads it: same key, same fields, values as tokens."""

    def __init__(self, record):
        self.record = record
        self.pk = record.pk

    def get_search_fields(self):
        return [_as_tokens(field) for field in self.record.get_search_fields()]


def _record(source):
    return source.record if isinstance(source, IndexedAsTokens) else source


def _read_tokens(field, source) -> str:
    return index_text(_flat(field.get_value(_record(source))))


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


class TokenIndexMixin:
    """For an index of either database: records go in as tokens."""

    def add_items(self, model, objs):
        super().add_items(model, [IndexedAsTokens(record) for record in objs])
