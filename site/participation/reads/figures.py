"""The figures of the first page. People, participations and meetings are three different numbers and never added."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from people.models import Sex

from ..models import Attendance, CommunityGroup, Kind, Meeting, Membership
from ..scopes import groups_q

RECENT = timedelta(days=30)
LEAST_SHOWN = 5
"""Fewer people than this could be recognised by who reads totals only."""


@dataclass(frozen=True, slots=True)
class Figures:
    """``None`` stands for a number of people that is too small to be shown."""

    clubs: int
    councils: int
    networks: int
    parents: int
    active: int
    overdue: int
    people: int | None
    girls_and_women: int | None
    boys_and_men: int | None
    meetings: int
    participations: int | None


def figures(user: User, capability: Capability) -> Figures:
    """The figures of all groups within the user's reach for ``capability``: four queries."""
    today = timezone.localdate()
    groups = CommunityGroup.objects.filter(groups_q(user, capability))
    is_open = ~Q(status=CommunityGroup.Status.CLOSED)
    is_active = Q(status=CommunityGroup.Status.ACTIVE)
    bodies = groups.aggregate(
        clubs=Count("pk", filter=is_open & Q(kind=Kind.CLUB)),
        councils=Count("pk", filter=is_open & Q(kind=Kind.COUNCIL)),
        networks=Count("pk", filter=is_open & Q(kind=Kind.NETWORK)),
        parents=Count("pk", filter=is_open & Q(kind=Kind.PARENTS)),
        active=Count("pk", filter=is_active),
        overdue=Count("pk", filter=is_active & Q(overdue_after__lt=today)),
    )
    people = (
        Membership.objects.filter(groups_q(user, capability, "group__"))
        .current(today)
        .aggregate(
            people=Count("person", distinct=True),
            girls_and_women=Count("person", distinct=True, filter=Q(person__sex=Sex.FEMALE)),
            boys_and_men=Count("person", distinct=True, filter=Q(person__sex=Sex.MALE)),
        )
    )
    recent = {"held_on__gt": today - RECENT, "held_on__lte": today}
    meetings = Meeting.objects.filter(groups_q(user, capability, "group__"), **recent).activities()
    marks = Attendance.objects.filter(
        groups_q(user, capability, "meeting__group__"),
        state__in=(Attendance.State.PRESENT, Attendance.State.LATE),
        **{f"meeting__{name}": value for name, value in recent.items()},
    )
    return Figures(**bodies, **people, meetings=meetings, participations=marks.count())


def suppressed(found: Figures) -> Figures:
    """The figures for who sees totals only: no number of people from one to four, and none that gives one away."""
    sexes = (found.girls_and_women, found.boys_and_men, found.people - found.girls_and_women - found.boys_and_men)
    hides_sexes = any(map(_is_small, sexes)) or _is_small(found.people)
    return Figures(
        clubs=found.clubs,
        councils=found.councils,
        networks=found.networks,
        parents=found.parents,
        active=found.active,
        overdue=found.overdue,
        people=None if _is_small(found.people) else found.people,
        girls_and_women=None if hides_sexes else found.girls_and_women,
        boys_and_men=None if hides_sexes else found.boys_and_men,
        meetings=found.meetings,
        participations=None if _is_small(found.participations) else found.participations,
    )


def _is_small(number: int) -> bool:
    return 0 < number < LEAST_SHOWN
