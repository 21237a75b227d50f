"""The signed papers of the demo: most in force, some that end, have ended, are awaited or were taken back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from people.models import Purpose

from .life import DemoPerson

YEAR = timedelta(days=365)
ADULT = 18


def papers(person: DemoPerson, today: date, now: datetime, *, explained_by: int) -> Iterator[tuple]:
    """Values in the order of the columns of ``Consent``; drawn from the person's id, so every load draws the same."""
    chance = person.id.int
    answer, days = chance % 100, chance // 100 % 250
    own_only = answer >= 97
    if 94 <= answer < 97:
        return
    signed = today - timedelta(days=40 + days)
    if 87 <= answer < 91:
        signed = today - YEAR + timedelta(days=days % 30)
    elif 91 <= answer < 94:
        signed = today - YEAR - timedelta(days=1 + days % 50)
    purposes = [Purpose.MEMBERSHIP]
    if chance // 25_000 % 10 < 7:
        purposes.append(Purpose.PHOTO_INSIDE)
    if chance // 250_000 % 10 < 4:
        purposes.append(Purpose.PHOTO_PUBLIC)
    guardian = None if own_only or today.year - person.birth_year > ADULT else signed
    for turn, purpose in enumerate(purposes, start=1):
        is_back = purpose != Purpose.MEMBERSHIP and chance // 2_500_000 % 20 == turn
        yield (
            UUID(int=chance ^ turn),
            person.id,
            purpose.value,
            signed,
            guardian,
            signed,
            None if own_only else signed,
            signed + YEAR,
            explained_by,
            max(signed, today - timedelta(days=20)) if is_back else None,
            None,
            now,
            None,
            None,
        )
