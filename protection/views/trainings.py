"""The desk of trainings: the list, one training with those who took part, and the list to be signed."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.counting import Counted, counted
from accounts.downloads.sending import send_list
from accounts.models import User
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from participation.views.form_pages import answer_form, ask

from ..actions.trainings import correct_training, record_training, take_out
from ..exports import training_table
from ..forms.trainings import TrainingFilter, TrainingForm
from ..models import Training, TrainingPlace
from ..reads.trainings import may_change, participants, register_lines, training_rows
from ..scopes import trainings as within_reach

EMPTY_LINES = 15
"""Lines on the printed list for those who come unannounced."""
WITH_ALL = ("topic", "organiser", "project", "area")


@require_safe
@needs(Capability.SEE_GROUPS)
def training_list(request: HttpRequest) -> HttpResponse:
    form = TrainingFilter(request.GET)
    trainings = form.narrow(Training.objects.visible_to(request.user))
    rows = trainings.select_related(*WITH_ALL)
    page = page_of(rows, keys=("ended_on", "pk"), asked=request.GET, is_descending=True)
    context = {
        "form": form,
        "rows": training_rows(page.rows, user=request.user),
        "found": _found(counted(trainings)),
        "may_record": request.user.can(Capability.EDIT_PEOPLE),
        **neighbour_urls(request, page),
    }
    return render(request, "protection/training_list.html", context)


@require_GET
@needs(Capability.SEE_GROUPS)
def training_file(request: HttpRequest, format: str) -> HttpResponse:
    form = TrainingFilter(request.GET)
    table = training_table(form.narrow(Training.objects.visible_to(request.user)), user=request.user)
    return send_list(request, table, format, form.chosen, way_back="trainings:list")


@require_safe
@needs(Capability.SEE_GROUPS)
def page(request: HttpRequest, pk: str) -> HttpResponse:
    training = training_or_404(request.user, pk=pk)
    people = participants(training, user=request.user)
    if people:
        journal.seen("training.read", about=training, by=request.user, people=len(people))
    (row,) = training_rows([training], user=request.user)
    context = {
        "row": row,
        "training": training,
        "people": people,
        "may_change": may_change(training, user=request.user),
        "links": [way_to_trainings()],
    }
    return render(request, "protection/training_page.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def record(request: HttpRequest) -> HttpResponse:
    form = TrainingForm(request.POST or None, user=request.user)
    if form.is_valid() and (training := form.carry_out(record_training, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The training is recorded. Now write down who took part."))
        return redirect("trainings:fill", training.pk)
    return answer_form(
        request,
        form,
        record_training,
        done="",
        title=_("Record a training"),
        lead=_("A training of adults that is over. Write nothing about what was told there."),
        way_back=[way_to_trainings()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    training = editable_or_404(Training.objects.select_related(*WITH_ALL), request.user, pk=pk)
    return answer_form(
        request,
        TrainingForm(request.POST or None, user=request.user, training=training),
        partial(correct_training, training=training),
        done=_("The changes are saved."),
        title=_("Correct a training"),
        way_back=way_to_training(training),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def leave_out(request: HttpRequest, pk: str) -> HttpResponse:
    place = editable_or_404(TrainingPlace.objects.select_related("training__topic", "person"), request.user, pk=pk)
    if request.method == "GET":
        journal.seen("training.read", about=place.training, by=request.user, people=1)
    return ask(
        request,
        partial(take_out, place=place),
        done=_("The name is taken off the list."),
        title=_("Take somebody off the list"),
        lead=_("%(name)s was written down by mistake and did not take part.") % {"name": place.person.name},
        submit=_("Take off the list"),
        way_back=way_to_training(place.training),
    )


@require_safe
@needs(Capability.SEE_PEOPLE)
def register(request: HttpRequest, pk: str) -> HttpResponse:
    """The list of participants on paper, to be signed, whole or not at all. In Khmer; ``?in=en`` in English."""
    whole = Training.objects.filter(within_reach(Capability.SEE_PEOPLE)(request.user))
    training = visible_or_404(whole.select_related(*WITH_ALL), request.user, pk=pk)
    people = participants(training, user=request.user)
    if people:
        journal.seen("training.register_printed", about=training, by=request.user, people=len(people))
    language = "en" if request.GET.get("in") == "en" else "km"
    with translation.override(language):
        (row,) = training_rows([training], user=request.user)
        filled = len(people or ())
        context = {
            "row": row,
            "training": training,
            "lines": register_lines(training, people or ()),
            "printed_on": timezone.localdate(),
            "empty_lines": range(filled + 1, filled + 1 + EMPTY_LINES),
            "other": "en" if language == "km" else "km",
            "links": way_to_training(training),
        }
        return render(request, "protection/training_register.html", context)


def training_or_404(user: User, *, pk: object) -> Training:
    return visible_or_404(Training.objects.select_related(*WITH_ALL), user, pk=pk)


def way_to_trainings() -> dict[str, str]:
    """The first link of the way back."""
    return {"label": _("Trainings"), "url": reverse("trainings:list")}


def way_to_training(training: Training) -> list[dict[str, str]]:
    return [way_to_trainings(), {"label": training.topic.name, "url": reverse("trainings:page", args=[training.pk])}]


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s training", "%(total)s trainings", total.number)
    return total.words(exact, _("More than %(total)s trainings"))
