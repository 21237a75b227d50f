"""The facilitators of a user's reach, with the groups they work with, as typed rows."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.counting import MOST_COUNTED, Counted
from accounts.models import User
from accounts.roles import Capability

from ..models import CommunityGroup, Facilitation
from ..reach import grants_of_own_groups
from ..scopes import groups_q

NAMED_WITHOUT = 10


@dataclass(frozen=True, slots=True)
class FacilitatorRow:
    """One facilitator and the groups of today, as far as the reader sees them."""

    user: User
    facilitations: list[Facilitation]


def known_facilitators(user: User) -> QuerySet[User]:
    """Who works or worked with a group in the reader's reach, and who may be appointed.

    The person is named twice, which keeps PostgreSQL from reading all facilitations for the first fifty people.
    """
    today = timezone.localdate()
    this_person = Q(user=OuterRef("pk"), user__gte=OuterRef("pk"))
    seen = Facilitation.objects.visible_to(user).filter(this_person)
    busy = Facilitation.objects.current(today).filter(this_person)
    is_free = Q(Exists(grants_of_own_groups(today)), ~Exists(busy), is_active=True)
    return User.objects.filter(Q(Exists(seen)) | is_free)


def facilitator_rows(people: list[User], *, user: User) -> list[FacilitatorRow]:
    """The rows of a page of people: one query."""
    today = timezone.localdate()
    found = Facilitation.objects.visible_to(user).current(today).filter(user__in=people).select_related("group")
    by_user = defaultdict(list)
    for facilitation in found.order_by("group__area_id", "group__name_sort", "pk"):
        by_user[facilitation.user_id].append(facilitation)
    return [FacilitatorRow(person, by_user[person.pk]) for person in people]


@dataclass(frozen=True, slots=True)
class Without:
    """How many groups have nobody, and the ids of the first of them by place."""

    total: Counted
    first: list[uuid.UUID]


def groups_without_facilitator(user: User, capability: Capability) -> Without:
    """Open groups within the user's reach for ``capability`` that nobody works with today: one query."""
    current = Facilitation.objects.current(timezone.localdate()).filter(group=OuterRef("pk"))
    groups = CommunityGroup.objects.filter(groups_q(user, capability)).open().filter(~Exists(current))
    found = list(groups.by_place().values_list("pk", flat=True)[: MOST_COUNTED + 1])
    return Without(Counted(min(len(found), MOST_COUNTED), len(found) > MOST_COUNTED), found[:NAMED_WITHOUT])
