"""A printed register on its way back: typed in as a grid, rows and columns as on the paper."""

import json
import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import journal
from accounts.access import needs
from accounts.roles import Capability

from ..actions.paper_sheets import SheetRefused, TypedIn, record_sheet
from ..forms.paper_grid import PaperGrid, read_day
from ..models import CommunityGroup, Meeting
from ..paper import DATE_COLUMNS, KEYS
from ..reads.paper_sheets import meetings_on_days, periods_on_paper, planned_days, taken_days
from ..rights import rights_in
from .doors import group_or_404
from .form_pages import way_to


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def type_in(request: HttpRequest, pk: object) -> HttpResponse:
    """``?on=`` is the day on which the sheet was printed: the square on the paper says it."""
    group = group_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    if request.method == "GET":
        return _page(request, group, _grid(request, group))
    if _is_saved_already(request, group):
        messages.info(request, _("This sheet is saved already. Nothing was saved twice."))
        return redirect("groups:page", pk=group.pk)
    grid = _grid(request, group)
    if request.POST.get("step") == "save" and grid.is_valid() and (done := _save(request, group, grid)):
        for sentence in _sentences(done):
            messages.success(request, sentence)
        return redirect("groups:page", pk=group.pk)
    return _page(request, group, grid)


def _grid(request: HttpRequest, group: CommunityGroup) -> PaperGrid:
    user, data = request.user, request.POST if request.method == "POST" else None
    printed_on = _printed_on(request)
    planned = planned_days(group, since=printed_on, user=user) if data is None else []
    days = [day for day in planned if day <= timezone.localdate()]
    if data is not None:
        days = [day for number in range(DATE_COLUMNS) if (day := read_day(data.get(f"day-{number}", "")[:40]))]
    return PaperGrid(
        periods=periods_on_paper(group, printed_on=printed_on, since=min([printed_on, *days]), user=user),
        meetings=meetings_on_days(group, days, user=user),
        planned=planned,
        data=data,
        has_newcomers=rights_in(group, user).edit_people,
    )


def _printed_on(request: HttpRequest) -> date:
    sent = request.POST if request.method == "POST" else request.GET
    today = timezone.localdate()
    return min(read_day(sent.get("on", "")[:40]) or today, today)


def _save(request: HttpRequest, group: CommunityGroup, grid: PaperGrid) -> TypedIn | None:
    listed = {line.person.pk for line in grid.lines}
    try:
        return record_sheet(group=group, days=grid.days(), listed=listed, newcomers=grid.newcomers(), by=request.user)
    except SheetRefused as refused:
        grid.explain(refused.refusal, column=refused.column, line=refused.line)
        return None


def _is_saved_already(request: HttpRequest, group: CommunityGroup) -> bool:
    """A meeting stands under the id of one of the columns: the page was sent twice, or stood open in two tabs."""
    keys = []
    for number in range(DATE_COLUMNS):
        try:
            keys.append(uuid.UUID(request.POST.get(f"id-{number}", "")))
        except ValueError:
            continue
    return Meeting.objects.visible_to(request.user).filter(group=group, pk__in=keys).exists()


def _sentences(done: TypedIn) -> list[str]:
    """What was saved, each kind in a sentence of its own."""
    found = []
    if done.recorded:
        found.append(ngettext("%(number)d meeting is recorded.", "%(number)d meetings are recorded.", done.recorded))
    if done.corrected:
        found.append(ngettext("%(number)d meeting is put right.", "%(number)d meetings are put right.", done.corrected))
    if done.enrolled:
        found.append(ngettext("%(number)d newcomer is enrolled.", "%(number)d newcomers are enrolled.", done.enrolled))
    numbers = [number for number in (done.recorded, done.corrected, done.enrolled) if number]
    return [text % {"number": number} for text, number in zip(found, numbers, strict=True)]


def _page(request: HttpRequest, group: CommunityGroup, grid: PaperGrid) -> HttpResponse:
    """Every drawing shows the names on the sheet: a line in the journal."""
    if grid.people_shown:
        journal.seen("roster.read", about=group, by=request.user, people=grid.people_shown)
    context = {
        "group": group,
        "grid": grid,
        "printed_on": _printed_on(request),
        "keys": json.dumps(KEYS, ensure_ascii=False),
        "taken": " ".join(day.isoformat() for day in taken_days(group, user=request.user)),
        "drawn": request.POST.get("step", "").removeprefix("draw-"),
        "links": way_to(group),
    }
    return render(request, "participation/paper_grid.html", context)
