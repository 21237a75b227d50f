"""How consent stands on a day: what the papers on file say, person by person and purpose by purpose."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Consent, Person, Purpose

SOON = timedelta(days=30)
"""A consent that ends within these days is to be asked for again."""
WITHOUT_PAPER = timedelta(days=60)
"""After these days without a paper the name goes and the count stays."""


class State(TextChoices):
    """How the consent of one person for one purpose stands."""

    IN_FORCE = "in_force", _("Yes")
    EXPIRING = "expiring", _("Ends soon")
    EXPIRED = "expired", _("Ended")
    AWAITED = "awaited", _("Awaited")
    WITHDRAWN = "withdrawn", _("Withdrawn")


IS_YES = frozenset({State.IN_FORCE, State.EXPIRING})


@dataclass(frozen=True, slots=True)
class Standing:
    """One purpose: its state, and the paper behind it (none: nothing was ever signed)."""

    purpose: Purpose
    state: State
    consent: Consent | None = None


type Standings = dict[uuid.UUID, tuple[Standing, ...]]


def state_on(consent: Consent | None, on: date) -> State:
    """What one paper says on a day."""
    if consent is None:
        return State.AWAITED
    if consent.withdrawn_on is not None and consent.withdrawn_on <= on:
        return State.WITHDRAWN
    if consent.given_on is None or consent.given_on > on:
        return State.AWAITED
    if consent.valid_until < on:
        return State.EXPIRED
    return State.EXPIRING if consent.valid_until <= on + SOON else State.IN_FORCE


def standings(people: Iterable[Person | uuid.UUID], *, on: date) -> Standings:
    """How consent stands for people on any day, past ones too: one query for a whole roster.

    The people come from a scoped list.
    """
    ids = [person.pk if isinstance(person, Person) else person for person in people]
    last: dict[uuid.UUID, dict[str, Consent]] = defaultdict(dict)
    for row in Consent.objects.of(ids).filter(began_on__lte=on).oldest_first():
        last[row.person_id][row.purpose] = row
    return {
        person: tuple(Standing(purpose, state_on(row := last[person].get(purpose), on), row) for purpose in Purpose)
        for person in ids
    }


def publishable(people: Iterable[Person | uuid.UUID], *, on: date) -> set[uuid.UUID]:
    """Of these people, those whose photo may be shown in public on a day; whoever is awaited is not among them."""
    return {
        person
        for person, found in standings(people, on=on).items()
        if any(each.purpose == Purpose.PHOTO_PUBLIC and each.state in IS_YES for each in found)
    }


def ending(rows: QuerySet[Consent], *, on: date) -> QuerySet[Consent]:
    """Of the last words, those that end within 30 days or have ended."""
    return rows.open().filter(given_on__isnull=False, withdrawn_on__isnull=True, valid_until__lte=on + SOON)


def without_paper(rows: QuerySet[Person], *, since: date) -> QuerySet[Person]:
    """People whose name was kept all the time since a day without a paper that allows it."""
    paper = Consent.objects.open().filter(
        person_id=OuterRef("pk"),
        purpose=Purpose.MEMBERSHIP,
        given_on__isnull=False,
        withdrawn_on__isnull=True,
        valid_until__gte=since,
    )
    return rows.filter(~Exists(paper), Q(anonymised_on__isnull=True), created_at__date__lte=since)
