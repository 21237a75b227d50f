"""The list of asks, and the page of one with all that became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import needs, visible_or_404
from accounts.counting import Counted, counted
from accounts.models import User
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..forms.asks import AskFilter
from ..models import Ask, CommunityGroup
from ..models.ask import AskQuerySet
from ..reads.asks import ask_page, ask_rows


@require_safe
@needs(Capability.SEE_GROUPS)
def ask_list(request: HttpRequest) -> HttpResponse:
    form = AskFilter(request.GET)
    asks, group = narrowed(request.user, form)
    page = page_of(asks.with_group(), keys=("created_at", "pk"), asked=request.GET, is_descending=True)
    context = {
        "form": form,
        "group": group,
        "rows": ask_rows(page.rows),
        "found": _found(counted(asks)),
        **neighbour_urls(request, page),
    }
    return render(request, "participation/ask_list.html", context)


def narrowed(user: User, form: AskFilter) -> tuple[AskQuerySet, CommunityGroup | None]:
    """The asks in scope that the filters leave. A group beyond the border is none."""
    group, wanted = None, form.chosen.get("group")
    if wanted:
        group = visible_or_404(CommunityGroup, user, pk=wanted)
    return form.narrow(Ask.objects.visible_to(user)), group


@require_safe
@needs(Capability.SEE_GROUPS)
def page(request: HttpRequest, pk: object) -> HttpResponse:
    rows = Ask.objects.with_group().select_related("told_meeting")
    ask = visible_or_404(rows, request.user, pk=pk)
    context = {"page": ask_page(ask, user=request.user), "ask": ask, "links": [way_to_list()]}
    return render(request, "participation/ask_page.html", context)


def way_to_list() -> dict[str, str]:
    return {"label": _("Asks"), "url": reverse("asks:list")}


def way_to_ask(ask: Ask) -> list[dict[str, str]]:
    return [way_to_list(), {"label": _("This ask"), "url": reverse("asks:page", args=[ask.pk])}]


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s ask", "%(total)s asks", total.number)
    return total.words(exact, _("More than %(total)s asks"))
