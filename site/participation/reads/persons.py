"""What the page of a person shows, as typed rows: groups over time, attendance, who looked, who may look."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import JournalEntry, RoleGrant, User
from accounts.roles import ROLES, Capability, Reach, roles_with
from people.models import Person

from ..models import Attendance, Membership

LOOKED_WITHIN = timedelta(days=90)
HERE = (Attendance.State.PRESENT, Attendance.State.LATE)


@dataclass(frozen=True, slots=True)
class Memberships:
    """The memberships a reader may see, newest first, and how many lie in groups out of their reach."""

    rows: list[Membership]
    hidden: int


def memberships_of(person: Person, *, user: User) -> Memberships:
    rows = Membership.objects.visible_to(user).filter(person=person).select_related("group", "post", "person")
    rows = list(rows.order_by("-began_on", "-created_at", "pk"))
    return Memberships(rows=rows, hidden=person.memberships.count() - len(rows))


@dataclass(frozen=True, slots=True)
class AttendanceSummary:
    """How often a person came, in the groups that the reader may see."""

    participations: int
    marks: int
    last_seen: date | None
    first_seen: date | None


def attendance_of(person: Person, *, user: User) -> AttendanceSummary:
    was_here = Q(state__in=HERE)
    marks = Attendance.objects.visible_to(user).filter(person=person)
    found = marks.aggregate(
        participations=Count("pk", filter=was_here),
        marks=Count("pk"),
        last_seen=Max("meeting__held_on", filter=was_here),
        first_seen=Min("meeting__held_on", filter=was_here),
    )
    return AttendanceSummary(**found)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who opened the page: by the words of the roles; by ``name`` only for who may read the journal."""

    name: str
    roles: list[str]
    times: int
    last_on: date
    is_you: bool


def readers_of(person: Person, *, user: User) -> list[Reader]:
    """Who opened a person's page in the last 90 days, the latest first, also under an old id: four queries at most."""
    since = timezone.now() - LOOKED_WITHIN
    old_ids = person.aliases.values_list("pk", flat=True)
    lines = JournalEntry.objects.filter(
        about_type=journal.label_of(person),
        about_id__in=[str(person.pk), *map(str, old_ids)],
        kind=journal.READ,
        verb="person.read",
        at__gte=since,
    )
    lines = list(lines.values("actor_id").annotate(times=Count("pk"), last_at=Max("at")).order_by("-last_at"))
    roles = _role_words(line["actor_id"] for line in lines)
    names = _names(line["actor_id"] for line in lines) if user.can(Capability.SEE_JOURNAL) else {}
    return [
        Reader(
            name=names.get(line["actor_id"], ""),
            roles=roles.get(line["actor_id"], [_("No role any more")]),
            times=line["times"],
            last_on=timezone.localdate(line["last_at"]),
            is_you=line["actor_id"] == user.pk,
        )
        for line in lines
    ]


def _role_words(actors: Iterable[int]) -> dict[int, list[str]]:
    words: dict[int, list[str]] = {}
    grants = RoleGrant.objects.current(timezone.localdate()).filter(user_id__in=list(actors), role__in=ROLES)
    for actor, role in grants.order_by("pk").values_list("user_id", "role").distinct():
        words.setdefault(actor, []).append(ROLES[role].name)
    return words


def _names(actors: Iterable[int]) -> dict[int, str]:
    return {account.pk: account.get_full_name() for account in User.objects.filter(pk__in=list(actors))}


_REACHES = {
    Reach.OWN_GROUPS: _("Only the members of their own groups."),
    Reach.AREA: _("The members of the groups in their area."),
    Reach.EVERYWHERE: _("All members."),
}


@dataclass(frozen=True, slots=True)
class RoleThatReads:
    """A role that sees names: its name, whose names it sees, and why."""

    name: Promise
    whose: Promise
    why: Promise


def who_may_read() -> list[RoleThatReads]:
    """Every role that sees names, and those that see them in an emergency."""
    in_emergency = _("The members of one group, in an emergency, for three hours.")
    return [
        *(RoleThatReads(role.name, _REACHES[role.reach], role.purpose) for role in roles_with(Capability.SEE_PEOPLE)),
        *(RoleThatReads(role.name, in_emergency, role.purpose) for role in roles_with(Capability.OPEN_EMERGENCY)),
    ]
