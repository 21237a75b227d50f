"""The desk of networks: the list, one network with its roles and neighbours, and the notice for its village."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.counting import Counted, counted
from accounts.downloads.sending import send_list
from accounts.emergency import readable_in_emergency
from accounts.models import User
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from participation.forms.last_day import LastDayForm
from participation.models import CommunityGroup, Kind
from participation.models.group import CommunityGroupQuerySet
from participation.views.form_pages import answer_form
from participation.views.tabs import tabs_of
from people.likeness import commune_of
from places.paths import parts_for

from ..actions.networks import end_beside, stand_beside
from ..exports import network_table
from ..forms.networks import BesideForm, NetworkFilter
from ..models import FamilyProtectionNetwork, HelpLine, StandsBeside
from ..reads import nearby
from ..reads.networks import network_page, network_rows, role_rows

PLACE = ("area__parent__parent__parent",)


@require_safe
@needs(Capability.SEE_GROUPS)
def network_list(request: HttpRequest) -> HttpResponse:
    form, today = NetworkFilter(request.GET), timezone.localdate()
    networks = form.narrow(_networks(request.user))
    page = page_of(networks.defer("name_key"), keys=("area_id", "name_sort", "pk"), asked=request.GET)
    context = {
        "form": form,
        "rows": network_rows(page.rows, today),
        "found": _found(counted(networks)),
        "may_add": request.user.can(Capability.EDIT_GROUPS),
        "kind": Kind.NETWORK.value,
        **neighbour_urls(request, page),
    }
    return render(request, "protection/network_list.html", context)


@require_GET
@needs(Capability.SEE_GROUPS)
def network_file(request: HttpRequest, format: str) -> HttpResponse:
    form = NetworkFilter(request.GET)
    table = network_table(form.narrow(_networks(request.user)))
    return send_list(request, table, format, form.chosen, way_back="networks:list")


@require_safe
@readable_in_emergency
@needs(Capability.SEE_GROUPS)
def page(request: HttpRequest, pk: str) -> HttpResponse:
    group = network_or_404(request.user, pk=pk)
    shown = network_page(group, user=request.user)
    if shown.names_shown:
        journal.seen("network.read", about=group, by=request.user, people=shown.names_shown)
    context = {"page": shown, "group": group, "links": [way_to_networks()], "tabs": tabs_of(group, "network")}
    return render(request, "protection/network_page.html", context)


@require_safe
@needs(Capability.SEE_GROUPS)
def notice(request: HttpRequest, pk: str) -> HttpResponse:
    """What hangs in the village: which roles there are, never who holds them. In Khmer; ``?in=en`` in English."""
    group, today = network_or_404(request.user, pk=pk), timezone.localdate()
    language = "en" if request.GET.get("in") == "en" else "km"
    commune = nearby.commune_of(commune_of(group.area_id), today)
    with translation.override(language):
        context = {
            "group": group,
            "path": parts_for({group.area_id})[group.area_id],
            "roles": [row.post for row in role_rows(group, today, user=None) if row.holders],
            "kinds": commune.kinds if commune else [],
            "lines": HelpLine.objects.public(),
            "printed_on": today,
            "other": "en" if language == "km" else "km",
            "links": way_to_network(group),
        }
        return render(request, "protection/network_notice.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def beside(request: HttpRequest, pk: str) -> HttpResponse:
    network = editable_or_404(FamilyProtectionNetwork.objects.select_related("area"), request.user, pk=pk)
    return answer_form(
        request,
        BesideForm(request.POST or None, user=request.user, network=network),
        partial(stand_beside, network=network),
        done=_("The network stands beside this group now."),
        title=_("Beside a club or council"),
        lead=_("Its children then know whom in the village they can turn to."),
        way_back=way_to_network(network),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def end(request: HttpRequest, pk: str) -> HttpResponse:
    found = editable_or_404(StandsBeside.objects.select_related("network", "group"), request.user, pk=pk)
    return answer_form(
        request,
        LastDayForm(request.POST or None),
        partial(end_beside, beside=found),
        done=_("The network stands beside this group no longer."),
        title=_("No longer beside this group"),
        way_back=way_to_network(found.network),
    )


def network_or_404(user: User, *, pk: object) -> CommunityGroup:
    return visible_or_404(FamilyProtectionNetwork.objects.select_related(*PLACE), user, pk=pk)


def way_to_networks() -> dict[str, str]:
    """The first link of the way back."""
    return {"label": _("Family protection networks"), "url": reverse("networks:list")}


def way_to_network(network: CommunityGroup) -> list[dict[str, str]]:
    return [way_to_networks(), {"label": network.name, "url": reverse("networks:page", args=[network.pk])}]


def _networks(user: User) -> CommunityGroupQuerySet:
    return FamilyProtectionNetwork.objects.visible_to(user)


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s network", "%(total)s networks", total.number)
    return total.words(exact, _("More than %(total)s networks"))
