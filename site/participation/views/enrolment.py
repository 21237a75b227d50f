"""Enrolling into a group, on one page: is the child known already? If so choose, if not write down the newcomer."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import journal
from accounts.access import needs
from accounts.roles import Capability
from people.aliases import kept_id
from people.models import Person
from places.models import AdminArea

from ..actions import memberships as actions
from ..forms.members import EnrolmentForm
from ..forms.people import PeopleSearchForm, PersonForm
from ..models import CommunityGroup
from ..reads.enrolment_warnings import Warnings, warnings_of
from ..reads.people_found import FoundPerson, find_people, with_groups
from .doors import group_or_404
from .form_pages import way_to


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def enrol(request: HttpRequest, pk: object) -> HttpResponse:
    """Three answers of one page: what a search found, who was chosen from it, and the enrolment itself."""
    group = group_or_404(request.user, Capability.EDIT_PEOPLE, pk=pk)
    step = request.POST.get("step", "")
    if step == "enrol":
        return _enrol(request, group)
    form, search = EnrolmentForm(user=request.user, group=group), PeopleSearchForm()
    newcomer = PersonForm(user=request.user, initial={"village": _village(group)})
    found = None
    if step == "find":
        search = PeopleSearchForm(request.POST)
        if search.is_valid():
            words = search.cleaned_data["q"]
            found = find_people(words, user=request.user)
            newcomer.initial |= _names_in(words)
    chosen = _person(request, request.POST.get("choose"))
    return _page(request, group, form=form, newcomer=newcomer, search=search, found=found, chosen=chosen)


def _enrol(request: HttpRequest, group: CommunityGroup) -> HttpResponse:
    data, is_known = request.POST, bool(request.POST.get("person"))
    form = EnrolmentForm(data, user=request.user, group=group)
    newcomer = PersonForm(None if is_known else data, user=request.user, initial={"village": _village(group)})
    warnings = None
    if form.is_valid() and (is_known or newcomer.is_valid()):
        warnings = warnings_of(
            group=group,
            user=request.user,
            post=form.cleaned_data["post"],
            on=form.cleaned_data["began_on"],
            person=form.cleaned_data["person"],
            newcomer=None if is_known else newcomer.facts(),
            accepted=data.getlist("accepted"),
        )
        if not warnings and _carry_out(request, group, form, newcomer):
            messages.success(request, _("%(group)s has one more member.") % {"group": group.name})
            return redirect("groups:page", pk=group.pk)
    chosen = _person(request, data.get("person"))
    return _page(request, group, form=form, newcomer=newcomer, chosen=chosen, warnings=warnings)


def _carry_out(request: HttpRequest, group: CommunityGroup, form: EnrolmentForm, newcomer: PersonForm) -> bool:
    """One action; what it refuses is shown at the field of the one form or of the other."""
    place = {name: form.cleaned_data[name] for name in ("post", "how_filled", "began_on")}
    person = form.cleaned_data["person"]
    if person is not None:
        return bool(form.carry_out(actions.enrol, group=group, person=person, by=request.user, **place))
    try:
        actions.enrol_newcomer(group=group, by=request.user, **place, **newcomer.facts())
    except ValidationError as refusal:
        is_about_person = hasattr(refusal, "error_dict") and refusal.error_dict.keys() & newcomer.fields.keys()
        (newcomer if is_about_person else form).explain(refusal)
        return False
    return True


def _person(request: HttpRequest, key: str | None) -> FoundPerson | None:
    """The person that was picked from the results, if the reader may see them."""
    try:
        asked = uuid.UUID(key) if key else None
    except ValueError:
        return None
    people = Person.objects.visible_to(request.user)
    person = people.filter(pk=kept_id(asked) or asked).first() if asked else None
    return with_groups([person], user=request.user)[0] if person else None


def _names_in(words: str) -> dict[str, str]:
    """Two words that were searched for are most likely family name and given name."""
    family_name, space, given_name = words.strip().partition(" ")
    return {"family_name": family_name[:60], "given_name": given_name.strip()[:60]} if space else {}


def _village(group: CommunityGroup) -> object:
    """Where the newcomer most likely lives: in the group's own village or commune."""
    return group.area if group.area.level >= AdminArea.COMMUNE else None


def _page(
    request: HttpRequest,
    group: CommunityGroup,
    *,
    form: EnrolmentForm,
    newcomer: PersonForm,
    search: PeopleSearchForm | None = None,
    found: object = None,
    chosen: FoundPerson | None = None,
    warnings: Warnings | None = None,
) -> HttpResponse:
    shown = len(found.rows if found else ()) + len(warnings.same if warnings else ()) + bool(chosen)
    if shown:
        journal.seen("people.found", about=group, by=request.user, people=shown)
    context = {
        "group": group,
        "form": form,
        "newcomer": newcomer,
        "search": search or PeopleSearchForm(),
        "found": found,
        "chosen": chosen,
        "warnings": warnings,
        "links": way_to(group),
    }
    return render(request, "participation/member_enrol.html", context)
