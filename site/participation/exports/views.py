"""Downloading a list. Each download leaves a line in the journal: how many rows, which filters, never a word typed."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts import journal
from accounts.access import needs
from accounts.proofs import needs_fresh_second_factor
from accounts.roles import Capability
from places.paths import path_parts

from ..forms.facilitations import FacilitatorFilter
from ..forms.group_filter import GroupFilter
from ..forms.meetings import MeetingFilterForm
from ..forms.schools import SchoolFilter
from ..reads.rosters import roster
from ..views.doors import group_or_404
from ..views.form_pages import way_to, way_to_groups
from ..views.meetings import narrowed
from . import tables
from .files import MOST_ROWS_OF_XLSX, WRITERS
from .forms import ReasonForm
from .tables import Table

EMPTY_LINES = 10
DATE_COLUMNS = 6


@require_GET
@needs(Capability.SEE_GROUPS)
def groups(request: HttpRequest, format: str) -> HttpResponse:
    form = GroupFilter(request.GET, user=request.user)
    return _sent(request, tables.groups(form, user=request.user), format, form.chosen, way_back="groups:list")


@require_GET
@needs(Capability.SEE_GROUPS)
def meetings(request: HttpRequest, format: str) -> HttpResponse:
    form = MeetingFilterForm(request.GET)
    records, _group = narrowed(request, form)
    return _sent(request, tables.meetings(records), format, form.cleaned_data, way_back="meetings:list")


@require_GET
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def schools(request: HttpRequest, format: str) -> HttpResponse:
    form = SchoolFilter(request.GET)
    return _sent(request, tables.schools(form, user=request.user), format, form.chosen, way_back="schools:list")


@require_GET
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def projects(request: HttpRequest, format: str) -> HttpResponse:
    return _sent(request, tables.projects(user=request.user), format, {}, way_back="projects:list")


@require_GET
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def partners(request: HttpRequest, format: str) -> HttpResponse:
    return _sent(request, tables.partners(user=request.user), format, {}, way_back="projects:list")


@require_GET
@needs(Capability.MANAGE_FACILITATIONS)
def facilitations(request: HttpRequest, format: str) -> HttpResponse:
    form = FacilitatorFilter(request.GET)
    table = tables.facilitations(form, user=request.user)
    return _sent(request, table, format, form.cleaned_data, way_back="facilitations:list")


@require_http_methods(["GET", "POST"])
@needs(Capability.EXPORT_NAMES)
@needs_fresh_second_factor
def members(request: HttpRequest) -> HttpResponse:
    """Names leave only with a reason, by who showed a moment ago that it is them."""
    chosen = GroupFilter(request.GET, user=request.user)
    table, form = tables.members(chosen, user=request.user), ReasonForm(request.POST or None)
    total = table.records.count()
    if form.is_valid():
        format = form.cleaned_data["format"]
        if not _is_too_long(total, format):
            reason = form.cleaned_data["reason"]
            details = {"rows": total, "format": format, "filters": filters_of(chosen.chosen), "reason": reason}
            about = {"about": None, "by": request.user, "kind": journal.READ, "people": total}
            journal.entry("names.exported", **about, **details).save()
            return _file(table, format)
        form.add_error("format", _too_long())
    context = {"form": form, "total": total, "links": [way_to_groups()], "cancel_url": reverse("groups:list")}
    return render(request, "participation/names_export.html", context)


@require_safe
@needs(Capability.SEE_PEOPLE)
def register(request: HttpRequest, pk: object) -> HttpResponse:
    """The paper on which a group is marked by hand: the one list of names that a facilitator may take along."""
    group = group_or_404(request.user, Capability.SEE_PEOPLE, pk=pk)
    rows = roster(group, on=timezone.localdate(), user=request.user)
    if rows:
        journal.seen("register.printed", about=group, by=request.user, people=len(rows))
    context = {
        "group": group,
        "path": path_parts(group.area),
        "rows": rows,
        "empty_lines": range(len(rows) + 1, len(rows) + 1 + EMPTY_LINES),
        "date_columns": range(DATE_COLUMNS),
        "links": way_to(group),
    }
    return render(request, "participation/group_register.html", context)


def filters_of(chosen: Mapping[str, object]) -> list[str]:
    """The filters as ids and words of closed sets. Of a search only that there was one, never its words."""
    return sorted(
        name if isinstance(value, bool) or name == "q" else f"{name}={_id_of(value)}"
        for name, value in chosen.items()
        if value and name != "sort"
    )


def _id_of(value: object) -> str:
    if isinstance(value, models.Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else str(value)


def _sent(
    request: HttpRequest, table: Table, format: str, chosen: Mapping[str, object], *, way_back: str
) -> HttpResponse:
    total = table.records.count()
    if _is_too_long(total, format):
        messages.error(request, _too_long())
        return redirect(f"{reverse(way_back)}?{request.GET.urlencode()}")
    details = {"table": table.name, "rows": total, "format": format, "filters": filters_of(chosen)}
    journal.entry("list.exported", about=None, by=request.user, kind=journal.READ, **details).save()
    return _file(table, format)


def _file(table: Table, format: str) -> HttpResponse:
    return WRITERS[format](table, name=f"{table.name}-{timezone.localdate().isoformat()}")


def _is_too_long(total: int, format: str) -> bool:
    return format == "xlsx" and total > MOST_ROWS_OF_XLSX


def _too_long() -> str:
    return _("This list is too long for Excel. Use filters, or take it as CSV.")
