"""The lists of accounts and of the journal as files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from .. import tables
from ..access import needs
from ..downloads.sending import send_list
from ..forms.accounts import FilterForm
from ..forms.journal import JournalFilter
from ..models import User
from ..roles import ROLES, Capability
from .accounts import KEEPERS, narrowed
from .journal import lines_of

FILTERS = ("role", "state")
"""Those that may stand in an address; what is searched for never does."""


@require_GET
@needs(*KEEPERS)
def account_file(request: HttpRequest, format: str) -> HttpResponse:
    form = FilterForm(request.GET, roles=list(ROLES.values()))
    form.is_valid()
    chosen = {name: value for name in FILTERS if (value := form.cleaned_data.get(name))}
    users = narrowed(User.objects.visible_to(request.user), chosen)
    return send_list(request, tables.accounts(users), format, chosen, way_back="accounts:list")


@require_GET
@needs(Capability.SEE_JOURNAL)
def journal_file(request: HttpRequest, format: str) -> HttpResponse:
    form = JournalFilter(request.GET)
    lines = lines_of(request.user, form)
    return send_list(request, tables.journal_lines(lines), format, form.chosen, way_back="journal:list")
