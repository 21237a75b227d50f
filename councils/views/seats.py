"""The seats of a council: the page, the paper, one seat; adding, changing and closing seats."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.emergency import readable_in_emergency
from accounts.roles import Capability
from participation.forms.day import DayForm
from participation.views.form_pages import answer_form, ask, way_to_groups
from participation.views.tabs import tabs_of

from ..actions import seats as actions
from ..forms.seats import LastDayForm, SeatForm, SetUpForm
from ..models import Seat
from ..reads.seats import seat_page, seats_page
from .doors import WITH_PLACE, council_or_404, seat_or_404, way_to_seat, way_to_seats

SEATS_READ = "council.seats_read"


@require_safe
@readable_in_emergency
@needs(Capability.SEE_GROUPS)
def seats(request: HttpRequest, pk: object) -> HttpResponse:
    council = council_or_404(request.user, Capability.SEE_GROUPS, pk=pk)
    day = DayForm(request.GET if "on" in request.GET else None)
    page = seats_page(council, on=day.chosen, user=request.user)
    if page.names_shown:
        journal.seen(SEATS_READ, about=council, by=request.user, people=page.names_shown)
    tabs, links = tabs_of(council, "seats"), [way_to_groups()]
    context = {"page": page, "group": council, "day": day, "tabs": tabs, "links": links}
    return render(request, "councils/seats.html", context)


@require_safe
@needs(Capability.SEE_PEOPLE)
def paper(request: HttpRequest, pk: object) -> HttpResponse:
    """The list of the seats on paper, in Khmer; ``?in=en`` in English."""
    council = council_or_404(request.user, Capability.SEE_PEOPLE, pk=pk)
    language = "en" if request.GET.get("in") == "en" else "km"
    with translation.override(language):
        page = seats_page(council, on=timezone.localdate(), user=request.user)
        if page.names_shown:
            journal.seen(SEATS_READ, about=council, by=request.user, people=page.names_shown)
        other = "en" if language == "km" else "km"
        context = {"page": page, "group": council, "other": other, "links": way_to_seats(council)}
        return render(request, "councils/seats_paper.html", context)


@require_safe
@readable_in_emergency
@needs(Capability.SEE_GROUPS)
def seat(request: HttpRequest, pk: object) -> HttpResponse:
    """One seat and everybody who has held it."""
    seat = seat_or_404(request.user, Capability.SEE_GROUPS, pk=pk)
    page = seat_page(seat, user=request.user)
    if page.names_shown:
        journal.seen(SEATS_READ, about=seat.council, by=request.user, people=page.names_shown)
    return render(request, "councils/seat.html", {"page": page, "seat": seat, "links": way_to_seats(seat.council)})


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def set_up(request: HttpRequest, pk: object) -> HttpResponse:
    council = council_or_404(request.user, Capability.EDIT_GROUPS, pk=pk)
    form = SetUpForm(request.POST or None, initial={"began_on": timezone.localdate()})
    return answer_form(
        request,
        form,
        partial(actions.set_up_seats, council=council),
        done=lambda: _added(form.cleaned_data["count"]),
        title=_("Set up seats"),
        lead=_("Numbered seats, open to every child. Afterwards say of single seats whom they are kept for."),
        submit=_("Set up the seats"),
        way_back=way_to_seats(council),
    )


def _added(count: int) -> str:
    return ngettext("%(count)d seat is set up.", "%(count)d seats are set up.", count) % {"count": count}


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def add(request: HttpRequest, pk: object) -> HttpResponse:
    council = council_or_404(request.user, Capability.EDIT_GROUPS, pk=pk)
    initial = {
        "number": actions.next_number(council),
        "kept_for": Seat.KeptFor.NOBODY,
        "began_on": timezone.localdate(),
    }
    form = SeatForm(request.POST or None, user=request.user, council=council, initial=initial)
    return answer_form(
        request,
        form,
        partial(actions.add_seat, council=council),
        done=_("The council has one more seat."),
        title=_("Add a seat"),
        way_back=way_to_seats(council),
    )


def _seat(request: HttpRequest, pk: object) -> Seat:
    return editable_or_404(Seat.objects.select_related(*WITH_PLACE), request.user, pk=pk)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def change(request: HttpRequest, pk: object) -> HttpResponse:
    seat = _seat(request, pk)
    initial = {name: getattr(seat, name) for name in SeatForm.base_fields}
    form = SeatForm(request.POST or None, user=request.user, council=seat.council, initial=initial)
    return answer_form(
        request,
        form,
        partial(actions.change_seat, seat=seat),
        done=_("The changes are saved."),
        title=_("Change seat %(number)d") % {"number": seat.number},
        way_back=way_to_seat(seat),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def close(request: HttpRequest, pk: object) -> HttpResponse:
    seat = _seat(request, pk)
    return answer_form(
        request,
        LastDayForm(request.POST or None, initial={"ended_on": timezone.localdate()}),
        partial(actions.close_seat, seat=seat),
        done=_("The council no longer has this seat."),
        title=_("Close seat %(number)d") % {"number": seat.number},
        lead=_("After the last day nobody can sit there. The history of the seat stays."),
        submit=_("Close the seat"),
        way_back=way_to_seat(seat),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def reopen(request: HttpRequest, pk: object) -> HttpResponse:
    seat = _seat(request, pk)
    return ask(
        request,
        partial(actions.reopen_seat, seat=seat),
        done=_("The council has this seat again."),
        title=_("Take up seat %(number)d again?") % {"number": seat.number},
        lead=_("The council has the seat again, as if it had not ended."),
        submit=_("Take it up again"),
        way_back=way_to_seat(seat),
    )
