"""Who may be chosen for a seat."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from participation.models import CommunityGroup, Membership
from people.models import Person

from ..models import Mandate


def members_without_seat(council: CommunityGroup, *, user: User) -> Sequence[Person]:
    """The members of today who hold no seat of their council, by name; those in posts for adults left out."""
    today = timezone.localdate()
    seated = Mandate.objects.current(today).filter(council=council, person=OuterRef("person"))
    members = Membership.objects.visible_to(user).filter(group=council, post__is_for_adults=False).current(today)
    rows = members.exclude(Exists(seated)).select_related("person").order_by("person__name_sort", "pk")
    return [row.person for row in rows]
