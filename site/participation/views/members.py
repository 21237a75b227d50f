"""Leaving, coming back, another post, another group. Each page says in one sentence what will change."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.forms.acting import ActingForm
from accounts.roles import Capability
from people.aliases import kept_id
from people.models import Person
from places.paths import path

from ..actions import memberships as actions
from ..forms.members import ChangePostForm, EndForm, RestartForm, TransferForm
from ..models import Membership
from ..reads.marks import marks_outside
from .form_pages import answer_form, way_to

FOUND = 302
MOST_TARGETS = 20
PLACE = ("area__parent__parent__parent",)


def _membership(request: HttpRequest, pk: object) -> Membership:
    """The membership to be changed. Its page shows one person: a line in the journal."""
    rows = Membership.objects.select_related("person", "post", "group")
    membership = editable_or_404(rows, request.user, pk=pk)
    if request.method == "GET":
        journal.seen("membership.read", about=membership, by=request.user, people=1)
    return membership


def _words(membership: Membership) -> dict[str, str]:
    """The words that the sentences of these pages are made with."""
    return {
        "person": membership.person.name,
        "post": membership.post.name,
        "group": membership.group.name,
        "ended": date_format(membership.ended_on) if membership.ended_on else "",
    }


def _not_so(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The change does not fit this membership: back to the person, who shows what is true."""
    so = _("This membership has ended.") if membership.ended_on else _("This membership has not ended.")
    messages.warning(request, so)
    return redirect("people:page", pk=membership.person_id)


def _tell_of_marks(request: HttpRequest, membership: Membership) -> None:
    """A last day in the past may leave marks at meetings that the person, as is now said, was no member at."""
    if count := marks_outside(person=membership.person_id, group=membership.group_id):
        sentence = ngettext(
            "%(person)s still has a mark at %(count)d meeting on a day without membership. "
            "Correct that meeting or the day.",
            "%(person)s still has marks at %(count)d meetings on days without membership. "
            "Correct those meetings or the day.",
            count,
        )
        messages.warning(request, sentence % {"person": membership.person.name, "count": count})


def leads_to_the_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A membership that went into another one when two records became one: its person shows what is true."""

    @wraps(view)
    def led(request: HttpRequest, pk: object) -> HttpResponse:
        kept = kept_id(pk)
        if kept and Person.objects.visible_to(request.user).filter(pk=kept).exists():
            messages.warning(request, _("Two records of this person are one now. Here is what is true."))
            return redirect("people:page", pk=kept)
        return view(request, pk)

    return led


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a membership: what may be answered, what is done, and the sentences, which name who and where."""

    action: Callable[..., Membership]
    form: Callable[[dict | None, Membership], ActingForm]
    of_ended: bool
    title: str
    lead: str
    submit: str
    done: str


def page_of(change: Change) -> Callable[..., HttpResponse]:
    """The page of a change. Where the membership does not stand as the change needs, the person's page says so."""

    @require_http_methods(["GET", "POST"])
    @needs(Capability.EDIT_PEOPLE)
    @leads_to_the_person
    def view(request: HttpRequest, pk: object) -> HttpResponse:
        membership = _membership(request, pk)
        if bool(membership.ended_on) != change.of_ended:
            return _not_so(request, membership)
        words = _words(membership)
        answer = answer_form(
            request,
            change.form(request.POST if request.method == "POST" else None, membership),
            partial(change.action, membership=membership),
            done=change.done % words,
            title=str(change.title),
            lead=change.lead % words,
            submit=str(change.submit),
            way_back=way_to(membership.group),
        )
        if answer.status_code == FOUND and not change.of_ended:
            _tell_of_marks(request, membership)
        return answer

    return view


end = page_of(
    Change(
        action=actions.end_membership,
        form=lambda answers, membership: EndForm(answers, initial={"ended_on": timezone.localdate()}),
        of_ended=False,
        title=_("End a membership"),
        lead=_("After the last day %(person)s is no longer in %(group)s (%(post)s). Past meetings stay as they are."),
        submit=_("End the membership"),
        done=_("%(person)s is no longer a member of %(group)s."),
    )
)
undo_end = page_of(
    Change(
        action=actions.undo_end,
        form=lambda answers, membership: ActingForm(answers),
        of_ended=True,
        title=_("Take back an end"),
        lead=_("The end on %(ended)s was a mistake: %(person)s stays in %(group)s (%(post)s) as if it had not ended."),
        submit=_("Take back the end"),
        done=_("%(person)s is a member of %(group)s again."),
    )
)
restart = page_of(
    Change(
        action=actions.restart_membership,
        form=lambda answers, membership: RestartForm(
            answers,
            kind=membership.group.kind,
            initial={"began_on": timezone.localdate(), "post": membership.post_id},
        ),
        of_ended=True,
        title=_("Back in the group"),
        lead=_(
            "%(person)s joins %(group)s again from the day you choose. The time away since %(ended)s stays on record."
        ),
        submit=_("Let them join again"),
        done=_("%(person)s is a member of %(group)s again."),
    )
)
change_post = page_of(
    Change(
        action=actions.change_post,
        form=lambda answers, membership: ChangePostForm(
            answers,
            kind=membership.group.kind,
            initial={"changed_on": timezone.localdate(), "post": membership.post_id},
        ),
        of_ended=False,
        title=_("Change the post"),
        lead=_("From the day you choose, %(person)s has another post in %(group)s. Until then the post is: %(post)s."),
        submit=_("Change the post"),
        done=_("%(person)s has a new post in %(group)s."),
    )
)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
@leads_to_the_person
def transfer(request: HttpRequest, pk: object) -> HttpResponse:
    """Two steps on one page: look for the group, then choose it and the day."""
    membership = _membership(request, pk)
    if membership.ended_on:
        return _not_so(request, membership)
    is_search = request.POST.get("step") == "find"
    form = TransferForm(None if is_search else request.POST or None, user=request.user, membership=membership)
    if not is_search and form.is_valid():
        target = form.cleaned_data["to_group"]
        if form.carry_out(
            actions.transfer,
            membership=membership,
            to_group=target,
            moved_on=form.cleaned_data["moved_on"],
            by=request.user,
        ):
            words = _words(membership) | {"target": target.name}
            messages.success(request, _("%(person)s moved from %(group)s to %(target)s.") % words)
            _tell_of_marks(request, membership)
            return redirect("groups:page", pk=membership.group_id)
    text = request.POST.get("q", "").replace("\x00", "")[:100].strip()
    targets = form.targets.matching(text) if text else form.targets.within(membership.group.area_id[:-2])
    context = {
        "form": form,
        "membership": membership,
        "words": _words(membership),
        "text": text,
        "targets": [(group, path(group.area)) for group in targets.select_related(*PLACE).by_place()[:MOST_TARGETS]],
        "chosen": request.POST.get("to_group", ""),
        "moved_on": request.POST.get("moved_on") if is_search else None,
        "links": way_to(membership.group),
    }
    return render(request, "participation/member_transfer.html", context)
