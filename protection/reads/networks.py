"""Networks as the desk shows them: the rows of the list, and one network with all that stands around it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from participation.extras import protecting_policies
from participation.models import CommunityGroup, Kind, Membership, PlannedMeeting, Post
from participation.models.group import CommunityGroupQuerySet
from participation.reads.rosters import Counts, member_counts
from participation.rhythm import next_due_on
from participation.rights import Rights, rights_in
from people.likeness import commune_of
from people.models import Person, Sex
from places.paths import name, parts_for

from ..models import Service, ServiceCoverage, StandsBeside, TrainingPlace
from .services import ServiceRow, service_rows

ORDINARY = "member"
"""Who only belongs holds no role."""
COORDINATOR = "coordinator"


def roles_of_networks() -> list[Post]:
    """The roles that a network can have, in their order."""
    return list(
        Post.objects.filter(kind=Kind.NETWORK, is_active=True).exclude(code=ORDINARY).order_by("position", "pk")
    )


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network in the list: who belongs to it, which roles have nobody, and how many were trained."""

    group: CommunityGroup
    path: list[str]
    counts: Counts
    free: list[Post]
    roles: int
    trained: int
    is_overdue: bool

    @property
    def held(self) -> int:
        return self.roles - len(self.free)


def network_rows(groups: Iterable[CommunityGroup], on: date) -> list[NetworkRow]:
    """The same queries for a page of any length; numbers only."""
    groups = list(groups)
    keys = [group.pk for group in groups]
    paths, counts = parts_for({group.area_id for group in groups}), member_counts(keys, on)
    posts, held, trained = roles_of_networks(), _held(keys, on), trained_members(keys, on)
    return [
        NetworkRow(
            group=group,
            path=paths[group.area_id],
            counts=counts[group.pk],
            free=[post for post in posts if post.pk not in held[group.pk]],
            roles=len(posts),
            trained=trained.get(group.pk, 0),
            is_overdue=group.is_overdue(on),
        )
        for group in groups
    ]


def _held(keys: Collection[UUID], on: date) -> dict[UUID, set[int]]:
    found: dict[UUID, set[int]] = defaultdict(set)
    rows = Membership.objects.current(on).filter(group__in=keys).order_by()
    for group, post in rows.values_list("group_id", "post_id").distinct():
        found[group].add(post)
    return found


def trained_members(keys: Collection[UUID], on: date) -> dict[UUID, int]:
    """How many members of each network took part in a training, once or often: a number, without a name."""
    took_part = TrainingPlace.objects.filter(person=OuterRef("person"))
    members = Membership.objects.current(on).filter(Exists(took_part), group__in=keys).order_by()
    return dict(members.values_list("group_id").annotate(Count("person", distinct=True)))


def without_coordinator(networks: CommunityGroupQuerySet, on: date) -> CommunityGroupQuerySet:
    holder = Membership.objects.current(on).filter(group=OuterRef("pk"), post__code=COORDINATOR)
    return networks.open().filter(~Exists(holder))


def alone(networks: CommunityGroupQuerySet, on: date) -> CommunityGroupQuerySet:
    """Beside no club and no council."""
    return networks.open().filter(~Exists(StandsBeside.objects.current(on).filter(network=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a role. ``person`` is ``None`` for a reader who may not see names: sex and no more."""

    sex: str
    person: Person | None

    @property
    def is_hidden(self) -> bool:
        return self.person is None

    @property
    def sex_name(self) -> str:
        return str(Sex(self.sex).label)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role and who has it; with nobody it is free."""

    post: Post
    holders: list[Holder]


@dataclass(frozen=True, slots=True)
class TrainingReceived:
    """A training in which members of the network took part, and how many of them."""

    topic: str
    ended_on: date
    people: int


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A club or council beside the network. ``group`` is ``None`` where the reader does not see it."""

    beside: StandsBeside
    group: CommunityGroup | None
    place: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class NetworkPage:
    group: CommunityGroup
    path: list[str]
    rights: Rights
    counts: Counts
    roles: list[RoleRow]
    members: int
    """Those without a role."""
    trained: int
    trainings: list[TrainingReceived]
    beside: list[BesideRow]
    services: list[ServiceRow]
    sees_services: bool
    commune: str
    is_overdue: bool
    next_due_on: date | None
    planned_on: date | None
    policies: list[tuple[str, str]]
    """Title and address of those in force."""

    @property
    def is_closed(self) -> bool:
        return self.group.status == CommunityGroup.Status.CLOSED

    @property
    def free(self) -> list[Post]:
        return [row.post for row in self.roles if not row.holders]

    @property
    def names_shown(self) -> int:
        return len({holder.person.pk for row in self.roles for holder in row.holders if holder.person})


def network_page(group: CommunityGroup, *, user: User) -> NetworkPage:
    today, rights = timezone.localdate(), rights_in(group, user)
    rows = role_rows(group, today, user=user if rights.see_people else None)
    counts = member_counts([group.pk], today)[group.pk]
    plans = PlannedMeeting.objects.visible_to(user).standing().filter(group=group, planned_on__gte=today)
    commune = commune_of(group.area_id)
    return NetworkPage(
        group=group,
        path=parts_for({group.area_id})[group.area_id],
        rights=rights,
        counts=counts,
        roles=rows,
        members=counts.total - sum(len(row.holders) for row in rows),
        trained=trained_members([group.pk], today).get(group.pk, 0),
        trainings=trainings_received(group, today),
        beside=beside_rows(group, today, user=user),
        services=service_rows(_services(commune, user, today), user=user, on=today),
        sees_services=user.can(Capability.SEE_SERVICES),
        commune=commune,
        is_overdue=group.is_overdue(today),
        next_due_on=next_due_on(group),
        planned_on=plans.order_by("planned_on").values_list("planned_on", flat=True).first(),
        policies=protecting_policies(),
    )


def role_rows(group: CommunityGroup, on: date, *, user: User | None) -> list[RoleRow]:
    """Every role in its order; with names as far as ``user`` may see them, for nobody without any."""
    current = Membership.objects.filter(group=group).current(on)
    named = {}
    if user is not None:
        named = current.visible_to(user).select_related("person").in_bulk()
    holders: dict[int, list[Holder]] = defaultdict(list)
    for key, post, sex in current.in_roster_order().values_list("pk", "post_id", "person__sex"):
        holders[post].append(Holder(sex, named[key].person if key in named else None))
    return [RoleRow(post, holders[post.pk]) for post in roles_of_networks()]


def trainings_received(group: CommunityGroup, on: date) -> list[TrainingReceived]:
    """What today's members were trained in, the latest first: numbers, so that no reach is asked for."""
    members = Membership.objects.filter(group=group).current(on).values("person")
    rows = TrainingPlace.objects.filter(person__in=members).order_by("-training__ended_on", "training_id")
    found: dict[object, list] = {}
    for place in rows.select_related("training__topic"):
        found.setdefault(place.training_id, [place.training, 0])[1] += 1
    return [TrainingReceived(training.topic.name, training.ended_on, people) for training, people in found.values()]


def beside_rows(group: CommunityGroup, on: date, *, user: User) -> list[BesideRow]:
    """What goes on first; of a group outside the reader's reach only the days."""
    rows: Sequence[StandsBeside] = list(StandsBeside.objects.visible_to(user).of(group).order_by("-began_on", "pk"))
    keys = [row.group_id for row in rows]
    seen = CommunityGroup.objects.visible_to(user).select_related("area").in_bulk(keys) if keys else {}
    shown = [
        BesideRow(row, other, name(other.area) if other else "", bool(row.ended_on and row.ended_on < on))
        for row, other in ((row, seen.get(row.group_id)) for row in rows)
    ]
    return sorted(shown, key=lambda row: row.is_over)


def _services(commune: str, user: User, on: date) -> QuerySet[Service]:
    """The services that cover the commune: for who keeps them all that are open, for others what readers see."""
    covering = ServiceCoverage.objects.current(on).filter(commune=commune, service=OuterRef("pk"))
    sees = user.can(Capability.SEE_SERVICES)
    services = Service.objects.visible_to(user).open() if sees else Service.objects.public(on)
    return services.filter(Exists(covering)).select_related("type").order_by("type__position", "name_key", "pk")
