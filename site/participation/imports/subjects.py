"""What is of one kind of file: its columns, and how its rows are looked at, written and taken back.

All else is the same for every subject: reading, the preview, the job worker, the pages. Who may import it stands in
the registry.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..models import ImportRun
from .cells import Reader
from .columns import Column, Layout
from .reading import Row, judge_file, rows_in


class RowFinding(Protocol):
    """What a checker says of a row, as it is kept for the preview."""

    row: Row
    problems: dict[str, str]
    doubts: dict[str, str]
    likes: Sequence
    state: str


class RowChecker(Protocol):
    """Looks at the rows of a file, some at a time and in their order."""

    def findings(self, rows: Sequence[Row], decisions: Mapping) -> Sequence[RowFinding]: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """How much of one kind an import brought."""

    number: int
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way to something that an import made."""

    text: str
    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import made. ``ways`` lead to the first of the new records that the reader may see."""

    figures: Sequence[Figure]
    title: str
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of file. ``about``: two headings of the preview, each with what it shows of the cells of a row."""

    key: str
    title: Promise
    lead: Promise
    namespace: str
    """Of the addresses of its pages."""
    layout: Layout
    about: tuple[tuple[Promise, Callable[[dict], str]], ...]
    checker: Callable[[User], RowChecker]
    apply: Callable[..., ImportRun]
    undo: Callable[..., None]
    outcome: Callable[..., Outcome]
    judge: Callable[[bytes], None] = judge_file
    """Refuses at once what can be refused before a file is read."""
    read: Callable[[bytes], Iterable[Row]] | None = None
    """The rows of a file that is no single sheet under the headings of the layout."""
    file_label: Promise = _("XLSX or CSV file")
    file_help: Promise = _("At most 5 MB and 5,000 rows; the first sheet.")
    form: str = ""
    """The address at which the form to fill in is made, where that is no template."""
    skips_refused: bool = False
    """Rows that are refused are left out, and do not keep the others out."""
    asks_who: bool = True
    """What is asked of doubtful rows is who somebody is."""
    other_answer: Promise = _("Yes, as a new group")
    """The answer by which a doubtful row, of which nobody is asked who it is, is written all the same."""
    has_report: bool = False
    """What became of each row can be downloaded."""

    def rows_in(self, content: bytes) -> Iterable[Row]:
        return self.read(content) if self.read else rows_in(content, self.layout)

    @property
    def columns(self) -> Sequence[Column]:
        return self.layout.columns

    @property
    def readers(self) -> Mapping[str, Reader]:
        return self.layout.readers
