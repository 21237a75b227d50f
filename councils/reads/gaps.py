"""Gaps in representation that only councils have: girls who are missing, empty seats, terms that end."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from khmertext.dates import format_short_date
from participation.gaps import Gap, register
from participation.models import CommunityGroup, Kind
from participation.models.group import CommunityGroupQuerySet
from people.models import Sex

from ..models import CouncilProfile, Mandate, Seat
from ..models.mandate import TOLD_BEFORE

type Groups = CommunityGroupQuerySet
type Details = dict[UUID, str]


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(
        Gap(
            key="girls",
            position=10,
            label=gettext_lazy("Too few girls"),
            lead=gettext_lazy("Councils with fewer girls in their seats than they have agreed on."),
            narrow=too_few_girls,
            details=girls_missing,
            url_name="councils:seats",
        )
    )
    register(
        Gap(
            key="vacant",
            position=20,
            label=gettext_lazy("Empty seats"),
            lead=gettext_lazy("Councils with a seat that nobody holds today."),
            narrow=with_empty_seats,
            details=empty_seats,
            url_name="councils:seats",
        )
    )
    register(
        Gap(
            key="ending",
            position=30,
            label=gettext_lazy("Terms that end"),
            lead=gettext_lazy(
                "Councils in which a term ends within 60 days, or has ended, and nobody has been chosen for the seat."
            ),
            narrow=with_ending_terms,
            details=ending_terms,
            url_name="councils:seats",
        )
    )


def _councils(groups: Groups) -> Groups:
    return groups.of_kind(Kind.COUNCIL).open()


# --- too few girls ---------------------------------------------------------------------------------------------------
def too_few_girls(groups: Groups, on: date) -> Groups:
    girls = _girls(on).filter(council=OuterRef("pk")).order_by().values("council").annotate(number=Count("pk"))
    number = Coalesce(Subquery(girls.values("number"), output_field=IntegerField()), 0)
    return _councils(groups).alias(girls=number).filter(council_profile__girls_minimum__gt=F("girls"))


def _girls(on: date) -> QuerySet[Mandate]:
    return Mandate.objects.current(on).filter(person__sex=Sex.FEMALE)


def girls_missing(groups: Sequence[CommunityGroup], on: date) -> Details:
    keys = [group.pk for group in groups]
    held = Counter(_girls(on).filter(council__in=keys).values_list("council_id", flat=True))
    least = CouncilProfile.objects.filter(group__in=keys).values_list("group_id", "girls_minimum")
    return {
        key: _("%(girls)d girls, at least %(least)d are agreed") % {"girls": held[key], "least": minimum}
        for key, minimum in least
    }


# --- empty seats -----------------------------------------------------------------------------------------------------
def with_empty_seats(groups: Groups, on: date) -> Groups:
    return _councils(groups).filter(Exists(Seat.objects.vacant(on).filter(council=OuterRef("pk"))))


def empty_seats(groups: Sequence[CommunityGroup], on: date) -> Details:
    keys = [group.pk for group in groups]
    seats = Counter(Seat.objects.standing(on).filter(council__in=keys).values_list("council_id", flat=True))
    empty = Counter(Seat.objects.vacant(on).filter(council__in=keys).values_list("council_id", flat=True))
    return {
        key: _("%(empty)d of %(seats)d seats are empty") % {"empty": empty[key], "seats": seats[key]} for key in keys
    }


# --- terms that end --------------------------------------------------------------------------------------------------
def _last_of_their_seats(on: date) -> QuerySet[Mandate]:
    """Mandates that end soon, or have ended, and after which nobody has been chosen for a seat that still stands.

    Asked of the mandates, not of the seats: of most councils the database then reads its few mandates and no more.
    """
    later = Mandate.objects.filter(seat=OuterRef("seat")).with_last_day().filter(last_on__gt=OuterRef("last_on"))
    ending = Mandate.objects.with_last_day().filter(last_on__lte=on + TOLD_BEFORE, began_on__lte=on)
    return ending.filter(Q(seat__ended_on__isnull=True) | Q(seat__ended_on__gte=on)).exclude(Exists(later))


def with_ending_terms(groups: Groups, on: date) -> Groups:
    return _councils(groups).filter(Exists(_last_of_their_seats(on).filter(council=OuterRef("pk"))))


def ending_terms(groups: Sequence[CommunityGroup], on: date) -> Details:
    rows = _last_of_their_seats(on).filter(council__in=[group.pk for group in groups])
    ends: dict[UUID, list[date]] = {}
    for council, day in rows.values_list("council_id", F("last_on")):
        ends.setdefault(council, []).append(day)
    return {council: _sentence(days, on) for council, days in ends.items()}


def _sentence(days: list[date], on: date) -> str:
    language = get_language() or "km"
    ended = sum(day < on for day in days)
    coming = sorted(day for day in days if day >= on)
    parts = []
    if coming:
        parts.append(
            ngettext("%(number)d term ends, on %(day)s", "%(number)d terms end, the first on %(day)s", len(coming))
            % {"number": len(coming), "day": format_short_date(coming[0], language)}
        )
    if ended:
        parts.append(
            ngettext("%(number)d has ended without a successor", "%(number)d have ended without a successor", ended)
            % {"number": ended}
        )
    return " · ".join(parts)
