"""Records that may be one person: the work list, two side by side, and the undo of a merge."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from people.aliases import kept_id
from people.merging import merge_people, say_not_the_same, undo_merge
from people.models import Person, PersonMerge

from ..forms.likenesses import KEEP_ONE, NOT_THE_SAME, PairForm
from ..reads.likenesses import page_of_pairs, side_by_side
from ..reads.people_found import VILLAGE, with_groups
from .form_pages import ask


@require_safe
@needs(Capability.EDIT_PEOPLE)
def pair_list(request: HttpRequest) -> HttpResponse:
    pairs, page = page_of_pairs(request.user, request.GET)
    if pairs:
        journal.seen("people.found", about=request.user, by=request.user, people=2 * len(pairs))
    context = {"pairs": pairs, "links": [_way_to_people()], **neighbour_urls(request, page)}
    return render(request, "participation/likeness_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def pair(request: HttpRequest, pk: object, other: object) -> HttpResponse:
    """Both records must be the reader's to change. One that was merged meanwhile leads back to the list."""
    if kept_id(pk) or kept_id(other):
        return redirect("likenesses:list")
    people = Person.objects.select_related(*VILLAGE)
    one, second = editable_or_404(people, request.user, pk=pk), editable_or_404(people, request.user, pk=other)
    form = PairForm(request.POST or None)
    if form.is_valid():
        answer = _answer(request, form, one, second)
        if answer is not None:
            return answer
    journal.seen("people.compared", about=one, by=request.user, people=2)
    left, right = with_groups([one, second], user=request.user)
    context = {
        "one": one,
        "other": second,
        "lines": side_by_side(left, right, user=request.user),
        "form": form,
        "links": [_way_to_people(), {"label": _("Possible doubles"), "url": reverse("likenesses:list")}],
    }
    return render(request, "participation/likeness_pair.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def undo(request: HttpRequest, pk: object) -> HttpResponse:
    merge = editable_or_404(PersonMerge.objects.select_related("kept"), request.user, pk=pk)
    return ask(
        request,
        partial(undo_merge, merge=merge),
        done=_("The merge is undone. There are two records again."),
        title=_("Undo the merge"),
        lead=_("One record becomes two again, as they were. What was entered since stays with this one."),
        submit=_("Undo the merge"),
        way_back=[
            _way_to_people(),
            {"label": merge.kept.name, "url": reverse("people:page", args=[merge.kept_id])},
        ],
    )


def _answer(request: HttpRequest, form: PairForm, one: Person, other: Person) -> HttpResponse | None:
    """Where the answer leads; ``None`` where the action refused."""
    answer = form.cleaned_data["answer"]
    if answer == NOT_THE_SAME:
        if not form.carry_out(say_not_the_same, one=one, other=other, by=request.user):
            return None
        messages.success(request, _("They are kept as two people. The pair will not be shown again."))
        return redirect("likenesses:list")
    kept, gone = (one, other) if answer == KEEP_ONE else (other, one)
    if not form.carry_out(merge_people, kept=kept, gone=gone, by=request.user):
        return None
    messages.success(request, _("The two records are one now. You can undo this for 90 days."))
    return redirect("people:page", pk=kept.pk)


def _way_to_people() -> dict[str, str]:
    return {"label": _("People"), "url": reverse("people:search")}
