"""The list of meetings, the page of one, and what an officer does with it: approve, open again, take out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.emergency import readable_in_emergency
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..actions import meetings as actions
from ..aliases import follows_meeting_aliases
from ..forms.meetings import MeetingFilterForm, WithdrawForm
from ..models import CommunityGroup, Decision, Issue, Meeting
from ..reads.joint import together_with
from ..reads.meetings import counts_of, guests_of, lines_of, marks_of
from ..reads.photos import photos_of
from ..rights import rights_in
from .form_pages import form_page, way_to


@require_safe
@needs(Capability.SEE_GROUPS)
def meeting_list(request: HttpRequest) -> HttpResponse:
    form = MeetingFilterForm(request.GET)
    meetings, group = narrowed(request, form)
    found = page_of(meetings, keys=("held_on", "slot", "pk"), asked=request.GET, is_descending=True)
    context = {
        "form": form,
        "group": group,
        "lines": lines_of(found.rows),
        "is_active": any(form.cleaned_data.get(name) for name in ("kind", "area", "topic", "since", "until")),
        "may_record": group is not None and rights_in(group, request.user).record,
        **neighbour_urls(request, found),
    }
    return render(request, "participation/meeting_list.html", context)


def narrowed(request: HttpRequest, form: MeetingFilterForm) -> tuple[QuerySet[Meeting], CommunityGroup | None]:
    """The meetings in scope that the filters leave. A wrong filter is said at its field and leaves all."""
    form.is_valid()
    given = form.cleaned_data
    meetings = Meeting.objects.visible_to(request.user).select_related("group__area__parent__parent__parent")
    group = None
    if given.get("group"):
        group = visible_or_404(CommunityGroup, request.user, pk=given["group"])
        meetings = meetings.filter(group=group)
    if given.get("kind"):
        meetings = meetings.filter(group__kind=given["kind"])
    if given.get("area"):
        low = given["area"].pk
        meetings = meetings.filter(group__area_id__gte=low, group__area_id__lt=f"{low}z")
    if given.get("topic"):
        meetings = meetings.filter(topics=given["topic"])
    if given.get("since"):
        meetings = meetings.filter(held_on__gte=given["since"])
    if given.get("until"):
        meetings = meetings.filter(held_on__lte=given["until"])
    return meetings, group


@require_safe
@readable_in_emergency
@needs(Capability.SEE_GROUPS)
@follows_meeting_aliases
def page(request: HttpRequest, pk: object) -> HttpResponse:
    """Numbers for all who see the group; names and what was written only for those who may see names here."""
    rows = Meeting.objects.select_related("group__area__parent__parent__parent")
    meeting = visible_or_404(rows, request.user, pk=pk)
    group = meeting.group
    rights, counts = rights_in(group, request.user), counts_of(meeting)
    marks = marks_of(meeting, user=request.user) if rights.see_people else []
    decisions = Decision.objects.visible_to(request.user)
    if marks or rights.see_people and request.user.emergency:  # what was written is read too
        journal.seen("meeting.read", about=meeting, by=request.user, people=len(marks))
    context = {
        "meeting": meeting,
        "group": group,
        "counts": counts,
        "guests": guests_of(meeting),
        "topics": list(meeting.topics.order_by("position", "number", "pk")),
        "marks": marks,
        "hidden_marks": counts.on_list - len(marks),
        "sees_names": rights.see_people,
        "decisions": list(decisions.filter(meeting=meeting).select_related("post").order_by("due_on", "pk")),
        "issues": list(Issue.objects.visible_to(request.user).filter(meeting=meeting).with_ask().in_order()),
        "issue_count": meeting.issues.count(),
        "photos": photos_of(meeting, user=request.user) if rights.see_people else [],
        "quorum": {True: _("Yes"), False: _("No")}.get(meeting.quorum_met, ""),
        "together": together_with(meeting, user=request.user),
        "decision_count": meeting.decisions.count(),
        "may_edit": rights.record,
        "links": way_to(group),
    }
    return render(request, "participation/meeting_page.html", context)


@require_POST
@needs(Capability.RECORD_MEETINGS)
@follows_meeting_aliases
def approve(request: HttpRequest, pk: object) -> HttpResponse:
    return _turn(request, pk, actions.approve_meeting, _("The meeting is approved. It can no longer be changed."))


@require_POST
@needs(Capability.RECORD_MEETINGS)
@follows_meeting_aliases
def reopen(request: HttpRequest, pk: object) -> HttpResponse:
    return _turn(request, pk, actions.reopen_meeting, _("The meeting is open again and can be corrected."))


def _turn(request: HttpRequest, pk: object, action: object, sentence: str) -> HttpResponse:
    meeting = editable_or_404(Meeting, request.user, pk=pk)
    try:
        action(meeting=meeting, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, sentence)
    return redirect("meetings:page", pk=meeting.pk)


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
@follows_meeting_aliases
def withdraw(request: HttpRequest, pk: object) -> HttpResponse:
    """Only for a meeting recorded by mistake; one that was held is corrected instead."""
    meeting = editable_or_404(Meeting.objects.select_related("group"), request.user, pk=pk)
    day, group = date_format(meeting.held_on), meeting.group
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_meeting(meeting=meeting, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.explain(refusal)
        else:
            messages.success(request, _("The meeting of %(day)s is removed.") % {"day": day})
            return redirect("groups:page", pk=group.pk)
    return form_page(
        request,
        form,
        title=_("Remove a meeting"),
        lead=_("The meeting of %(day)s in %(group)s was recorded by mistake and goes away.")
        % {"day": day, "group": group.name},
        warning=_("Attendance, guests, decisions and what the children raised go with it. This cannot be taken back."),
        submit=_("Remove the meeting"),
        way_back=[*way_to(group), {"label": day, "url": reverse("meetings:page", args=[meeting.pk])}],
    )
