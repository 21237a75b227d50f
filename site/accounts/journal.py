"""The journal: every write that matters and every reading of people's records, in words and ids, never a name.

Rows are appended in the transaction of what they tell of, so that neither exists without the other.
"""

from django.db import models
from django.utils import timezone

from .models import JournalEntry, User

WRITE, READ, REFUSED, SECURITY = (
    JournalEntry.Kind.WRITE,
    JournalEntry.Kind.READ,
    JournalEntry.Kind.REFUSED,
    JournalEntry.Kind.SECURITY,
)


def label_of(about: models.Model | type[models.Model]) -> str:
    """How the journal names a kind of record: ``participation.meeting``; a proxy goes by its concrete model."""
    return (about._meta.concrete_model or about)._meta.label_lower


def entry(
    verb: str, *, about: models.Model | None, by: User | None, kind: str = WRITE, people: int = 0, **details: object
) -> JournalEntry:
    """A row not yet saved, for actions that append many at once."""
    return JournalEntry(
        at=timezone.now(),
        kind=kind,
        verb=verb,
        actor_id=by.pk if by is not None and by.pk else None,
        about_type=label_of(about) if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        people=people,
        details={
            key: str(value) if not isinstance(value, int | bool | list) else value for key, value in details.items()
        },
    )


def note(verb: str, *, about: models.Model | None, by: User | None, **details: object) -> JournalEntry:
    """Append one write. ``details`` hold ids, codes and words of closed sets, never a name or free text."""
    row = entry(verb, about=about, by=by, **details)
    row.save()
    return row


def seen(verb: str, *, about: models.Model, by: User, people: int) -> JournalEntry:
    """Append one reading: a page or payload about ``about`` that showed ``people`` persons."""
    row = entry(verb, about=about, by=by, kind=READ, people=people)
    row.save()
    return row


def security(
    verb: str, *, about: models.Model | None = None, by: User | None = None, **details: object
) -> JournalEntry:
    """Append an event of sign-in, second factor, role or link."""
    row = entry(verb, about=about, by=by, kind=SECURITY, **details)
    row.save()
    return row
