"""The journal, for those who answer for children's safety: who saw, who changed, who took away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import needs
from ..forms.journal import JournalFilter
from ..models import JournalEntry, JournalSeal, User
from ..models.journal import JournalQuerySet
from ..paging import page_of
from ..roles import Capability
from ..rows import journal_rows
from .neighbours import neighbour_urls

KEYS = ("pk",)


def lines_of(user: User, form: JournalFilter) -> JournalQuerySet:
    """The lines that the user may read and asks for, the newest first."""
    return form.narrow(JournalEntry.objects.visible_to(user)).select_related("actor").newest_first()


@require_safe
@needs(Capability.SEE_JOURNAL)
def journal_list(request: HttpRequest) -> HttpResponse:
    """Fifty lines at a time, and the head of the chain, to be kept elsewhere."""
    form = JournalFilter(request.GET)
    page = page_of(lines_of(request.user, form), keys=KEYS, asked=request.GET, is_descending=True)
    asked = request.GET.copy()
    for name in ("after", "before"):
        asked.pop(name, None)
    context = {
        "form": form,
        "rows": journal_rows(page.rows),
        "account": form.account_chosen,
        "query": asked.urlencode(),
        **neighbour_urls(request, page),
        "head": JournalSeal.objects.order_by("-number").defer("leaves").first(),
    }
    return render(request, "accounts/journal_list.html", context)
