"""What is done about consent: recording a signed paper, for one person or a whole roster, and withdrawing."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models, transaction
from django.utils import timezone

from accounts import journal
from accounts.models import JournalEntry, User

from . import consequences
from .anonymising import remove_name
from .models import Consent, Person, Purpose
from .refusals import (
    ConsentEndsBeforeItBegins,
    ConsentIsTooLong,
    ConsentIsWithdrawn,
    NewerConsentOnFile,
    NothingIsSigned,
    SignedInTheFuture,
    UnknownPurpose,
)

LONGEST = timedelta(days=1096)
"""Three years; then children have grown and are asked again."""
ADULT = 18


@dataclass(frozen=True, slots=True)
class Signed:
    """One line of a signed form: for which purposes, and which of the two signatures are there."""

    person: Person
    purposes: Collection[str]
    person_on: date | None = None
    guardian_on: date | None = None


@transaction.atomic
def record_consent(
    *,
    person: Person,
    purpose: str,
    valid_until: date,
    explained_by: User | None,
    by: User,
    person_on: date | None = None,
    guardian_on: date | None = None,
) -> Consent:
    """Keep one signed answer. The one before stays as history; the same paper twice is kept once."""
    line = Signed(person, [purpose], person_on, guardian_on)
    written = _record([line], valid_until=valid_until, explained_by=explained_by, by=by)
    return written[0] if written else Consent.objects.open().get(person=person, purpose=purpose)


@transaction.atomic
def record_consents_for_roster(
    *,
    about: models.Model,
    lines: Iterable[Signed],
    valid_until: date,
    explained_by: User | None,
    by: User,
) -> list[Consent]:
    """Keep a whole signed form at once; ``about`` is the group it was signed in. Returns what is new on file."""
    written = _record(list(lines), valid_until=valid_until, explained_by=explained_by, by=by)
    if written:
        journal.note("consents.recorded", about=about, by=by, papers=len(written))
    return written


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User) -> Consent:
    """Take a consent back, from this day on. Without consent for the list the name goes at once."""
    person = Person.objects.select_for_update().get(pk=consent.person_id)
    consent.refresh_from_db()
    if consent.withdrawn_on is not None or consent.replaced_at is not None:
        raise ConsentIsWithdrawn
    consent.withdrawn_on, consent.withdrawn_by = timezone.localdate(), by
    consent.full_clean()
    consent.save(update_fields=["withdrawn_on", "withdrawn_by"])
    journal.note("consent.withdrawn", about=person, by=by, purpose=consent.purpose)
    consequences.follow(consent, by=by)
    if consent.purpose == Purpose.MEMBERSHIP:
        remove_name(person=person, reason="withdrawn", by=by)
    return consent


def _record(lines: list[Signed], *, valid_until: date, explained_by: User | None, by: User) -> list[Consent]:
    """One look at what is on file, one closing, one writing, however long the form."""
    for line in lines:
        _check(line, valid_until)
    ids = {line.person.pk for line in lines}
    people = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    on_file = {(row.person_id, row.purpose): row for row in Consent.objects.open().of(ids)}
    new: list[Consent] = []
    for line in lines:
        for purpose in dict.fromkeys(line.purposes):
            old = on_file.get((line.person.pk, purpose))
            row = _row(people[line.person.pk], purpose, line, old, valid_until, explained_by, by)
            if row is not None:
                new.append(row)
    closed = [old.pk for row in new if (old := on_file.get((row.person_id, row.purpose)))]
    Consent.objects.filter(pk__in=closed).update(replaced_at=timezone.now())
    Consent.objects.bulk_create(new)
    JournalEntry.objects.bulk_create(_entries(new, people, by))
    return new


def _check(line: Signed, valid_until: date) -> None:
    days = [day for day in (line.person_on, line.guardian_on) if day]
    if not days:
        raise NothingIsSigned
    if max(days) > timezone.localdate():
        raise SignedInTheFuture
    if valid_until < max(days):
        raise ConsentEndsBeforeItBegins
    if valid_until > max(days) + LONGEST:
        raise ConsentIsTooLong
    if not set(line.purposes) <= set(Purpose.values):
        raise UnknownPurpose


def _row(
    person: Person,
    purpose: str,
    line: Signed,
    old: Consent | None,
    valid_until: date,
    explained_by: User | None,
    by: User,
) -> Consent | None:
    """The row of a paper; ``None`` where it says nothing new. Two halves signed on two days make a whole."""
    person_on, guardian_on = line.person_on, line.guardian_on
    if old is not None:
        if old.withdrawn_on is None and old.given_on is None:
            person_on, guardian_on = person_on or old.person_on, guardian_on or old.guardian_on
        if (person_on, guardian_on, valid_until) == (old.person_on, old.guardian_on, old.valid_until):
            return None
    days = [day for day in (person_on, guardian_on) if day]
    is_whole = person_on is not None and (guardian_on is not None or _is_adult(person, person_on))
    if old is not None:
        if old.given_on and old.withdrawn_on is None and not is_whole:
            return None
        if max(days) < (old.withdrawn_on or old.began_on):
            raise NewerConsentOnFile
    began_on = min(days) if old is None or old.withdrawn_on is None else max(min(days), old.withdrawn_on)
    return Consent(
        id=uuid.uuid4(),
        person=person,
        purpose=purpose,
        person_on=person_on,
        guardian_on=guardian_on,
        began_on=began_on,
        given_on=max(*days, began_on) if is_whole else None,
        valid_until=valid_until,
        explained_by=explained_by,
        recorded_by=by,
    )


def _is_adult(person: Person, day: date) -> bool:
    age = person.age_on(day)
    return age is not None and age >= ADULT


def _entries(rows: list[Consent], people: dict[uuid.UUID, Person], by: User) -> list[JournalEntry]:
    """One line for each person, with the purposes."""
    purposes: dict[uuid.UUID, list[str]] = {}
    for row in rows:
        purposes.setdefault(row.person_id, []).append(row.purpose)
    return [
        journal.entry("consent.recorded", about=people[person], by=by, purposes=found)
        for person, found in purposes.items()
    ]
