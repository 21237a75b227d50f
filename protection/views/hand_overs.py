"""The desk of hand-over notes, for those who take them on. Every reading is written down."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..actions import hand_overs as actions
from ..models import HandOverNote, HandOverTotal
from ..reads.hand_overs import months_of_totals, note_rows, reaches_people_signed_out

SHOWN_TOTALS = 500


@require_safe
@needs(Capability.SEE_HAND_OVERS)
def note_list(request: HttpRequest) -> HttpResponse:
    """What nobody has taken on stands first. A page of n notes is one line in the journal."""
    notes = HandOverNote.objects.visible_to(request.user).in_order_of_need()
    page = page_of(notes, keys=("place_in_list", "need", "received_at", "pk"), asked=request.GET)
    rows = note_rows(page.rows, timezone.now())
    _read("hand_over.list_read", request, notes=len(rows))
    context = {"rows": rows, "tells_by_mail": reaches_people_signed_out(), **neighbour_urls(request, page)}
    return render(request, "protection/hand_over_list.html", context)


@require_safe
@needs(Capability.SEE_HAND_OVERS)
def note_page(request: HttpRequest, pk: str) -> HttpResponse:
    note = visible_or_404(HandOverNote, request.user, pk=pk)
    journal.seen("hand_over.read", about=note, by=request.user, people=0)
    (row,) = note_rows([note], timezone.now())
    context = {"row": row, "links": [_way_back()]}
    return render(request, "protection/hand_over_page.html", context)


@require_safe
@needs(Capability.SEE_HAND_OVERS)
def totals(request: HttpRequest) -> HttpResponse:
    """Months that are over, by province and urgency, from five on."""
    found = HandOverTotal.objects.visible_to(request.user).newest_first()[:SHOWN_TOTALS]
    context = {"months": months_of_totals(found), "links": [_way_back()]}
    return render(request, "protection/hand_over_totals.html", context)


@require_POST
@needs(Capability.SEE_HAND_OVERS)
def acknowledge(request: HttpRequest, pk: str) -> HttpResponse:
    return _step(request, pk, actions.acknowledge, _("You took it on. Whoever sent it sees that now."))


@require_POST
@needs(Capability.SEE_HAND_OVERS)
def follow_up(request: HttpRequest, pk: str) -> HttpResponse:
    return _step(request, pk, actions.follow_up, _("It is noted that you followed it up."))


@require_POST
@needs(Capability.SEE_HAND_OVERS)
def close(request: HttpRequest, pk: str) -> HttpResponse:
    return _step(request, pk, actions.close_note, _("The note is closed."))


@require_POST
@needs(Capability.SEE_HAND_OVERS)
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Undoes the step that the reader saw as the last, and no other."""
    step = request.POST.get("step", "")
    return _step(request, pk, actions.take_back_step, _("The last step is taken back."), step=step)


def _step(request: HttpRequest, pk: str, action: Callable[..., HandOverNote], done: str, **how: str) -> HttpResponse:
    note = editable_or_404(HandOverNote, request.user, pk=pk)
    try:
        action(note=note, by=request.user, **how)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("hand_overs:page", note.pk)


def _read(verb: str, request: HttpRequest, **details: int) -> None:
    journal.entry(verb, about=None, by=request.user, kind=journal.READ, **details).save()


def _way_back() -> dict[str, str]:
    return {"label": _("Hand-over notes"), "url": reverse("hand_overs:list")}
