"""The call list: groups that have gone quiet, and the word that somebody called."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import needs
from accounts.counting import Counted, counted
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..actions.calls import note_call
from ..forms.calls import CallForm, QuietFilter
from ..reads.calls import quiet_groups, quiet_rows
from .doors import group_or_404
from .form_pages import answer_form

KEYS = ("overdue_after", "pk")
"""Who waits longest stands first."""


@require_safe
@needs(Capability.MANAGE_FACILITATIONS)
def call_list(request: HttpRequest) -> HttpResponse:
    form = QuietFilter(request.GET)
    groups = form.narrow(quiet_groups(request.user))
    page = page_of(groups.defer("name_key"), keys=KEYS, asked=request.GET)
    context = {
        "form": form,
        "rows": quiet_rows(page.rows, user=request.user),
        "found": _found(counted(groups)),
        **neighbour_urls(request, page),
    }
    return render(request, "participation/call_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def note(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.MANAGE_FACILITATIONS, pk=pk)
    return answer_form(
        request,
        CallForm(request.POST or None),
        partial(note_call, group=group),
        done=_("The call is noted."),
        title=_("Note a call"),
        lead=group.name,
        way_back=[{"label": _("Call list"), "url": reverse("calls:list")}],
    )


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s group has gone quiet", "%(total)s groups have gone quiet", total.number)
    return total.words(exact, _("More than %(total)s groups have gone quiet"))
