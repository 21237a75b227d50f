"""A person's own request about what is kept: to see it on paper, to have it corrected, to leave and be forgotten."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.retention.terms import Due
from accounts.roles import Capability
from people.aliases import follows_aliases
from people.models import Person, PersonRequest
from people.telling import told_of
from places.paths import path

from ..actions.person_requests import leave, note_request
from ..forms.retention import LeaveForm, RequestForm
from ..reads.people_found import VILLAGE
from ..reads.person_sheet import looked_at
from ..reads.persons import who_may_read
from .form_pages import form_page

LANGUAGES = ("km", "en")
Kind = PersonRequest.Kind


@require_http_methods(["GET", "POST"])
@needs(Capability.SEE_PEOPLE)
@follows_aliases
def ask(request: HttpRequest, pk: object) -> HttpResponse:
    """What the person wants: one way each, and what was asked before."""
    person = visible_or_404(Person, request.user, pk=pk)
    if request.method == "GET":
        journal.seen("person.read", about=person, by=request.user, people=1)
    may_edit = Person.objects.editable_by(request.user).filter(pk=person.pk).exists()
    form = RequestForm(request.POST or None)
    if not may_edit:
        form.fields["kind"].choices = [(Kind.SEE.value, Kind.SEE.label)]
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        if kind == Kind.LEAVE:
            return redirect("people:leave", person.pk)
        note = partial(note_request, person=person, kind=kind, asked_on=form.cleaned_data["asked_on"])
        if form.carry_out(note, by=request.user):
            return redirect("people:sheet" if kind == Kind.SEE else "people:edit", person.pk)
    context = {
        "person": person,
        "form": form,
        "before": person.requests.order_by("-answered_at"),
        "links": _way_to(person),
        "cancel_url": reverse("people:page", args=[person.pk]),
    }
    return render(request, "participation/person_request.html", context)


@require_safe
@needs(Capability.SEE_PEOPLE)
@follows_aliases
def sheet(request: HttpRequest, pk: object) -> HttpResponse:
    """All that is kept, on A4 in Khmer; ``?in=en`` in English."""
    person = visible_or_404(Person.objects.select_related(*VILLAGE), request.user, pk=pk)
    journal.seen("person.sheet_printed", about=person, by=request.user, people=1)
    language = request.GET.get("in")
    language = language if language in LANGUAGES else "km"
    with translation.override(language):
        context = {
            "person": person,
            "village": path(person.village) if person.village else "",
            "told": told_of(person, user=request.user),
            "looked": looked_at(person),
            "who_may_read": who_may_read(),
            "journal_from": Due(timezone.localdate()).before("journal"),
            "other": "en" if language == "km" else "km",
            "links": _way_to(person),
        }
        return render(request, "participation/person_sheet.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
@follows_aliases
def forget(request: HttpRequest, pk: object) -> HttpResponse:
    """Before it is done: what ends, what goes, what stays."""
    person = editable_or_404(Person, request.user, pk=pk)
    if request.method == "GET":
        journal.seen("person.read", about=person, by=request.user, people=1)
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        try:
            leave(person=person, asked_on=form.cleaned_data["asked_on"], by=request.user)
        except ValidationError as refusal:
            form.explain(refusal)
        else:
            messages.success(request, _("It is done. Nothing here names this person any more."))
            return redirect("people:search")
    return form_page(
        request,
        form,
        title=_("Leave, and be forgotten"),
        lead=person.name,
        warning=_("This cannot be taken back."),
        notes=[
            _("All memberships and seats end today."),
            _("All consents are taken back. Photos that show this person are deleted."),
            _("The name, the code, the village and the exact birth year go for good, also from the next backup."),
            _("Counts stay: sex, a band of five birth years, the commune, and at how many meetings somebody came."),
            _("Backups made before today keep the name until they are destroyed, after 90 days at most."),
        ],
        submit=_("Leave, and be forgotten"),
        way_back=_way_to(person),
    )


def _way_to(person: Person) -> list[dict[str, str]]:
    return [
        {"label": _("People"), "url": reverse("people:search")},
        {"label": person.name, "url": reverse("people:page", args=[person.pk])},
    ]
