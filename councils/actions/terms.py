"""What the days bring: an end that comes near is told, and who was chosen takes office. Run once a day."""

import logging
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import journal
from accounts.actions.notices import notify
from accounts.models import User
from participation.actions.locks import lock_group
from participation.models import CommunityGroup, Facilitation, Membership

from ..models import Mandate
from .joining import bring_in

log = logging.getLogger(__name__)
ENDS_SOON = "terms_end"
"""The sentence of the notice: see ``accounts.sentences``."""


def tell_of_ends(*, on: date | None = None) -> int:
    """Tell each council's facilitators, once per mandate, that its term ends within sixty days; how many were told.

    A council that nobody works with stays untold until somebody does.
    """
    today = on or timezone.localdate()
    waiting = _untold(today).order_by().values_list("council_id", flat=True).distinct()
    return sum(_tell(council, today) for council in CommunityGroup.objects.open().filter(pk__in=list(waiting)))


@transaction.atomic
def _tell(council: CommunityGroup, today: date) -> int:
    lock_group(council)
    mandates = list(_untold(today).filter(council=council))
    facilitators = _facilitators(council, today)
    if not mandates or not facilitators:
        return 0
    link = reverse("councils:seats", args=[council.pk])
    for user in facilitators:
        notify(user=user, text_key=ENDS_SOON, params={"seats": len(mandates)}, link=link)
    Mandate.objects.filter(pk__in=[mandate.pk for mandate in mandates]).update(end_told_on=today)
    journal.note("council.told_of_ends", about=council, by=None, seats=len(mandates))
    return len(mandates)


def _untold(today: date) -> QuerySet[Mandate]:
    return Mandate.objects.ending(today).filter(end_told_on__isnull=True)


def _facilitators(council: CommunityGroup, today: date) -> Sequence[User]:
    rows = Facilitation.objects.current(today).filter(group=council, is_substitute=False, user__is_active=True)
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")


def take_office(*, on: date | None = None) -> int:
    """Who was chosen in advance becomes a member on the first day in office; answers how many did.

    Where somebody may not become one, the mandate stays and the page of the seats says that its holder is no member.
    """
    today = on or timezone.localdate()
    members = Membership.objects.current(today).filter(group=OuterRef("council"), person=OuterRef("person"))
    begun = Mandate.objects.current(today).exclude(Exists(members) | Q(council__status=CommunityGroup.Status.CLOSED))
    joined = 0
    for mandate in begun.select_related("person", "council", "method", "created_by").order_by("pk"):
        try:
            with transaction.atomic():
                lock_group(mandate.council)
                bring_in(mandate, post=None, by=mandate.created_by)
        except ValidationError:
            log.warning("The holder of mandate %s could not be enrolled.", mandate.pk)
        else:
            joined += 1
    return joined
