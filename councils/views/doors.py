"""Doors of the pages about councils: a council, a seat or a mandate within reach, and the way back from it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import journal
from accounts.access import editable_or_404, visible_or_404
from accounts.models import User
from accounts.roles import Capability
from participation.models import CommunityGroup, Kind
from participation.scopes import groups_q
from participation.views.form_pages import way_to

from ..models import Mandate, Seat

WITH_PLACE = ("council__area", "kept_club")


def council_or_404(user: User, capability: Capability, *, pk: object) -> CommunityGroup:
    """The council, if the user sees it and one of their roles carries ``capability`` there."""
    councils = CommunityGroup.objects.of_kind(Kind.COUNCIL).filter(groups_q(user, capability))
    return visible_or_404(councils.select_related("area"), user, pk=pk)


def seat_or_404(user: User, capability: Capability, *, pk: object) -> Seat:
    """The seat, if the user sees it and one of their roles carries ``capability`` in its council."""
    seats = Seat.objects.filter(groups_q(user, capability, "council__")).select_related(*WITH_PLACE)
    return visible_or_404(seats, user, pk=pk)


def mandate_or_404(request: HttpRequest, *, pk: object) -> Mandate:
    """The mandate to be changed. Its page shows one person: a line in the journal."""
    rows = Mandate.objects.select_related("person", "seat__council", "council")
    mandate = editable_or_404(rows, request.user, pk=pk)
    if request.method == "GET":
        journal.seen("mandate.read", about=mandate, by=request.user, people=1)
    return mandate


def way_to_seats(council: CommunityGroup) -> list[dict[str, str]]:
    """The links from the list of groups to the seats of a council."""
    return [*way_to(council), {"label": _("Seats"), "url": reverse("councils:seats", args=[council.pk])}]


def way_to_seat(seat: Seat) -> list[dict[str, str]]:
    """As ``way_to_seats``, down to one seat."""
    url = reverse("councils:seat", args=[seat.pk])
    return [*way_to_seats(seat.council), {"label": _("Seat %(number)d") % {"number": seat.number}, "url": url}]
