"""Conduct and screening of those who work with groups in the reader's reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import scoping
from accounts.models import StaffCheck, User
from accounts.models.checks import SOON, CheckStanding, standing_on
from accounts.roles import Capability
from accounts.scoping import NOBODY

from ..actions.unchecked import is_unchecked
from ..extras import Waiting, register_waiting
from .facilitators import known_facilitators

What = StaffCheck.What
TONES = {
    CheckStanding.IN_FORCE: ("ok", "check"),
    CheckStanding.ENDS_SOON: ("warn", "clock"),
    CheckStanding.ENDED: ("danger", "warning"),
    CheckStanding.MISSING: ("danger", "question"),
}
"""Colour and pictogram of each standing."""


@dataclass(frozen=True, slots=True)
class CheckMark:
    """One of the two, as it stands for one adult."""

    what: What
    valid_until: date | None
    standing: CheckStanding

    @property
    def tone(self) -> str:
        return TONES[self.standing][0]

    @property
    def icon(self) -> str:
        return TONES[self.standing][1]


@dataclass(frozen=True, slots=True)
class CheckedAdult:
    """An account with both marks."""

    user: User
    marks: list[CheckMark]


def checked_adults(user: User) -> QuerySet[User]:
    """Open accounts of those who work with groups in the reader's reach, or may be appointed, with both last days."""
    found = known_facilitators(user).filter(is_active=True)
    return found.annotate(**{f"{what}_until": StaffCheck.objects.valid_until(what) for what in What.values})


def lapsed[Adults: QuerySet](people: Adults, on: date) -> Adults:
    """Of ``checked_adults``, or members, those of whom one is missing or has ended."""
    missing = Q(conduct_until__isnull=True) | Q(screening_until__isnull=True)
    return people.filter(missing | Q(conduct_until__lt=on) | Q(screening_until__lt=on))


def ending[Adults: QuerySet](people: Adults, on: date) -> Adults:
    """Of ``checked_adults``, or members, those of whom both are in force, and one ends soon."""
    soon = on + SOON
    in_force = people.filter(conduct_until__gte=on, screening_until__gte=on)
    return in_force.filter(Q(conduct_until__lte=soon) | Q(screening_until__lte=soon))


def marks_of(person: User, on: date) -> CheckedAdult:
    """One of ``checked_adults`` as a list shows them."""
    return CheckedAdult(person, marks_on(person, on))


def marks_on(adult: object, on: date) -> list[CheckMark]:
    """Both marks of an adult who was asked for with both last days."""
    days = {what: getattr(adult, f"{what}_until") for what in What}
    return [CheckMark(what, day, standing_on(day, on)) for what, day in days.items()]


def checks_waiting(user: User) -> Iterator[Waiting]:
    """For the first page of the desk: one's own, in a calm sentence; and for officers those of their area."""
    today = timezone.localdate()
    if is_unchecked(user, today):
        sentence = _(
            "Your code of conduct or screening needs a new date. All you record is kept; an officer helps you."
        )
        yield Waiting(sentence, _("See the dates"), reverse("accounts:mine"))
    if not user.can(Capability.MANAGE_FACILITATIONS):
        return
    if lapsed(checked_adults(user), today).exists():
        sentence = _("Of adults who work with groups, a code of conduct or screening is missing or has ended.")
        yield Waiting(sentence, _("See of whom"), f"{reverse('checks:list')}?show=lapsed")


def seen_by(user: User) -> Q:
    """The rule of who sees these entries: the adult, and whoever names the facilitators of their groups."""
    return Q(user=user) | kept_by(user)


def kept_by(user: User) -> Q:
    """The rule of who takes them back."""
    if not user.can(Capability.MANAGE_FACILITATIONS):
        return NOBODY
    return Q(user__in=known_facilitators(user).order_by().values("pk"))


def register_all() -> None:
    """Called once, when the apps are ready."""
    register_waiting(checks_waiting)
    scoping.register(StaffCheck, visible=seen_by, editable=kept_by)
