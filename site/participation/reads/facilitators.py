"""The facilitators of a user's reach, with the groups they work with, as typed rows."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User

from ..models import CommunityGroup, Facilitation
from ..reach import facilitators_for


@dataclass(frozen=True, slots=True)
class FacilitatorRow:
    """One facilitator and the groups of today, as far as the reader sees them."""

    user: User
    facilitations: list[Facilitation]


def known_facilitators(user: User) -> QuerySet[User]:
    """Who works or worked with a group in the reader's reach, and who may be appointed."""
    seen = Facilitation.objects.visible_to(user).filter(user=OuterRef("pk"))
    return User.objects.filter(Q(Exists(seen)) | Q(pk__in=facilitators_for(user).order_by().values("pk")))


def facilitator_rows(people: list[User], *, user: User) -> list[FacilitatorRow]:
    """The rows of a page of people: one query."""
    today = timezone.localdate()
    found = Facilitation.objects.visible_to(user).current(today).filter(user__in=people).select_related("group")
    by_user = defaultdict(list)
    for facilitation in found.order_by("group__area_id", "group__name_sort", "pk"):
        by_user[facilitation.user_id].append(facilitation)
    return [FacilitatorRow(person, by_user[person.pk]) for person in people]


def groups_without_facilitator(user: User) -> QuerySet[CommunityGroup]:
    """Open groups that nobody works with today."""
    current = Facilitation.objects.current(timezone.localdate()).filter(group=OuterRef("pk"))
    return CommunityGroup.objects.visible_to(user).open().filter(~Exists(current))
