"""Downloading a list, and names only with a reason. What is sent is written down: see ``accounts.downloads``."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts import journal
from accounts.access import needs
from accounts.downloads.sending import file_of, filters_of, is_too_long, send_list, too_long
from accounts.downloads.tables import Table
from accounts.proofs import needs_fresh_second_factor
from accounts.roles import Capability
from places.paths import path_parts

from ..forms.asks import AskFilter
from ..forms.calls import QuietFilter
from ..forms.facilitations import FacilitatorFilter
from ..forms.group_filter import GroupFilter
from ..forms.meetings import MeetingFilterForm
from ..forms.planning import CalendarFilter
from ..forms.schools import SchoolFilter
from ..paper import DATE_COLUMNS, EMPTY_LINES, legend
from ..reads.paper_sheets import planned_days
from ..reads.rosters import roster
from ..rights import rights_in
from ..views.asks import narrowed as narrowed_asks
from ..views.doors import group_or_404
from ..views.form_pages import way_to, way_to_groups
from ..views.meetings import narrowed
from . import ask_tables, call_tables, consent_tables, plan_tables, tables
from .forms import ReasonForm
from .squares import square_of


@require_GET
@needs(Capability.SEE_GROUPS)
def groups(request: HttpRequest, format: str) -> HttpResponse:
    form = GroupFilter(request.GET, user=request.user)
    return send_list(request, tables.groups(form, user=request.user), format, form.chosen, way_back="groups:list")


@require_GET
@needs(Capability.SEE_GROUPS)
def meetings(request: HttpRequest, format: str) -> HttpResponse:
    form = MeetingFilterForm(request.GET)
    records, _group = narrowed(request, form)
    return send_list(request, tables.meetings(records), format, form.cleaned_data, way_back="meetings:list")


@require_GET
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def schools(request: HttpRequest, format: str) -> HttpResponse:
    form = SchoolFilter(request.GET)
    return send_list(request, tables.schools(form, user=request.user), format, form.chosen, way_back="schools:list")


@require_GET
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def projects(request: HttpRequest, format: str) -> HttpResponse:
    return send_list(request, tables.projects(user=request.user), format, {}, way_back="projects:list")


@require_GET
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def partners(request: HttpRequest, format: str) -> HttpResponse:
    return send_list(request, tables.partners(user=request.user), format, {}, way_back="projects:list")


@require_GET
@needs(Capability.MANAGE_FACILITATIONS)
def facilitations(request: HttpRequest, format: str) -> HttpResponse:
    form = FacilitatorFilter(request.GET)
    table = tables.facilitations(form, user=request.user)
    return send_list(request, table, format, form.cleaned_data, way_back="facilitations:list")


@require_GET
@needs(Capability.MANAGE_FACILITATIONS)
def quiet(request: HttpRequest, format: str) -> HttpResponse:
    form = QuietFilter(request.GET)
    table = call_tables.quiet(form, user=request.user)
    return send_list(request, table, format, form.chosen, way_back="calls:list")


@require_GET
@needs(Capability.SEE_GROUPS)
def asks(request: HttpRequest, format: str) -> HttpResponse:
    form = AskFilter(request.GET)
    records, _group = narrowed_asks(request.user, form)
    return send_list(request, ask_tables.asks(records), format, form.chosen, way_back="asks:list")


@require_GET
@needs(Capability.SEE_GROUPS)
def calendar(request: HttpRequest, format: str, part: str) -> HttpResponse:
    """What a month of the calendar shows: its plans, the days not held, or the groups with neither."""
    form = CalendarFilter(request.GET)
    table = plan_tables.PARTS[part](form, user=request.user)
    chosen = {**form.chosen, "month": form.first}
    return send_list(request, table, format, chosen, way_back="planning:month")


@require_http_methods(["GET", "POST"])
@needs(Capability.EXPORT_NAMES)
@needs_fresh_second_factor
def members(request: HttpRequest) -> HttpResponse:
    chosen = GroupFilter(request.GET, user=request.user)
    table = tables.members(chosen, user=request.user)
    return _names(request, table, chosen.chosen, title=_("Download members with names"), way_back=way_to_groups())


@require_http_methods(["GET", "POST"])
@needs(Capability.EXPORT_NAMES)
@needs_fresh_second_factor
def consents(request: HttpRequest) -> HttpResponse:
    """The work list of consents: what ends or has ended; with ``?show=awaited`` who has no paper yet."""
    is_awaited = request.GET.get("show") == "awaited"
    table = (consent_tables.awaited if is_awaited else consent_tables.ending)(request.user)
    way_back = {"label": _("Consents"), "url": reverse("consents:list") + ("?show=awaited" if is_awaited else "")}
    return _names(request, table, {}, title=_("Download this list with names"), way_back=way_back)


def _names(
    request: HttpRequest, table: Table, chosen: Mapping[str, object], *, title: str, way_back: dict[str, str]
) -> HttpResponse:
    """Names leave only with a reason, by who showed a moment ago that it is them."""
    form, total = ReasonForm(request.POST or None), table.records.count()
    if form.is_valid():
        format = form.cleaned_data["format"]
        if not is_too_long(total, format):
            facts = {"rows": total, "format": format, "filters": filters_of(chosen)}
            facts |= {"table": table.name, "reason": form.cleaned_data["reason"]}
            about = {"about": None, "by": request.user, "kind": journal.READ, "people": total}
            journal.entry("names.exported", **about, **facts).save()
            return file_of(table, format)
        form.add_error("format", too_long())
    context = {"form": form, "total": total, "title": title, "links": [way_back], "cancel_url": way_back["url"]}
    return render(request, "participation/names_export.html", context)


@require_safe
@needs(Capability.SEE_PEOPLE)
def register(request: HttpRequest, pk: object) -> HttpResponse:
    """The paper on which a group is marked by hand: the one list of names that a facilitator may take along.

    In Khmer; ``?in=en`` in English. The square leads back to the sheet of this day, to be typed in.
    """
    group = group_or_404(request.user, Capability.SEE_PEOPLE, pk=pk)
    language = "en" if request.GET.get("in") == "en" else "km"
    today = timezone.localdate()
    rows = roster(group, on=today, user=request.user)
    planned = planned_days(group, since=today, user=request.user)
    if rows:
        journal.seen("register.printed", about=group, by=request.user, people=len(rows))
    with translation.override(language):
        context = {
            "group": group,
            "path": path_parts(group.area),
            "rows": rows,
            "printed_on": today,
            "days": [*planned, *[None] * (DATE_COLUMNS - len(planned))],
            "empty_lines": range(len(rows) + 1, len(rows) + 1 + EMPTY_LINES),
            "legend": legend(),
            "square": square_of(f"{settings.PUBLIC_URL}/field/sheet/{group.pk}/?on={today:%Y-%m-%d}"),
            "may_type_in": rights_in(group, request.user).record,
            "other": "en" if language == "km" else "km",
            "links": way_to(group),
        }
        return render(request, "participation/group_register.html", context)
