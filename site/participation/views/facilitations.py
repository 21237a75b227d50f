"""Who works with which group: by group and by person."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import editable_or_404, needs, refuse_page
from accounts.counting import Counted, counted
from accounts.models import User
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..actions.facilitations import appoint_facilitator, end_facilitation
from ..forms.facilitations import AppointForm, AppointPersonForm, FacilitatorFilter, SubstituteForm
from ..forms.last_day import LastDayForm
from ..models import CommunityGroup, Facilitation
from ..models.group import CommunityGroupQuerySet
from ..reach import works_only_within_reach
from ..reads.facilitators import Without, facilitator_rows, known_facilitators
from ..reads.kept import kept
from ..scopes import groups_q
from .doors import group_or_404
from .form_pages import answer_form, way_to


@require_safe
@needs(Capability.MANAGE_FACILITATIONS)
def facilitator_list(request: HttpRequest) -> HttpResponse:
    form = FacilitatorFilter(request.GET)
    people = form.narrow(known_facilitators(request.user))
    page = page_of(people, keys=("full_name", "username", "pk"), asked=request.GET)
    without = kept("without", request.user, Capability.SEE_GROUPS)
    context = {
        "form": form,
        "rows": facilitator_rows(page.rows, user=request.user),
        "found": _found(counted(people)),
        "without": _named(without.value, request.user),
        "without_found": _without_found(without.value),
        "counted_at": without.counted_at,
        **neighbour_urls(request, page),
    }
    return render(request, "participation/facilitator_list.html", context)


@require_safe
@needs(Capability.MANAGE_FACILITATIONS)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    facilitator = facilitator_or_404(request, pk)
    seen = Facilitation.objects.visible_to(request.user).filter(user=facilitator).select_related("group")
    context = {
        "facilitator": facilitator,
        "facilitations": seen.order_by("-began_on", "pk"),
        "today": timezone.localdate(),
        "may_open_code": facilitator.is_active and works_only_within_reach(request.user, facilitator),
        "links": [way_to_list()],
    }
    return render(request, "participation/facilitator_page.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def appoint_person(request: HttpRequest, pk: int) -> HttpResponse:
    facilitator = facilitator_or_404(request, pk)
    groups = _manageable(request.user).open()
    form = AppointPersonForm(request.POST or None, groups=groups)
    return answer_form(
        request,
        form,
        partial(appoint_facilitator, user=facilitator),
        done=_("%(name)s now works with this group.") % {"name": facilitator.get_full_name()},
        title=_("A group for %(name)s") % {"name": facilitator.get_full_name()},
        way_back=[way_to_list(), way_to_person(facilitator)],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def appoint(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.MANAGE_FACILITATIONS, pk=pk)
    form = AppointForm(request.POST or None, user=request.user)
    return answer_form(
        request,
        form,
        partial(appoint_facilitator, group=group),
        done=_("The facilitator is appointed."),
        title=_("Appoint a facilitator"),
        lead=_("A facilitator sees the members of the group and records its meetings."),
        submit=_("Appoint"),
        way_back=way_to(group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def substitute(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.MANAGE_FACILITATIONS, pk=pk)
    form = SubstituteForm(request.POST or None, user=request.user)
    return answer_form(
        request,
        form,
        partial(appoint_facilitator, group=group, is_substitute=True),
        done=_("The substitute is named."),
        title=_("Name a substitute"),
        lead=_("On these days the substitute sees the members and records the meeting; after them, no more."),
        submit=_("Name the substitute"),
        way_back=way_to(group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def end(request: HttpRequest, pk: str) -> HttpResponse:
    rows = Facilitation.objects.select_related("group", "user")
    facilitation = editable_or_404(rows, request.user, pk=pk)
    form = LastDayForm(request.POST or None)
    return answer_form(
        request,
        form,
        partial(end_facilitation, facilitation=facilitation),
        done=_("The last day is kept."),
        title=_("End the work of %(name)s with this group") % {"name": facilitation.user.get_full_name()},
        lead=_("After the last day this person sees nothing of the group any more."),
        submit=_("End"),
        way_back=way_to(facilitation.group),
    )


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s facilitator", "%(total)s facilitators", total.number)
    return total.words(exact, _("More than %(total)s facilitators"))


def _named(without: Without | None, user: User) -> list[CommunityGroup]:
    if without is None or not without.first:
        return []
    return list(CommunityGroup.objects.visible_to(user).filter(pk__in=without.first).by_place())


def _without_found(without: Without | None) -> str:
    """Empty where every group has somebody, or nobody has counted yet."""
    if without is None or not without.total.number:
        return ""
    total = without.total
    exact = ngettext("%(total)s group has nobody today.", "%(total)s groups have nobody today.", total.number)
    return total.words(exact, _("More than %(total)s groups have nobody today."))


def _manageable(user: User) -> CommunityGroupQuerySet:
    """The groups whose facilitators the user may name: those they see, as far as this capability goes."""
    seen = CommunityGroup.objects.visible_to(user)
    return seen.filter(groups_q(user, Capability.MANAGE_FACILITATIONS))


def facilitator_or_404(request: HttpRequest, pk: int) -> User:
    found = known_facilitators(request.user).filter(pk=pk).first()
    if found is None:
        raise refuse_page(request)
    return found


def way_to_list() -> dict[str, str]:
    return {"label": _("Facilitators"), "url": reverse("facilitations:list")}


def way_to_person(facilitator: User) -> dict[str, str]:
    return {"label": facilitator.get_full_name(), "url": reverse("facilitations:person", args=[facilitator.pk])}
