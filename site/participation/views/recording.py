"""Recording a meeting on one page, and correcting one that is recorded."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.models import User
from accounts.roles import Capability

from ..actions import meetings as actions
from ..actions.asks import take_back_telling, tell_children
from ..actions.memberships import founding_warning
from ..aliases import follows_meeting_aliases
from ..models import CommunityGroup, Meeting
from ..refusals import ChangedMeanwhile, MeetingNotOpen
from .doors import group_or_404
from .form_pages import way_to
from .sheets import Sheet

ENOUGH_ADULTS = 2


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def record(request: HttpRequest, pk: object) -> HttpResponse:
    group = group_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    if request.method == "GET":
        return _page(request, Sheet(user=request.user, group=group))
    if already := _already_recorded(request, group):
        messages.info(request, _("This meeting is saved already. Nothing was saved twice."))
        return redirect("meetings:page", pk=already.pk)
    if request.POST.get("step") != "save":
        return _page(request, _drawn_again(request, group))
    sheet = Sheet(user=request.user, group=group, data=request.POST)
    if sheet.is_valid() and (meeting := _record(request.user, sheet)):
        return _saved(request, meeting, _("The meeting is recorded."))
    return _page(request, sheet)


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
@follows_meeting_aliases
def correct(request: HttpRequest, pk: object) -> HttpResponse:
    meeting = editable_or_404(Meeting.objects.select_related("group"), request.user, pk=pk)
    if request.method == "GET":
        if meeting.status != Meeting.Status.RECORDED:
            messages.warning(request, MeetingNotOpen.message)
            return redirect("meetings:page", pk=meeting.pk)
        return _page(request, Sheet(user=request.user, group=meeting.group, meeting=meeting))
    if request.POST.get("step") != "save":
        return _page(request, _drawn_again(request, meeting.group, meeting))
    sheet = Sheet(user=request.user, group=meeting.group, meeting=meeting, data=request.POST)
    if sheet.is_valid():
        try:
            if _correct(request.user, sheet):
                return _saved(request, meeting, _("The meeting is corrected."))
        except ChangedMeanwhile:
            sheet = _beside_the_saved(request, meeting)
    return _page(request, sheet)


def _record(user: User, sheet: Sheet) -> Meeting | None:
    """The meeting and the earlier decisions that were ticked off, all or nothing."""
    given = sheet.form.cleaned_data
    try:
        with transaction.atomic():
            slot = actions.next_slot(group=sheet.group, held_on=given["held_on"]) if given["is_second"] else None
            meeting = actions.record_meeting(group=sheet.group, id=given["id"], slot=slot, by=user, **sheet.facts())
            _settle(sheet, user)
            _tell(sheet, meeting, user)
            return meeting
    except ValidationError as refusal:
        sheet.explain(refusal)
        return None


def _correct(user: User, sheet: Sheet) -> Meeting | None:
    """As ``_record``. On its own day a meeting keeps its slot."""
    given, meeting = sheet.form.cleaned_data, sheet.meeting
    slot = meeting.slot
    try:
        with transaction.atomic():
            if given["held_on"] != meeting.held_on:
                slot = actions.next_slot(group=sheet.group, held_on=given["held_on"]) if given["is_second"] else 1
            _untell(sheet, user)
            actions.correct_meeting(meeting=meeting, by=user, version=given["version"] or 0, slot=slot, **sheet.facts())
            _settle(sheet, user)
            _tell(sheet, meeting, user)
            return meeting
    except ChangedMeanwhile:
        raise
    except ValidationError as refusal:
        sheet.explain(refusal)
        return None


def _settle(sheet: Sheet, user: User) -> None:
    """A decision ticked off was done by the day of the meeting."""
    held_on = sheet.form.cleaned_data["held_on"]
    for decision in sheet.form.cleaned_data["done_decisions"]:
        actions.settle_decision(decision=decision, by=user, done_on=max(held_on, decision.meeting.held_on))


def _tell(sheet: Sheet, meeting: Meeting, user: User) -> None:
    """Answers ticked off were told at this meeting."""
    for ask in sheet.form.cleaned_data["told_asks"]:
        tell_children(ask=ask, meeting=meeting, by=user)


def _untell(sheet: Sheet, user: User) -> None:
    """An answer whose tick was taken out was not told; said first, so that the meeting may get an earlier day."""
    still = [ask.pk for ask in sheet.form.cleaned_data["told_asks"]]
    for ask in sheet.form.cleaned_data["told_before"].exclude(pk__in=still):
        take_back_telling(ask=ask, by=user)


def _already_recorded(request: HttpRequest, group: CommunityGroup) -> Meeting | None:
    """The meeting that was saved under the id of this page: it was sent twice, or stood open in two tabs."""
    try:
        key = uuid.UUID(request.POST.get("id", ""))
    except ValueError:
        return None
    return Meeting.objects.visible_to(request.user).filter(pk=key, group=group).first()


def _drawn_again(request: HttpRequest, group: CommunityGroup, meeting: Meeting | None = None) -> Sheet:
    """The page once more, with the list of another day or one more row; nothing is judged yet."""
    wants_row = request.POST.get("step", "")
    return Sheet(user=request.user, group=group, meeting=meeting, typed=request.POST, wants_row=wants_row)


def _beside_the_saved(request: HttpRequest, meeting: Meeting) -> Sheet:
    """What was typed, and beside it what somebody else saved meanwhile; saving again now replaces that."""
    meeting.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(meeting.version)
    sheet = Sheet(user=request.user, group=meeting.group, meeting=meeting, data=data)
    sheet.is_valid()
    sheet.compare_with_saved()
    return sheet


def _saved(request: HttpRequest, meeting: Meeting, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    if meeting.adults_present is not None and meeting.adults_present < ENOUGH_ADULTS:
        messages.warning(
            request, _("Fewer than two adults were there. Let at least two adults stay with the children.")
        )
    if early := founding_warning(group=meeting.group, on=meeting.held_on):
        messages.warning(request, early)
    return redirect("meetings:page", pk=meeting.pk)


def _page(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Every drawing of the page shows the names on its list: a line in the journal."""
    if sheet.people_shown:
        about = sheet.meeting or sheet.group
        journal.seen("roster.read", about=about, by=request.user, people=sheet.people_shown)
    links = way_to(sheet.group)
    if sheet.meeting:
        day = date_format(sheet.meeting.held_on)
        links.append({"label": day, "url": reverse("meetings:page", args=[sheet.meeting.pk])})
    return render(request, "participation/meeting_record.html", {"sheet": sheet, "group": sheet.group, "links": links})
