"""What waits for somebody who keeps services and helplines true, or takes on hand-over notes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.roles import Capability
from participation import extras
from participation.gaps import Gap, register
from participation.models import CommunityGroup
from participation.models.group import CommunityGroupQuerySet
from people.likeness import commune_of

from ..models import HandOverNote, HelpLine, Service, ServiceCoverage

POSITION = 90
"""Behind the gaps of the groups themselves."""


def register_all() -> None:
    """Called once, when the apps are ready."""
    extras.register_waiting(services_waiting)
    extras.register_waiting(helplines_waiting)
    extras.register_waiting(notes_waiting)
    register(
        Gap(
            "services",
            POSITION,
            gettext_lazy("Services not checked"),
            gettext_lazy("Groups in communes where a service waits for its check: what children are told may be old."),
            with_unchecked_services,
            unchecked_services,
            "services:near_group",
            needs=Capability.SEE_SERVICES,
        )
    )


# --- the first page of the desk --------------------------------------------------------------------------------------
def services_waiting(user: User) -> Iterator[extras.Waiting]:
    if not user.can(Capability.CONFIRM_SERVICES):
        return
    number = Service.objects.editable_by(user).due(timezone.localdate()).count()
    if number:
        text = ngettext("%(number)d service waits for a check", "%(number)d services wait for a check", number)
        url = f"{reverse('services:list')}?show=due"
        yield extras.Waiting(text % {"number": number}, _("Check them"), url)


def helplines_waiting(user: User) -> Iterator[extras.Waiting]:
    if not user.can(Capability.MANAGE_HELPLINES):
        return
    number = HelpLine.objects.due(timezone.localdate()).count()
    if number:
        text = ngettext(
            "%(number)d helpline waits for a test call", "%(number)d helplines wait for a test call", number
        )
        yield extras.Waiting(text % {"number": number}, _("Call them"), reverse("helplines:list"))


def notes_waiting(user: User) -> Iterator[extras.Waiting]:
    """How many, and nothing else of them: they are read on their own pages, and each reading is in the journal."""
    if not user.can(Capability.SEE_HAND_OVERS):
        return
    number = HandOverNote.objects.visible_to(user).waiting().count()
    if number:
        text = ngettext(
            "%(number)d hand-over note waits for somebody to take it on",
            "%(number)d hand-over notes wait for somebody to take them on",
            number,
        )
        yield extras.Waiting(text % {"number": number}, _("See them"), reverse("hand_overs:list"))


# --- groups whose commune has a service to be checked ----------------------------------------------------------------
def _due_coverages(on: date):
    due = Service.objects.due(on).filter(pk=OuterRef("service"))
    return ServiceCoverage.objects.current(on).filter(Exists(due))


def with_unchecked_services(groups: CommunityGroupQuerySet, on: date) -> CommunityGroupQuerySet:
    """A group stands in a commune, or in a village of one."""
    here = _due_coverages(on).filter(Q(commune=OuterRef("area")) | Q(commune=OuterRef("area__parent")))
    return groups.filter(Exists(here))


def unchecked_services(groups: Sequence[CommunityGroup], on: date) -> dict[UUID, str]:
    """How many services wait in the commune of each group."""
    communes = {group.pk: commune_of(group.area_id) for group in groups}
    due = Counter(_due_coverages(on).filter(commune__in=set(communes.values())).values_list("commune_id", flat=True))
    return {
        key: ngettext("%(number)d service to be checked", "%(number)d services to be checked", due[commune])
        % {"number": due[commune]}
        for key, commune in communes.items()
        if due[commune]
    }
