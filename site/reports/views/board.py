"""The board, one indicator, the report to print, and the same as files."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accounts.access import needs, visible_or_404
from accounts.downloads.sending import send_list
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..exports import live_table, shown_table
from ..forms.board import BoardFilter, FrozenFilter
from ..models import FrozenQuarter, Indicator
from ..pictures import tiles
from ..reads.board import Board, board, place_words, visible_indicators
from ..reads.details import MOST_COUNTED_FIRST, groups_of, rhythms_known_from, ways_down, with_groups
from ..reads.frozen import newest_of_each, shown_board
from ..scopes import keeps_the_programme, sees_exact
from ..words import quarter_words
from .ways import way_to_targets

C = Capability
KEPT_ON_THE_WAY = ("quarter", "project")
"""Filters that stay when somebody opens a place within the place."""


@require_safe
@needs(C.SEE_TOTALS)
def board_page(request: HttpRequest) -> HttpResponse:
    if not sees_exact(request.user):
        return render(request, "reports/shown_board.html", _shown(request))
    form = BoardFilter(request.GET, user=request.user)
    found = board(form.asked, visible_indicators(request.user), user=request.user, with_places=False)
    context = {
        "form": form,
        "board": found,
        "quarter": quarter_words(form.asked.quarter),
        "place": place_words(form.asked.area),
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/board.html", context)


@require_safe
@needs(C.SEE_TOTALS)
def indicator_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one number: how it counts, whom, where, and the way down to groups and meetings."""
    indicator = visible_or_404(Indicator.objects.select_related("topic"), request.user, pk=pk)
    context = {"indicator": indicator, "links": [way_to_targets()], "may_edit": keeps_the_programme(request.user)}
    context["query"] = request.GET.urlencode()
    if sees_exact(request.user):
        form = BoardFilter(request.GET, user=request.user)
        found = board(form.asked, [indicator], user=request.user)
        context |= {"form": form, "quarter": quarter_words(form.asked.quarter), "place": place_words(form.asked.area)}
        context["query_of"] = urlencode({key: value for key, value in request.GET.items() if key in KEPT_ON_THE_WAY})
        context["ways"] = ways_down(indicator, form.asked)
        context["rhythms_known_from"] = rhythms_known_from(indicator, form.asked)
        groups = groups_of(indicator, form.asked, request.user)
        if groups is not None:
            page = page_of(groups, keys=MOST_COUNTED_FIRST, asked=request.GET, is_descending=True, id_name="group")
            context |= {"groups": with_groups(page.rows), **neighbour_urls(request, page)}
    else:
        shown = _shown(request)
        found = shown["board"]
        context |= {name: shown[name] for name in ("form", "quarter") if name in shown}
    line = next((line for line in found.lines if line.indicator.pk == indicator.pk), None) if found else None
    context |= {"line": line, "tiles": tiles(line.places) if line and not found.asked.area else None}
    return render(request, "reports/indicator.html", context)


@require_safe
@needs(C.SEE_TOTALS)
def report(request: HttpRequest, language: str) -> HttpResponse:
    """All numbers on paper, in one language or the other, each with its picture and its table."""
    with translation.override(language):
        if sees_exact(request.user):
            form = BoardFilter(request.GET, user=request.user)
            found: Board | None = board(form.asked, visible_indicators(request.user), user=request.user)
        else:
            shown = _shown(request)
            found = shown["board"]
        sheets = []
        if found is not None:
            sheets = [(line, tiles(line.places) if not found.asked.area else None) for line in found.lines]
        context = {"board": found, "sheets": sheets, "links": [way_to_targets()]}
        if not sees_exact(request.user):
            context |= {"is_shown": True, "frozen": shown["frozen"]}
        if found is not None:
            context |= {"quarter": quarter_words(found.asked.quarter), "place": place_words(found.asked.area)}
        return render(request, "reports/report.html", context)


@require_GET
@needs(C.SEE_TOTALS)
def board_file(request: HttpRequest, format: str) -> HttpResponse:
    """In long format: exact numbers for who sees them, else the newest frozen quarter as it is shown."""
    if sees_exact(request.user):
        form = BoardFilter(request.GET, user=request.user)
        table = live_table(form.asked, visible_indicators(request.user), user=request.user)
        return send_list(request, table, format, form.chosen, way_back="targets:board")
    shown = _shown(request)
    if shown["frozen"] is None:
        messages.info(request, _("No quarter has been frozen yet. There is nothing to download."))
        return redirect("targets:board")
    table = shown_table(shown["frozen"], user=request.user)
    return send_list(request, table, format, {"quarter": shown["frozen"].quarter}, way_back="targets:board")


def _shown(request: HttpRequest) -> dict[str, object]:
    """The newest version of a frozen quarter, for who sees no exact number."""
    newest = {frozen.quarter: frozen for frozen in newest_of_each(request.user)}
    form = FrozenFilter(request.GET, quarters=list(newest))
    frozen: FrozenQuarter | None = newest.get(form.chosen) or next(iter(newest.values()), None)
    if frozen is None:
        return {"form": form, "frozen": None, "board": None}
    found = shown_board(frozen, request.user)
    return {"form": form, "frozen": frozen, "board": found, "quarter": quarter_words(found.asked.quarter)}
