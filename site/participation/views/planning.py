"""Planning meetings of a group, and saying that none was held."""

from datetime import date
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from khmertext.dates import format_date

from ..actions.planning import (
    cancel_plan,
    change_plan,
    plan_meeting,
    restore_plan,
    say_not_held,
    take_back_not_held,
)
from ..forms.planning import ChangePlanForm, NotHeldForm, PlanForm
from ..models import CommunityGroup, MissedMeeting, PlannedMeeting
from .doors import group_or_404
from .form_pages import answer_form, ask, way_to


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    form = PlanForm(request.POST or None, initial={"place_text": group.usual_place})
    return answer_form(
        request,
        form,
        partial(plan_meeting, group=group),
        done=_("The meeting is planned."),
        title=_("Plan a meeting"),
        lead=group.name,
        submit=_("Plan the meeting"),
        way_back=way_to(group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def change(request: HttpRequest, pk: str) -> HttpResponse:
    plan = editable_or_404(PlannedMeeting.objects.standing().select_related("group"), request.user, pk=pk)
    form = ChangePlanForm(request.POST or None, initial=ChangePlanForm.facts_of(plan))
    return answer_form(
        request,
        form,
        partial(change_plan, plan=plan),
        done=_("The changes are saved."),
        title=_("Change the planned meeting"),
        lead=plan.group.name,
        way_back=way_to(plan.group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    plan = editable_or_404(PlannedMeeting.objects.standing().select_related("group"), request.user, pk=pk)
    return ask(
        request,
        partial(cancel_plan, plan=plan),
        done=_("The planned meeting is cancelled."),
        title=_("Cancel the planned meeting?"),
        lead=_lead(plan.group, plan.planned_on),
        submit=_("Cancel the meeting"),
        way_back=way_to(plan.group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def not_held(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    form = NotHeldForm(request.POST or None)
    return answer_form(
        request,
        form,
        partial(say_not_held, group=group),
        done=_("The reason is kept. The group has time until its next meeting is due."),
        title=_("No meeting was held, because…"),
        lead=group.name,
        way_back=way_to(group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def restore(request: HttpRequest, pk: str) -> HttpResponse:
    """A plan cancelled by mistake stands again."""
    plan = editable_or_404(PlannedMeeting.objects.cancelled().select_related("group"), request.user, pk=pk)
    return ask(
        request,
        partial(restore_plan, plan=plan),
        done=_("The meeting is planned again."),
        title=_("Plan this meeting again?"),
        lead=_lead(plan.group, plan.planned_on),
        submit=_("Plan it again"),
        way_back=way_to(plan.group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """It was said by mistake that no meeting was held."""
    missed = editable_or_404(MissedMeeting.objects.select_related("group"), request.user, pk=pk)
    return ask(
        request,
        partial(take_back_not_held, missed=missed),
        done=_("It is taken back."),
        title=_("Take back that no meeting was held?"),
        lead=f"{_lead(missed.group, missed.missed_on)} · {missed.get_reason_display()}",
        submit=_("Take it back"),
        way_back=way_to(missed.group),
    )


def _lead(group: CommunityGroup, day: date) -> str:
    return f"{group.name} · {format_date(day, get_language() or 'km')}"
