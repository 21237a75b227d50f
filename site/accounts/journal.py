"""The journal: every write that matters and every reading of people's records, in words and ids, never a name.

Rows are appended in the transaction of what they tell of, so that neither exists without the other.
"""

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils import timezone

from .inserting import insert, insert_values
from .models import JournalEntry, User

WRITE, READ, REFUSED, SECURITY = (
    JournalEntry.Kind.WRITE,
    JournalEntry.Kind.READ,
    JournalEntry.Kind.REFUSED,
    JournalEntry.Kind.SECURITY,
)

COLUMNS = ("at", "kind", "verb", "actor", "about_type", "about_id", "people", "details")
AS_THEY_STAND = (int, list)
"""Kinds of details that JSON keeps; any other is written out."""


def label_of(about: models.Model | type[models.Model]) -> str:
    """How the journal names a kind of record: ``participation.meeting``; a proxy goes by its concrete model."""
    return (about._meta.concrete_model or about)._meta.label_lower


def entry(
    verb: str, *, about: models.Model | None, by: User | None, kind: str = WRITE, people: int = 0, **details: object
) -> JournalEntry:
    """A row not yet saved, for a caller who says how it is. What is read in an emergency names the access."""
    if kind == READ and (access := getattr(by, "emergency", None)) is not None:
        details["emergency"] = access.pk
    return JournalEntry(
        at=timezone.now(),
        kind=kind,
        verb=verb,
        actor_id=_id_of(by),
        about_type=label_of(about) if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        people=people,
        details=_written_out(details),
    )


def note(verb: str, *, about: models.Model | None, by: User | None, **details: object) -> JournalEntry:
    """Append one write. ``details`` hold ids, codes and words of closed sets, never a name or free text."""
    row = entry(verb, about=about, by=by, **details)
    insert(row)
    return row


def note_all(verb: str, told: Iterable[tuple[models.Model, Mapping[str, object]]], *, by: User | None) -> None:
    """As ``note`` for many records, each with its details: one moment and a few statements for them all."""
    at, actor = timezone.now(), _id_of(by)
    lines = [
        (at, WRITE, verb, actor, label_of(about), str(about.pk), 0, _written_out(details)) for about, details in told
    ]
    insert_values(JournalEntry, COLUMNS, lines)


def seen(verb: str, *, about: models.Model, by: User, people: int) -> JournalEntry:
    """Append one reading: a page or payload about ``about`` that showed ``people`` persons."""
    row = entry(verb, about=about, by=by, kind=READ, people=people)
    insert(row)
    return row


def security(
    verb: str, *, about: models.Model | None = None, by: User | None = None, **details: object
) -> JournalEntry:
    """Append an event of sign-in, second factor, role or link."""
    row = entry(verb, about=about, by=by, kind=SECURITY, **details)
    insert(row)
    return row


def _id_of(by: User | None) -> object:
    """Who has no account yet, or none any more, is nobody here."""
    return by.pk if by is not None and by.pk else None


def _written_out(details: Mapping[str, object]) -> dict[str, object]:
    return {key: value if isinstance(value, AS_THEY_STAND) else str(value) for key, value in details.items()}
