"""Planning meetings of a group, and saying that none was held."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from khmertext.dates import format_date

from ..actions.planning import cancel_plan, change_plan, plan_meeting, say_not_held
from ..forms.planning import CancelPlanForm, ChangePlanForm, NotHeldForm, PlanForm
from ..models import PlannedMeeting
from .doors import group_or_404
from .form_pages import form_page, way_to


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    form = PlanForm(request.POST or None, initial={"place_text": group.usual_place})
    if form.is_valid() and form.carry_out(plan_meeting, group=group, by=request.user, **form.cleaned_data):
        messages.success(request, _("The meeting is planned."))
        return redirect("groups:page", pk=group.pk)
    return form_page(
        request, form, title=_("Plan a meeting"), lead=group.name, submit=_("Plan the meeting"), way_back=way_to(group)
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def change(request: HttpRequest, pk: str) -> HttpResponse:
    plan = editable_or_404(PlannedMeeting.objects.standing().select_related("group"), request.user, pk=pk)
    form = ChangePlanForm(request.POST or None, initial=ChangePlanForm.facts_of(plan))
    if form.is_valid() and form.carry_out(change_plan, plan=plan, by=request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("groups:page", pk=plan.group_id)
    return form_page(
        request, form, title=_("Change the planned meeting"), lead=plan.group.name, way_back=way_to(plan.group)
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    plan = editable_or_404(PlannedMeeting.objects.standing().select_related("group"), request.user, pk=pk)
    form = CancelPlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.carry_out(cancel_plan, plan=plan, by=request.user):
        messages.success(request, _("The planned meeting is cancelled."))
        return redirect("groups:page", pk=plan.group_id)
    return form_page(
        request,
        form,
        title=_("Cancel the planned meeting?"),
        lead=f"{plan.group.name} · {format_date(plan.planned_on, get_language() or 'km')}",
        submit=_("Cancel the meeting"),
        way_back=way_to(plan.group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def not_held(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    form = NotHeldForm(request.POST or None)
    if form.is_valid() and form.carry_out(say_not_held, group=group, by=request.user, **form.cleaned_data):
        messages.success(request, _("The reason is kept. The group has time until its next meeting is due."))
        return redirect("groups:page", pk=group.pk)
    return form_page(request, form, title=_("No meeting was held, because…"), lead=group.name, way_back=way_to(group))
