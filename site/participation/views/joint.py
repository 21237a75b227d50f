"""Meetings that several groups held together: recorded for all of them, bound afterwards, and parted again."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability

from ..actions.joint import bind_meetings, part_meeting, record_joint_meeting
from ..aliases import follows_meeting_aliases
from ..forms.joint import BindForm, JointMeetingForm
from ..models import Meeting
from .doors import group_or_404
from .form_pages import ask, form_page, way_to


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def record(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    form = JointMeetingForm(request.POST or None, user=request.user, group=group)
    if form.is_valid():
        given = {**form.cleaned_data, "groups": [group, *form.cleaned_data["groups"]]}
        if meetings := form.carry_out(record_joint_meeting, by=request.user, **given):
            messages.success(request, _("The meeting is recorded for each group. Now mark who came."))
            return redirect("meetings:page", pk=meetings[0].pk)
    return form_page(
        request,
        form,
        title=_("Record a joint meeting"),
        lead=group.name,
        notes=[
            _("Each group gets its own record, in which you mark its members."),
            _("It is counted as one activity, at this group."),
        ],
        way_back=way_to(group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
@follows_meeting_aliases
def bind(request: HttpRequest, pk: object) -> HttpResponse:
    meeting = _editable(request, pk)
    form = BindForm(request.POST or None, user=request.user, meeting=meeting)
    if form.is_valid():
        other = form.cleaned_data["meeting"]
        if form.carry_out(bind_meetings, meeting=meeting, other=other, by=request.user):
            messages.success(request, _("The meetings count as one activity now."))
            return redirect("meetings:page", pk=meeting.pk)
    return form_page(
        request,
        form,
        title=_("Held together with another group"),
        lead=meeting.group.name,
        notes=[] if form.fields["meeting"].queryset.exists() else [_("No other group of yours met on this day.")],
        way_back=_way_to(meeting),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
@follows_meeting_aliases
def part(request: HttpRequest, pk: object) -> HttpResponse:
    meeting = _editable(request, pk)
    return ask(
        request,
        partial(part_meeting, meeting=meeting),
        done=_("The meeting counts as an activity of its own again."),
        title=_("Was this meeting not held together with the others?"),
        lead=meeting.group.name,
        submit=_("It was held alone"),
        way_back=_way_to(meeting),
    )


def _editable(request: HttpRequest, pk: object) -> Meeting:
    return editable_or_404(Meeting.objects.select_related("group__area"), request.user, pk=pk)


def _way_to(meeting: Meeting) -> list[dict[str, str]]:
    here = {"label": date_format(meeting.held_on), "url": reverse("meetings:page", args=[meeting.pk])}
    return [*way_to(meeting.group), here]
