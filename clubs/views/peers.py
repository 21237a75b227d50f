"""The clubs with which a club visits and learns."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.access import editable_or_404, needs
from accounts.downloads.sending import send_list
from accounts.roles import Capability
from participation.forms.last_day import LastDayForm
from participation.models import CommunityGroup
from participation.rights import rights_in
from participation.views.form_pages import answer_form, way_to, way_to_groups
from participation.views.tabs import tabs_of
from places.paths import path_parts

from ..actions.peers import end_pair, pair_clubs
from ..forms.peers import PairForm
from ..models import PeerClubs
from ..reads.peers import peers_of
from ..tables import peers
from .doors import club_or_404, seen_club_or_404


@require_safe
@needs(Capability.SEE_GROUPS)
def peer_list(request: HttpRequest, pk: str) -> HttpResponse:
    group = seen_club_or_404(request.user, pk=pk)
    context = {
        "group": group,
        "rows": peers_of(group, user=request.user),
        "path": path_parts(group.area),
        "may_pair": rights_in(group, request.user).record,
        "links": [way_to_groups()],
        "tabs": tabs_of(group, "peers"),
    }
    return render(request, "clubs/peer_list.html", context)


@require_GET
@needs(Capability.SEE_GROUPS)
def peers_file(request: HttpRequest, pk: str, format: str) -> HttpResponse:
    group = seen_club_or_404(request.user, pk=pk)
    return send_list(request, peers(group, user=request.user), format, {"group": group}, way_back="groups:list")


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def pair(request: HttpRequest, pk: str) -> HttpResponse:
    group = club_or_404(request.user, pk=pk)
    return answer_form(
        request,
        PairForm(request.POST or None, user=request.user, group=group),
        partial(pair_clubs, group=group),
        done=_("The two clubs are peers now."),
        title=_("Add a peer club"),
        lead=group.name,
        way_back=_way_to_peers(group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """Whoever reaches one of the two may end it; the way back leads to the club within reach."""
    found = editable_or_404(PeerClubs.objects.select_related("first", "second"), request.user, pk=pk)
    here = CommunityGroup.objects.visible_to(request.user).filter(pk__in=[found.first_id, found.second_id])
    group = here.order_by("pk").first()
    return answer_form(
        request,
        LastDayForm(request.POST or None),
        partial(end_pair, pair=found),
        done=_("The two clubs are peers no longer."),
        title=_("These clubs are peers no longer"),
        lead=group.name,
        way_back=_way_to_peers(group),
    )


def _way_to_peers(group: CommunityGroup) -> list[dict[str, str]]:
    return [*way_to(group), {"label": _("Peer clubs"), "url": reverse("clubs:peers", args=[group.pk])}]
