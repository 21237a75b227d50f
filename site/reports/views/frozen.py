"""Frozen quarters: the list, freezing one, what a version holds and how it differs, and its file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.access import needs, refuse_page, visible_or_404
from accounts.downloads.sending import send_list
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from participation.views.form_pages import answer_form

from ..actions.freezing import freeze_quarter
from ..exports import frozen_table, shown_table
from ..forms.indicators import FreezeForm
from ..keys import COUNTRY
from ..models import FrozenQuarter
from ..quarters import Quarter
from ..reads.frozen import CELLS_IN_ORDER, changed_cells, changes, reasons, shown_board, totals, unequal_totals
from ..scopes import exact_reach, keeps_the_programme, sees_exact
from ..words import quarter_words
from .ways import way_to_frozen, way_to_targets_of

C = Capability
READERS = (C.SEE_TOTALS, C.MANAGE_TARGETS)
"""Who freezes reads what was frozen; without the right to see totals in fives, as a donor does."""


@require_safe
@needs(*READERS)
def frozen_list(request: HttpRequest) -> HttpResponse:
    rows = FrozenQuarter.objects.visible_to(request.user)
    page = page_of(rows, keys=("-quarter", "-version", "pk"), asked=request.GET)
    context = {
        "rows": [(row, quarter_words(Quarter.read(row.quarter))) for row in page.rows],
        "may_freeze": keeps_the_programme(request.user),
        "links": way_to_targets_of(request.user),
        **neighbour_urls(request, page),
    }
    return render(request, "reports/frozen_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def freeze(request: HttpRequest) -> HttpResponse:
    """For who keeps the whole programme: a quarter is frozen for all."""
    if not keeps_the_programme(request.user):
        raise refuse_page(request)
    return answer_form(
        request,
        FreezeForm(request.POST or None),
        freeze_quarter,
        done=_("The quarter is frozen. Its numbers stay as they are now."),
        title=_("Freeze a quarter"),
        lead=_("All numbers are kept as they stand, with the rules they follow. Later records make a new version."),
        submit=_("Freeze"),
        way_back=way_to_frozen(request.user),
    )


@require_safe
@needs(*READERS)
def frozen_page(request: HttpRequest, pk: str) -> HttpResponse:
    frozen = visible_or_404(FrozenQuarter, request.user, pk=pk)
    context = {
        "frozen": frozen,
        "quarter": quarter_words(Quarter.read(frozen.quarter)),
        "links": way_to_frozen(request.user),
    }
    if not sees_exact(request.user):
        context["board"] = shown_board(frozen, request.user)
        return render(request, "reports/frozen_shown.html", context)
    reach = exact_reach(request.user)
    page = page_of(changed_cells(frozen, request.user), keys=CELLS_IN_ORDER, asked=request.GET)
    context |= {
        "totals": totals(frozen, COUNTRY if reach is None else min(reach)),
        "changes": changes(page.rows),
        **neighbour_urls(request, page),
        "reasons": list(reasons(frozen)) if frozen.version > 1 else [],
        "unequal": unequal_totals(frozen) if reach is None else [],
        "may_send": reach is None and keeps_the_programme(request.user),
    }
    return render(request, "reports/frozen_page.html", context)


@require_GET
@needs(*READERS)
def frozen_file(request: HttpRequest, pk: str, format: str) -> HttpResponse:
    frozen = visible_or_404(FrozenQuarter, request.user, pk=pk)
    table = (frozen_table if sees_exact(request.user) else shown_table)(frozen, user=request.user)
    chosen = {"quarter": frozen.quarter, "version": str(frozen.version)}
    return send_list(request, table, format, chosen, way_back="targets:frozen")
