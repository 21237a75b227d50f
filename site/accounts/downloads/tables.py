"""A list as a file shows it. Each package that has lists says which columns and lines they have."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .cells import Cell

BATCH = 500
"""Records that are read and worked on together: what memory holds, however long the list."""

type Line = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A list as a file shows it: its columns, and the lines of each batch of its records."""

    name: str
    columns: tuple[str, ...]
    records: QuerySet
    lines_of: Callable[[list], Iterable[Line]]

    def rows(self) -> Iterator[Line]:
        """All lines in the language of who asked; other requests may come between two batches."""
        language = get_language()
        for batch in batched(self.records.iterator(chunk_size=BATCH), BATCH):
            with translation.override(language):
                lines = list(self.lines_of(list(batch)))
            yield from lines


def yes_no(is_so: bool | None) -> str:
    """In words; nothing where nobody has said."""
    if is_so is None:
        return ""
    return _("Yes") if is_so else _("No")
