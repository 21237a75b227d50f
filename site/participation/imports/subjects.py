"""What files can be imported: the register itself, and whatever packages above add when the apps are ready.

A subject says which columns its sheet has, who may import it, how its rows are looked at, written and taken back. All
else is the same for every subject: reading, the preview, the job worker, the pages.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from accounts.models import User
from accounts.roles import Capability

from ..models import ImportRun
from .cells import Reader
from .columns import Column, Layout
from .reading import Row

REGISTER = "register"


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
    needs: tuple[Capability, ...]
    """All of them."""
    layout: Layout
    about: tuple[tuple[Promise, Callable[[dict], str]], ...]
    checker: Callable[[User], RowChecker]
    apply: Callable[..., ImportRun]
    undo: Callable[..., None]
    outcome: Callable[..., Outcome]

    @property
    def columns(self) -> Sequence[Column]:
        return self.layout.columns

    @property
    def readers(self) -> Mapping[str, Reader]:
        return self.layout.readers


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Called by each package once, when the apps are ready."""
    if subject.key in _subjects:
        raise ValueError(f"The subject {subject.key} is registered already.")
    _subjects[subject.key] = subject


def subject_of(key: str) -> Subject:
    return _subjects[key]


def subjects_for(user: User) -> Iterable[str]:
    """The keys of what somebody may import today."""
    return [key for key, subject in _subjects.items() if all(map(user.can, subject.needs))]
