"""Where a council is heard."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from participation.views.form_pages import answer_form

from ..actions.representations import end_representation, represent
from ..forms.seats import LastDayForm
from ..forms.voices import RepresentForm
from ..models import Representation
from .doors import council_or_404, way_to_seats


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def add(request: HttpRequest, pk: object) -> HttpResponse:
    council = council_or_404(request.user, Capability.EDIT_GROUPS, pk=pk)
    form = RepresentForm(request.POST or None, council=council, initial={"began_on": timezone.localdate()})
    return answer_form(
        request,
        form,
        partial(represent, council=council),
        done=_("The council is heard there."),
        title=_("Where the council is heard"),
        lead=council.name,
        way_back=way_to_seats(council),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def end(request: HttpRequest, pk: object) -> HttpResponse:
    rows = Representation.objects.select_related("council", "body")
    voice = editable_or_404(rows, request.user, pk=pk)
    return answer_form(
        request,
        LastDayForm(request.POST or None, initial={"ended_on": timezone.localdate()}),
        partial(end_representation, representation=voice),
        done=_("The council is no longer heard there."),
        title=_("No longer heard: %(body)s") % {"body": voice.body.name},
        lead=voice.council.name,
        way_back=way_to_seats(voice.council),
    )
