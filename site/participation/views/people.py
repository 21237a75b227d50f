"""A person's page, correcting it, and looking for people. Each showing of people leaves a line in the journal."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.emergency import readable_in_emergency
from accounts.roles import Capability
from people.actions import correct_person
from people.aliases import follows_aliases
from people.merging import undoable_merge
from people.models import Person
from people.refusals import ChangedMeanwhile
from places.paths import path

from ..extras import sections_of_person
from ..forms.differences import Difference, differences
from ..forms.people import PeopleSearchForm, PersonCorrectionForm
from ..models import Membership
from ..reads.consents import consents_of
from ..reads.needs import need_marks
from ..reads.people_found import VILLAGE, find_people
from ..reads.persons import attendance_of, memberships_of, readers_of, who_may_read


@require_http_methods(["GET", "POST"])
@needs(Capability.SEE_PEOPLE)
def search(request: HttpRequest) -> HttpResponse:
    """Posted, so that no name stands in an address, a log or the browser's history."""
    form, found = PeopleSearchForm(request.POST or None), None
    if form.is_valid():
        found = find_people(form.cleaned_data["q"], user=request.user)
        if found.rows:
            journal.seen("people.found", about=request.user, by=request.user, people=len(found.rows))
    may_edit = request.user.can(Capability.EDIT_PEOPLE)
    return render(request, "participation/person_search.html", {"form": form, "found": found, "may_edit": may_edit})


@require_safe
@readable_in_emergency
@needs(Capability.SEE_PEOPLE)
@follows_aliases
def page(request: HttpRequest, pk: object) -> HttpResponse:
    person = visible_or_404(Person.objects.select_related(*VILLAGE), request.user, pk=pk)
    journal.seen("person.read", about=person, by=request.user, people=1)
    memberships = memberships_of(person, user=request.user)
    editable = Membership.objects.editable_by(request.user).filter(person=person)
    context = {
        "person": person,
        "old_codes": list(person.aliases.exclude(old_code="").order_by("old_code").values_list("old_code", flat=True)),
        "age": person.age_on(timezone.localdate()),
        "village": path(person.village) if person.village else "",
        "memberships": memberships,
        "editable": set(editable.values_list("pk", flat=True)),
        "attendance": attendance_of(person, user=request.user),
        "sections": sections_of_person(person, request.user),
        "needs": need_marks([person.pk]).get(person.pk, []),
        "consents": consents_of(person),
        "readers": readers_of(person, user=request.user),
        "reads_journal": request.user.can(Capability.SEE_JOURNAL),
        "who_may_read": who_may_read(),
        "merge": undoable_merge(person),
        "may_edit": Person.objects.editable_by(request.user).filter(pk=person.pk).exists(),
        "may_hold": request.user.can(Capability.EXPORT_NAMES),
        "links": [{"label": _("People"), "url": reverse("people:search")}],
    }
    return render(request, "participation/person_page.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
@follows_aliases
def edit(request: HttpRequest, pk: object) -> HttpResponse:
    person = editable_or_404(Person.objects.select_related(*VILLAGE), request.user, pk=pk)
    if request.method == "GET":
        journal.seen("person.read", about=person, by=request.user, people=1)
    initial = PersonCorrectionForm.initial_of(person) | {"version": person.version}
    form = PersonCorrectionForm(request.POST or None, user=request.user, person=person, initial=initial)
    conflict = []
    if form.is_valid():
        try:
            correct_person(person=person, by=request.user, **form.facts())
        except ChangedMeanwhile:
            form, conflict = _beside_the_saved(request, person)
        except ValidationError as refusal:
            form.explain(refusal)
        else:
            messages.success(request, _("The details are saved."))
            return redirect("people:page", pk=person.pk)
    context = {
        "person": person,
        "form": form,
        "conflict": conflict,
        "links": [
            {"label": _("People"), "url": reverse("people:search")},
            {"label": person.name, "url": reverse("people:page", args=[person.pk])},
        ],
    }
    return render(request, "participation/person_edit.html", context)


def _beside_the_saved(request: HttpRequest, person: Person) -> tuple[PersonCorrectionForm, list[Difference]]:
    """What was typed, and beside it what somebody else saved meanwhile; saving again now replaces that."""
    person.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(person.version)
    form = PersonCorrectionForm(data, user=request.user, person=person)
    form.is_valid()
    return form, differences(form, PersonCorrectionForm.initial_of(person))
