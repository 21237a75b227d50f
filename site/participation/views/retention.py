"""Terms, holds and what falls due: for administrators and those who answer for children's safety."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.actions.forgetting import change_term
from accounts.retention import personal
from accounts.retention.forecast import AHEAD, more_due
from accounts.retention.rules import labels
from accounts.retention.terms import PERMANENT, TERMS, in_words, numbers_now
from accounts.roles import Capability
from people.models import Person

from ..actions.holds import end_hold, place_hold, review_hold
from ..forms.retention import DueWithinForm, HoldForm, ReviewForm, TermForm
from ..models import CommunityGroup, RetentionHold
from ..reads.retention import WAYS_IN, falling_due, holds_of, last_nights, people_due, term_lines
from .form_pages import answer_form, ask, form_page, way_to

OF_HOLDS = (*WAYS_IN, Capability.EXPORT_NAMES)
"""Groups are held by officers and administrators, people by who keeps the names of an area."""


def way_to_terms() -> dict[str, str]:
    return {"label": _("How long data is kept"), "url": reverse("retention:overview")}


def way_to_holds() -> dict[str, str]:
    return {"label": _("Holds"), "url": reverse("retention:holds")}


@require_safe
@needs(*WAYS_IN)
def overview(request: HttpRequest) -> HttpResponse:
    context = {
        "falling": falling_due(request.user),
        "horizons": AHEAD,
        "terms": term_lines(),
        "nights": last_nights(),
        "may_change": request.user.can(Capability.EDIT_RULES),
        "may_see_names": request.user.can(Capability.SEE_PEOPLE),
    }
    return render(request, "participation/retention.html", context)


@require_safe
@needs(*WAYS_IN)
def fields(request: HttpRequest) -> HttpResponse:
    """Why each column about people is kept, for whom and how long."""
    numbers = numbers_now()
    kept_for = {key: in_words(term, numbers[key]) for key, term in TERMS.items()} | {PERMANENT: _("for good")}
    rows = [(line, kept_for[line.term]) for line in personal.lines()]
    return render(
        request,
        "participation/retention_fields.html",
        {"rows": rows, "links": [way_to_terms()]},
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_term(request: HttpRequest, key: str) -> HttpResponse:
    term = TERMS.get(key)
    if term is None or term.is_fixed:
        raise Http404("No such term.")
    now = numbers_now()[key]
    form = TermForm(request.POST or None, term=term, initial={"number": now})
    page = {
        "title": _("Change a term"),
        "lead": f"{term.label} · {in_words(term, now)} {term.since}",
        "way_back": [way_to_terms()],
    }
    if form.is_valid() and not form.cleaned_data["is_seen"] and form.cleaned_data["number"] < now:
        found = more_due(key, form.cleaned_data["number"], timezone.localdate())
        form.data = form.data.copy()
        form.data["is_seen"] = "on"
        warning = _("Read what goes tonight, and save again.")
        return form_page(request, form, notes=_told(found), warning=warning, **page)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("number", "reason")}
        if form.carry_out(partial(change_term, key=key), by=request.user, **given):
            messages.success(request, _("The term is changed."))
            return redirect("retention:overview")
    return form_page(request, form, **page)


def _told(found: dict[str, int]) -> list[str]:
    words = labels()
    if not found:
        return [_("Nothing more falls due tonight.")]
    return [
        f"{words[key]}: " + ngettext("%(number)d more tonight", "%(number)d more tonight", number) % {"number": number}
        for key, number in found.items()
    ]


@require_safe
@needs(Capability.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Who loses the name soon, for those who see the name anyway."""
    form = DueWithinForm(request.GET or None)
    found, has_more = people_due(request.user, timezone.localdate() + form.days)
    if found:
        journal.seen("people.due_read", about=request.user, by=request.user, people=len(found))
    links = [way_to_terms()] if any(map(request.user.can, WAYS_IN)) else []
    context = {"form": form, "people": found, "has_more": has_more, "links": links}
    return render(request, "participation/retention_people.html", context)


@require_safe
@needs(*OF_HOLDS)
def holds(request: HttpRequest) -> HttpResponse:
    rows = list(holds_of(request.user)[:200])
    shown = sum(row.person_id is not None for row in rows)
    if shown:
        journal.seen("holds.read", about=request.user, by=request.user, people=shown)
    context = {
        "holds": rows,
        "today": timezone.localdate(),
        "links": [way_to_terms()] if any(map(request.user.can, WAYS_IN)) else [],
    }
    return render(request, "participation/hold_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EXPORT_NAMES)
def hold_person(request: HttpRequest, pk: object) -> HttpResponse:
    person = visible_or_404(Person, request.user, pk=pk)
    if request.method == "GET":
        journal.seen("person.read", about=person, by=request.user, people=1)
    return _place(request, person.name, [_way_to_person(person)], person=person)


@require_http_methods(["GET", "POST"])
@needs(*WAYS_IN)
def hold_group(request: HttpRequest, pk: object) -> HttpResponse:
    group = visible_or_404(CommunityGroup, request.user, pk=pk)
    return _place(request, group.name, way_to(group), group=group)


def _way_to_person(person: Person) -> dict[str, str]:
    return {"label": person.name, "url": reverse("people:page", args=[person.pk])}


def _place(request: HttpRequest, name: str, way_back: list[dict[str, str]], **about: object) -> HttpResponse:
    return answer_form(
        request,
        HoldForm(request.POST or None),
        partial(place_hold, **about),
        done=_("The hold stands."),
        title=_("Place a hold"),
        lead=name,
        warning=_("While it stands nothing is erased, though its term is over. Safeguarding officers are told."),
        way_back=way_back,
    )


@require_http_methods(["GET", "POST"])
@needs(*OF_HOLDS)
def review(request: HttpRequest, pk: object) -> HttpResponse:
    hold = editable_or_404(RetentionHold, request.user, pk=pk)
    return answer_form(
        request,
        ReviewForm(request.POST or None, initial={"until": hold.until}),
        partial(review_hold, hold=hold),
        done=_("The hold stands until the day that you named."),
        title=_("Look at a hold again"),
        lead=hold.reason,
        way_back=[way_to_holds()],
    )


@require_http_methods(["GET", "POST"])
@needs(*OF_HOLDS)
def end(request: HttpRequest, pk: object) -> HttpResponse:
    hold = editable_or_404(RetentionHold, request.user, pk=pk)
    return ask(
        request,
        partial(end_hold, hold=hold),
        done=_("The hold has ended."),
        title=_("End a hold"),
        lead=hold.reason,
        warning=_("What is past its term is erased in the next night."),
        submit=_("End the hold"),
        way_back=[way_to_holds()],
    )
