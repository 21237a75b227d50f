"""Filling a seat, ending a mandate early, taking either back, and the lines for the successor."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import journal
from accounts.access import needs
from accounts.roles import Capability
from khmertext.dates import format_date
from participation.forms.people import PeopleSearchForm
from participation.reads.people_found import Found, find_people
from participation.views.form_pages import answer_form, ask
from people.aliases import kept_id
from people.models import Person

from ..actions import mandates as actions
from ..forms.mandates import METHODS, EndForm, FillForm, HandoverForm
from ..models import Mandate, Seat
from ..reads.people import members_without_seat
from .doors import mandate_or_404, seat_or_404, way_to_seat


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def fill(request: HttpRequest, pk: object) -> HttpResponse:
    """A member is chosen from the list, anybody else by a search on the same page."""
    seat = seat_or_404(request.user, Capability.EDIT_PEOPLE, pk=pk)
    step = request.POST.get("step", "")
    chosen = _person(request, request.POST.get("choose"))
    people = members_without_seat(seat.council, user=request.user)
    if chosen is not None:
        people = [chosen, *(person for person in people if person.pk != chosen.pk)]
    answers = request.POST if step == "fill" else None
    initial = {"person": chosen, "began_on": timezone.localdate(), "method": METHODS.first()}
    form = FillForm(answers, user=request.user, people=people, initial=initial)
    if form.is_valid() and form.carry_out(actions.fill_seat, seat=seat, by=request.user, **form.cleaned_data):
        messages.success(request, _("Seat %(number)d has a holder.") % {"number": seat.number})
        return redirect("councils:seats", pk=seat.council_id)
    search, found = PeopleSearchForm(), None
    if step == "find":
        search = PeopleSearchForm(request.POST)
        found = find_people(search.cleaned_data["q"], user=request.user) if search.is_valid() else None
    return _fill_page(request, seat, form, people, search, found)


def _fill_page(
    request: HttpRequest,
    seat: Seat,
    form: FillForm,
    people: list[Person],
    search: PeopleSearchForm,
    found: Found | None,
) -> HttpResponse:
    if shown := len({person.pk for person in [*people, *(row.person for row in (found.rows if found else ()))]}):
        journal.seen("people.found", about=seat.council, by=request.user, people=shown)
    links = way_to_seat(seat)
    context = {"seat": seat, "form": form, "search": search, "found": found, "links": links}
    return render(request, "councils/fill.html", {**context, "cancel_url": links[-1]["url"]})


def _person(request: HttpRequest, key: str | None) -> Person | None:
    """Who was picked from the results, if the reader may enrol them."""
    try:
        asked = uuid.UUID(key) if key else None
    except ValueError:
        return None
    return Person.objects.editable_by(request.user).filter(pk=kept_id(asked) or asked).first() if asked else None


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def end(request: HttpRequest, pk: object) -> HttpResponse:
    mandate = mandate_or_404(request, pk=pk)
    people = members_without_seat(mandate.council, user=request.user)
    initial = {"ended_on": timezone.localdate()}
    form = EndForm(request.POST or None, user=request.user, people=people, initial=initial)
    if people and not form.is_valid():
        journal.seen("people.found", about=mandate.council, by=request.user, people=len(people))
    return answer_form(
        request,
        form,
        partial(actions.end_mandate, mandate=mandate),
        done=_("The mandate has ended."),
        title=_("End a mandate early"),
        lead=_("%(person)s has seat %(number)d until %(day)s. Membership in the council goes on.") % _words(mandate),
        submit=_("End the mandate"),
        way_back=way_to_seat(mandate.seat),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def undo_end(request: HttpRequest, pk: object) -> HttpResponse:
    mandate = mandate_or_404(request, pk=pk)
    return ask(
        request,
        partial(actions.undo_end_of_mandate, mandate=mandate),
        done=_("The mandate goes on."),
        title=_("Take back the early end?"),
        lead=_("%(person)s has seat %(number)d for the whole term again.") % _words(mandate),
        submit=_("Take back the end"),
        way_back=way_to_seat(mandate.seat),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def take_back(request: HttpRequest, pk: object) -> HttpResponse:
    mandate = mandate_or_404(request, pk=pk)
    return ask(
        request,
        partial(actions.take_back_mandate, mandate=mandate),
        done=_("The mandate is taken back."),
        title=_("Was this mandate entered by mistake?"),
        lead=_("%(person)s never had seat %(number)d: the mandate goes from the history.") % _words(mandate),
        submit=_("Take the mandate back"),
        way_back=way_to_seat(mandate.seat),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def handover(request: HttpRequest, pk: object) -> HttpResponse:
    mandate = mandate_or_404(request, pk=pk)
    form = HandoverForm(request.POST or None, initial={name: getattr(mandate, name) for name in actions.HANDOVER})
    return answer_form(
        request,
        form,
        partial(actions.write_handover, mandate=mandate),
        done=_("The lines for the successor are kept."),
        title=_("Three lines for the successor"),
        lead=_("For whoever has seat %(number)d next. Write short lines.") % _words(mandate),
        warning=_("Do not write names or what happened to a child."),
        way_back=way_to_seat(mandate.seat),
    )


def _words(mandate: Mandate) -> dict[str, object]:
    """The words that the sentences of these pages are made with."""
    day = format_date(mandate.last_on, get_language() or "km")
    return {"person": mandate.person.name, "number": mandate.seat.number, "day": day}
