"""The board, one indicator, the report to print, and the same as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET, require_safe

from accounts.access import needs, visible_or_404
from accounts.downloads.sending import send_list
from accounts.roles import Capability

from ..exports import live_table, shown_table
from ..forms.board import BoardFilter, FrozenFilter
from ..models import FrozenQuarter, Indicator
from ..pictures import tiles
from ..reads.board import Board, board, visible_indicators
from ..reads.details import groups_of, ways_down
from ..reads.frozen import newest_of_each, shown_board
from ..scopes import keeps_the_programme, sees_exact
from ..words import quarter_words
from .ways import way_to_targets

C = Capability


@require_safe
@needs(C.SEE_TOTALS)
def board_page(request: HttpRequest) -> HttpResponse:
    if not sees_exact(request.user):
        return render(request, "reports/shown_board.html", _shown(request))
    form = BoardFilter(request.GET, user=request.user)
    found = board(form.asked, visible_indicators(request.user), with_places=False)
    context = {
        "form": form,
        "board": found,
        "quarter": quarter_words(form.asked.quarter),
        "may_keep": request.user.can(C.MANAGE_TARGETS),
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
        found = board(form.asked, [indicator])
        context |= {"form": form, "asked": form.asked, "quarter": quarter_words(form.asked.quarter)}
        context["ways"] = ways_down(indicator, form.asked)
        context["groups"] = groups_of(indicator, form.asked, request.user)
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
            found: Board | None = board(form.asked, visible_indicators(request.user))
        else:
            found = _shown(request)["board"]
        sheets = []
        if found is not None:
            sheets = [(line, tiles(line.places) if not found.asked.area else None) for line in found.lines]
        context = {"board": found, "sheets": sheets, "links": [way_to_targets()], "language": language}
        if found is not None:
            context["quarter"] = quarter_words(found.asked.quarter)
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
        raise Http404("Nothing is frozen yet.")
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
