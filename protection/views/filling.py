"""Writing down who took part in a training: found in the register and chosen, or typed in line by line."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from participation.forms.people import PeopleSearchForm
from participation.reads.people_found import FoundPerson, find_people

from ..actions.trainings import Known, Newcomer, add_places
from ..forms.trainings import KnownForm, Lines, SheetForm
from ..models import Training, TrainingPlace
from ..reads.trainings import likely_known
from .trainings import WITH_ALL, way_to_training


@dataclass(frozen=True, slots=True)
class Question:
    """A line of the sheet, and those of the register who may be the same person."""

    line: int
    name: str
    people: list[FoundPerson]


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def fill(request: HttpRequest, pk: str) -> HttpResponse:
    """Three answers of one page: what a search found, who was chosen from it, and a typed sheet."""
    training = editable_or_404(Training.objects.select_related(*WITH_ALL), request.user, pk=pk)
    step = request.POST.get("step", "")
    if step == "known":
        return _choose(request, training)
    if step == "type":
        return _type(request, training)
    search, found = PeopleSearchForm(), None
    if step == "find":
        search = PeopleSearchForm(request.POST)
        if search.is_valid():
            found = find_people(search.cleaned_data["q"], user=request.user)
    return _page(request, training, search=search, found=found)


def _choose(request: HttpRequest, training: Training) -> HttpResponse:
    form = KnownForm(request.POST, user=request.user)
    if form.is_valid():
        known = [Known(person, form.cleaned_data["sector"]) for person in form.people]
        places = form.carry_out(
            add_places, training=training, known=known, signed=form.cleaned_data["signed"], by=request.user
        )
        if places is not None:
            return _done(request, training, places)
    search = PeopleSearchForm(request.POST)
    found = find_people(search.cleaned_data["q"], user=request.user) if search.is_valid() else None
    return _page(request, training, search=search, found=found, known=form)


def _type(request: HttpRequest, training: Training) -> HttpResponse:
    """Whoever may be in the register already is asked about first, line by line."""
    form = SheetForm(request.POST, user=request.user, training=training)
    lines, questions = Lines(request.POST), []
    is_whole = lines.is_valid()
    if form.is_valid() and is_whole:
        typed = lines.facts(form.cleaned_data["home"])
        known, newcomers = [], []
        alike = likely_known([facts for _number, _sector, facts in typed], user=request.user)
        for (number, sector, facts), found in zip(typed, alike, strict=True):
            answer = lines.answer(number, [row.person for row in found])
            if found and answer is None:
                questions.append(Question(number, f"{facts['family_name']} {facts['given_name']}", found))
            elif answer in (None, Lines.NEW):
                newcomers.append(Newcomer(facts, sector))
            else:
                known.append(Known(answer, sector))
        if not questions:
            everybody = {"known": known, "newcomers": newcomers, "signed": form.cleaned_data["signed"]}
            places = form.carry_out(add_places, training=training, by=request.user, **everybody)
            if places is not None:
                return _done(request, training, places)
    return _page(request, training, form=form, lines=lines, questions=questions)


def _done(request: HttpRequest, training: Training, places: list[TrainingPlace]) -> HttpResponse:
    number = len(places)
    text = ngettext("%(number)d person was added.", "%(number)d people were added.", number)
    messages.success(request, text % {"number": number})
    return redirect("trainings:page", training.pk)


def _page(
    request: HttpRequest,
    training: Training,
    *,
    search: PeopleSearchForm | None = None,
    found: object = None,
    known: KnownForm | None = None,
    form: SheetForm | None = None,
    lines: Lines | None = None,
    questions: list[Question] = (),
) -> HttpResponse:
    shown = len(found.rows if found else ()) + sum(len(question.people) for question in questions)
    if shown:
        journal.seen("people.found", about=training, by=request.user, people=shown)
    context = {
        "training": training,
        "search": search or PeopleSearchForm(),
        "found": found,
        "known": known or KnownForm(user=request.user),
        "form": form or SheetForm(user=request.user, training=training),
        "lines": (lines or Lines()).forms,
        "questions": questions,
        "links": way_to_training(training),
    }
    return render(request, "protection/training_fill.html", context)
