"""“I am worried about a child”: the numbers first, then a note that says who was told. Open to everyone signed in."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs

from ..actions.hand_overs import receive_note
from ..forms.hand_overs import HandOverForm, ReferenceForm
from ..models import HelpLine
from ..reads.hand_overs import Standing, reaches_people_signed_out, standing_by_reference, standing_shown

PAGE = "protection/worried.html"


@sensitive_post_parameters()
@needs()
@require_http_methods(["GET", "POST"])
def worried(request: HttpRequest) -> HttpResponse:
    """The answer to a note that was sent is this page too: its address and the history tell nothing of it."""
    form = HandOverForm(request.POST or None)
    if form.is_valid() and (taken := form.carry_out(receive_note, **form.cleaned_data)):
        note, _is_new = taken
        return _sent(request, standing_shown(note))
    return _shown(request, form=form)


@sensitive_post_parameters()
@needs()
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """How a note stands, by its number: received, being taken care of, or closed.

    Every look counts, the right one too: nobody finds a number by trying.
    """
    form = ReferenceForm(request.POST)
    if form.is_valid() and not ratelimit.consume(request, action="look_for_note", user=request.user):
        form.add_error("reference", _("You looked too often. Wait a minute, then look again. If it cannot wait, call."))
    elif form.is_valid() and (standing := standing_by_reference(form.cleaned_data["reference"])):
        return _sent(request, standing)
    elif form.is_valid():
        form.add_error("reference", _("No note has this number. Its term may be over."))
    return _shown(request, look=form)


def _shown(
    request: HttpRequest, *, form: HandOverForm | None = None, look: ReferenceForm | None = None
) -> HttpResponse:
    context = {"form": form or HandOverForm(), "look": look or ReferenceForm(), **_numbers()}
    return render(request, PAGE, context)


def _sent(request: HttpRequest, standing: Standing) -> HttpResponse:
    context = {"standing": standing, "look": ReferenceForm(initial={"reference": standing.reference}), **_numbers()}
    return render(request, "protection/worried_sent.html", context)


def _numbers() -> dict[str, object]:
    lines = list(HelpLine.objects.public())
    return {
        "helplines": lines,
        "complaints": [line for line in lines if line.takes_complaints],
        "tells_by_mail": reaches_people_signed_out(),
    }
