"""Whether a picture may be shown to everybody today, in three lights: what staff see who may see no names.

Green: everyone shown allows it, or a second person confirmed that nobody can be recognised. Amber: a consent ends soon,
or the second person has not looked yet. Red: a consent is missing, withdrawn or ended, or nobody said who is shown.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models import MeetingPhotoPerson
from people.consents import State, standings
from people.models import Purpose

from .models import Picture, PictureRelease, ReleaseConsent


class Light(TextChoices):
    GREEN = "green", _("May be shown")
    AMBER = "amber", _("Attention")
    RED = "red", _("Must not be shown")


class Reason(TextChoices):
    """Why a light stands as it does."""

    ALLOWED = "allowed", _("Everyone in the picture allows it.")
    NOBODY = "nobody", _("Nobody can be recognised: two people have looked.")
    ENDS_SOON = "ends_soon", _("A consent ends within 30 days.")
    UNCONFIRMED = "unconfirmed", _("A second person has not looked yet.")
    UNDECLARED = "undeclared", _("Nobody has said yet who is in this picture.")
    MISSING = "missing", _("A consent is missing.")
    WITHDRAWN = "withdrawn", _("A consent was withdrawn.")
    ENDED = "ended", _("A consent has ended.")


LIGHTS = {
    Reason.ALLOWED: Light.GREEN,
    Reason.NOBODY: Light.GREEN,
    Reason.ENDS_SOON: Light.AMBER,
    Reason.UNCONFIRMED: Light.AMBER,
    Reason.UNDECLARED: Light.RED,
    Reason.MISSING: Light.RED,
    Reason.WITHDRAWN: Light.RED,
    Reason.ENDED: Light.RED,
}
SHOWN = frozenset({Reason.ALLOWED, Reason.NOBODY, Reason.ENDS_SOON})
BAD_NEWS_FIRST = (Reason.WITHDRAWN, Reason.ENDED, Reason.MISSING, Reason.ENDS_SOON, Reason.ALLOWED)
OF_A_CONSENT = {
    State.IN_FORCE: Reason.ALLOWED,
    State.EXPIRING: Reason.ENDS_SOON,
    State.EXPIRED: Reason.ENDED,
    State.AWAITED: Reason.MISSING,
    State.WITHDRAWN: Reason.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a picture stands. ``people``: how many it shows, as far as anybody said; ``allowed``: how many allow it."""

    reason: Reason
    people: int = 0
    allowed: int = 0
    ends_on: date | None = None

    @property
    def light(self) -> Light:
        return LIGHTS[self.reason]

    @property
    def may_be_shown(self) -> bool:
        return self.reason in SHOWN


def may_be_shown(picture: Picture) -> bool:
    """Whether it may be shown today."""
    known = getattr(picture, "standing", None)
    return (known or standing_of(picture)).may_be_shown


def with_standings(pictures: Iterable[Picture]) -> list[Picture]:
    """The pictures, each with its ``standing``, so that a page of many asks once for all of them."""
    pictures = [each for each in pictures if each is not None]
    found = standings_of(pictures)
    for each in pictures:
        each.standing = found[each.pk]
    return pictures


def is_released(picture: Picture) -> bool:
    """Whether it was made from a photo of a meeting."""
    return PictureRelease.objects.standing().filter(picture=picture).exists()


def standing_of(picture: Picture, *, on: date | None = None) -> Standing:
    return standings_of([picture], on=on)[picture.pk]


def standings_of(pictures: Iterable[Picture], *, on: date | None = None) -> dict[int, Standing]:
    """How pictures stand on a day: four queries for any number of them, none where nobody is shown."""
    pictures, today = list(pictures), on or timezone.localdate()
    undecided = [each for each in pictures if not each.is_declared]
    of_people = _standings_of_released(undecided, today) if undecided else {}
    return {each.pk: of_people.get(each.pk) or _standing_by_word(each) for each in pictures}


def _standing_by_word(picture: Picture) -> Standing:
    if not picture.is_declared:
        return Standing(Reason.UNDECLARED)
    return Standing(Reason.UNCONFIRMED if picture.confirmed_on is None else Reason.NOBODY)


def _standings_of_released(pictures: list[Picture], on: date) -> dict[int, Standing]:
    """Those made from a photo: by the last words of everyone it shows, as it was released and as it is marked today."""
    hashes = {each.pk: each.file_hash for each in pictures}
    found = PictureRelease.objects.standing().filter(picture__in=hashes)
    releases = [each for each in found if each.file_hash == hashes[each.picture_id] != ""]
    shown: dict[int, set[uuid.UUID | None]] = defaultdict(set)
    under = ReleaseConsent.objects.filter(release__in=releases)
    for release, person in under.values_list("release_id", "consent__person_id"):
        shown[release].add(person)
    of_photo = defaultdict(set)
    marks = MeetingPhotoPerson.objects.filter(photo__in=[each.photo_id for each in releases if each.photo_id])
    for photo, person in marks.values_list("photo_id", "person_id"):
        of_photo[photo].add(person)
    people = {each.pk: shown[each.pk] | of_photo[each.photo_id] for each in releases}
    public = _public_consents({person for found in people.values() for person in found if person}, on)
    return {each.picture_id: _standing_of_people(people[each.pk], public) for each in releases}


def _public_consents(people: set[uuid.UUID], on: date) -> dict[uuid.UUID, tuple[Reason, date | None]]:
    return {
        person: (OF_A_CONSENT[each.state], each.consent.valid_until if each.consent else None)
        for person, purposes in standings(people, on=on).items()
        for each in purposes
        if each.purpose == Purpose.PHOTO_PUBLIC
    }


def _standing_of_people(people: set[uuid.UUID | None], public: dict[uuid.UUID, tuple[Reason, date | None]]) -> Standing:
    said = [public.get(person, (Reason.MISSING, None)) for person in people]
    reasons = {reason for reason, _day in said}
    yes = [day for reason, day in said if reason in SHOWN]
    worst = next((reason for reason in BAD_NEWS_FIRST if reason in reasons), Reason.UNDECLARED)
    return Standing(worst, len(said), len(yes), min(yes) if len(yes) == len(said) and yes else None)
