"""Keeping indicators, targets and results of surveys."""

from functools import partial

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import editable_or_404, needs, visible_or_404
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from participation.views.form_pages import answer_form, ask
from places.paths import parts_for

from ..actions import indicators as actions
from ..forms.indicators import IndicatorForm, ResultForm, TargetForm
from ..models import Indicator, SurveyResult, Target
from ..scopes import keeps_the_programme
from .ways import way_to_indicators, way_to_results

C = Capability


@require_safe
@needs(C.MANAGE_TARGETS)
def indicator_list(request: HttpRequest) -> HttpResponse:
    """All indicators with their targets; those out of use stand at their place."""
    targets = Target.objects.visible_to(request.user).select_related("project", "area").order_by("began_on", "pk")
    rows = Indicator.objects.visible_to(request.user).in_order().prefetch_related(Prefetch("targets", targets))
    may_set = set(Target.objects.editable_by(request.user).values_list("pk", flat=True))
    context = {"rows": rows, "may_edit": keeps_the_programme(request.user), "may_set": may_set}
    return render(request, "reports/indicator_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def edit_indicator(request: HttpRequest, pk: int) -> HttpResponse:
    indicator = editable_or_404(Indicator, request.user, pk=pk)
    return answer_form(
        request,
        IndicatorForm(request.POST or None, indicator=indicator),
        partial(actions.change_indicator, indicator=indicator),
        done=_("The indicator is changed."),
        title=_("Change an indicator"),
        lead=indicator.name,
        way_back=way_to_indicators(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def add_target(request: HttpRequest, pk: int) -> HttpResponse:
    indicator = visible_or_404(Indicator, request.user, pk=pk)
    return answer_form(
        request,
        TargetForm(request.POST or None, user=request.user),
        partial(actions.set_target, indicator=indicator),
        done=_("The target is set."),
        title=_("Set a target"),
        lead=indicator.name,
        way_back=way_to_indicators(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def edit_target(request: HttpRequest, pk: str) -> HttpResponse:
    target = editable_or_404(Target.objects.select_related("indicator"), request.user, pk=pk)
    return answer_form(
        request,
        TargetForm(request.POST or None, user=request.user, target=target),
        partial(actions.set_target, indicator=target.indicator, target=target),
        done=_("The target is changed."),
        title=_("Change a target"),
        lead=target.indicator.name,
        way_back=way_to_indicators(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def remove_target(request: HttpRequest, pk: str) -> HttpResponse:
    target = editable_or_404(Target.objects.select_related("indicator"), request.user, pk=pk)
    return ask(
        request,
        partial(actions.remove_target, target=target),
        done=_("The target is removed."),
        title=_("Remove a target"),
        lead=target.indicator.name,
        submit=_("Remove"),
        way_back=way_to_indicators(),
    )


@require_safe
@needs(C.SEE_TOTALS, C.MANAGE_TARGETS)
def result_list(request: HttpRequest) -> HttpResponse:
    results = SurveyResult.objects.visible_to(request.user).select_related("indicator")
    page = page_of(results, keys=("-held_on", "pk"), asked=request.GET)
    editable = SurveyResult.objects.editable_by(request.user).standing()
    paths = parts_for({row.area_id for row in page.rows})
    context = {
        "rows": [(row, paths.get(row.area_id, [])) for row in page.rows],
        "may_enter": request.user.can(C.MANAGE_TARGETS),
        "may_take_back": set(editable.filter(pk__in=[row.pk for row in page.rows]).values_list("pk", flat=True)),
        **neighbour_urls(request, page),
    }
    return render(request, "reports/result_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def enter_result(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        ResultForm(request.POST or None, user=request.user),
        actions.enter_result,
        done=_("The result is entered. It counts from the next minute on."),
        title=_("Enter the result of a survey"),
        lead=_("An outcome needs evidence: a survey or an observation. Write nothing about anybody who answered."),
        way_back=way_to_results(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def take_back_result(request: HttpRequest, pk: str) -> HttpResponse:
    result = editable_or_404(SurveyResult.objects.standing().select_related("indicator"), request.user, pk=pk)
    return ask(
        request,
        partial(actions.take_back_result, result=result),
        done=_("The result is taken back. It no longer counts."),
        title=_("Take back a result"),
        lead=result.indicator.name,
        submit=_("Take it back"),
        way_back=way_to_results(),
    )
