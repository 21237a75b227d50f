"""Leaving, coming back, another post, another group. Each page says in one sentence what will change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from places.paths import path

from ..actions import memberships as actions
from ..forms.members import ChangePostForm, EndForm, RestartForm, TransferForm, UndoForm
from ..models import Membership
from .form_pages import form_page, way_to

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


def _done(request: HttpRequest, membership: Membership, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("groups:page", pk=membership.group_id)


def _not_so(request: HttpRequest, membership: Membership, sentence: str) -> HttpResponse:
    """The change does not fit this membership: back to the person, who shows what is true."""
    messages.warning(request, sentence)
    return redirect("people:page", pk=membership.person_id)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def end(request: HttpRequest, pk: object) -> HttpResponse:
    membership = _membership(request, pk)
    if membership.ended_on:
        return _not_so(request, membership, _("This membership has ended."))
    form = EndForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(
        actions.end_membership, membership=membership, by=request.user, **form.cleaned_data
    ):
        return _done(request, membership, _("%(person)s is no longer a member of %(group)s.") % _words(membership))
    return form_page(
        request,
        form,
        title=_("End a membership"),
        lead=_("After the last day %(person)s is no longer in %(group)s (%(post)s). Past meetings stay as they are.")
        % _words(membership),
        submit=_("End the membership"),
        way_back=way_to(membership.group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def undo_end(request: HttpRequest, pk: object) -> HttpResponse:
    membership = _membership(request, pk)
    if not membership.ended_on:
        return _not_so(request, membership, _("This membership has not ended."))
    form = UndoForm(request.POST or None)
    if request.method == "POST":
        form = UndoForm(request.POST)
        if form.is_valid() and form.carry_out(actions.undo_end, membership=membership, by=request.user):
            return _done(request, membership, _("%(person)s is a member of %(group)s again.") % _words(membership))
    return form_page(
        request,
        form,
        title=_("Take back an end"),
        lead=_("The end on %(ended)s was a mistake: %(person)s stays in %(group)s (%(post)s) as if it had not ended.")
        % _words(membership),
        submit=_("Take back the end"),
        way_back=way_to(membership.group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def restart(request: HttpRequest, pk: object) -> HttpResponse:
    membership = _membership(request, pk)
    if not membership.ended_on:
        return _not_so(request, membership, _("This membership has not ended."))
    form = RestartForm(
        request.POST or None,
        kind=membership.group.kind,
        initial={"began_on": timezone.localdate(), "post": membership.post_id},
    )
    if form.is_valid() and form.carry_out(
        actions.restart_membership, membership=membership, by=request.user, **form.cleaned_data
    ):
        return _done(request, membership, _("%(person)s is a member of %(group)s again.") % _words(membership))
    return form_page(
        request,
        form,
        title=_("Back in the group"),
        lead=_(
            "%(person)s joins %(group)s again from the day you choose. The time away since %(ended)s stays on record."
        )
        % _words(membership),
        submit=_("Let them join again"),
        way_back=way_to(membership.group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def change_post(request: HttpRequest, pk: object) -> HttpResponse:
    membership = _membership(request, pk)
    if membership.ended_on:
        return _not_so(request, membership, _("This membership has ended."))
    form = ChangePostForm(
        request.POST or None,
        kind=membership.group.kind,
        initial={"changed_on": timezone.localdate(), "post": membership.post_id},
    )
    if form.is_valid() and form.carry_out(
        actions.change_post, membership=membership, by=request.user, **form.cleaned_data
    ):
        return _done(request, membership, _("%(person)s has a new post in %(group)s.") % _words(membership))
    return form_page(
        request,
        form,
        title=_("Change the post"),
        lead=_("From the day you choose, %(person)s has another post in %(group)s. Until then the post is: %(post)s.")
        % _words(membership),
        submit=_("Change the post"),
        way_back=way_to(membership.group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def transfer(request: HttpRequest, pk: object) -> HttpResponse:
    """Two steps on one page: look for the group, then choose it and the day."""
    membership = _membership(request, pk)
    if membership.ended_on:
        return _not_so(request, membership, _("This membership has ended."))
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
            return _done(request, membership, _("%(person)s moved from %(group)s to %(target)s.") % words)
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
