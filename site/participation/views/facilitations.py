"""Who works with which group: by group and by person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import editable_or_404, needs, refuse_page
from accounts.models import User
from accounts.roles import Capability

from ..actions.facilitations import appoint_facilitator, end_facilitation
from ..forms.facilitations import AppointForm, AppointPersonForm, EndForm, FacilitatorFilter, SubstituteForm
from ..models import CommunityGroup, Facilitation
from ..models.group import CommunityGroupQuerySet
from ..paging import page_of
from ..reads.facilitators import facilitator_rows, groups_without_facilitator, known_facilitators
from ..scopes import groups_q
from .doors import group_or_404
from .form_pages import form_page, way_to
from .neighbours import neighbour_urls

NAMED_WITHOUT = 10


@require_safe
@needs(Capability.MANAGE_FACILITATIONS)
def facilitator_list(request: HttpRequest) -> HttpResponse:
    form = FacilitatorFilter(request.GET)
    people = form.narrow(known_facilitators(request.user))
    page = page_of(people, keys=("full_name", "username", "pk"), asked=request.GET)
    without = groups_without_facilitator(request.user)
    context = {
        "form": form,
        "rows": facilitator_rows(page.rows, user=request.user),
        "total": people.count(),
        "without": without.by_place()[:NAMED_WITHOUT],
        "without_total": without.count(),
        **neighbour_urls(request, page),
    }
    return render(request, "participation/facilitator_list.html", context)


@require_safe
@needs(Capability.MANAGE_FACILITATIONS)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    facilitator = _facilitator_or_404(request, pk)
    seen = Facilitation.objects.visible_to(request.user).filter(user=facilitator).select_related("group")
    context = {
        "facilitator": facilitator,
        "facilitations": seen.order_by("-began_on", "pk"),
        "today": timezone.localdate(),
        "links": [_way_to_list()],
    }
    return render(request, "participation/facilitator_page.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def appoint_person(request: HttpRequest, pk: int) -> HttpResponse:
    facilitator = _facilitator_or_404(request, pk)
    groups = _manageable(request.user).open()
    form = AppointPersonForm(request.POST or None, groups=groups)
    if form.is_valid() and form.carry_out(appoint_facilitator, user=facilitator, by=request.user, **form.cleaned_data):
        messages.success(request, _("%(name)s now works with this group.") % {"name": facilitator.get_full_name()})
        return redirect("facilitations:person", pk=facilitator.pk)
    return form_page(
        request,
        form,
        title=_("A group for %(name)s") % {"name": facilitator.get_full_name()},
        way_back=[_way_to_list(), _way_to_person(facilitator)],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def appoint(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.MANAGE_FACILITATIONS, pk=pk)
    form = AppointForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(appoint_facilitator, group=group, by=request.user, **form.cleaned_data):
        messages.success(request, _("The facilitator is appointed."))
        return redirect("groups:page", pk=group.pk)
    return form_page(
        request,
        form,
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
    if form.is_valid() and form.carry_out(
        appoint_facilitator, group=group, by=request.user, is_substitute=True, **form.cleaned_data
    ):
        messages.success(request, _("The substitute is named."))
        return redirect("groups:page", pk=group.pk)
    return form_page(
        request,
        form,
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
    form = EndForm(request.POST or None)
    if form.is_valid() and form.carry_out(
        end_facilitation, facilitation=facilitation, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("The last day is kept."))
        return redirect("groups:page", pk=facilitation.group_id)
    return form_page(
        request,
        form,
        title=_("End the work of %(name)s with this group") % {"name": facilitation.user.get_full_name()},
        lead=_("After the last day this person sees nothing of the group any more."),
        submit=_("End"),
        way_back=way_to(facilitation.group),
    )


def _manageable(user: User) -> CommunityGroupQuerySet:
    """The groups whose facilitators the user may name: those they see, as far as this capability goes."""
    seen = CommunityGroup.objects.visible_to(user)
    return seen.filter(groups_q(user, Capability.MANAGE_FACILITATIONS))


def _facilitator_or_404(request: HttpRequest, pk: int) -> User:
    found = known_facilitators(request.user).filter(pk=pk).first()
    if found is None:
        raise refuse_page(request)
    return found


def _way_to_list() -> dict[str, str]:
    return {"label": _("Facilitators"), "url": reverse("facilitations:list")}


def _way_to_person(facilitator: User) -> dict[str, str]:
    return {"label": facilitator.get_full_name(), "url": reverse("facilitations:person", args=[facilitator.pk])}
