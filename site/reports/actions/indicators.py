"""What is done to indicators and targets, and to the results of surveys."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from participation.models import Project, Topic
from people.names import tidy
from places.models import AdminArea

from ..models import Indicator, SurveyResult, Target
from ..refusals import (
    BaselineWithoutDay,
    EndsBeforeItBegins,
    MoreThanThePlace,
    NotFromSurveys,
    ResultAheadOfTime,
    ResultTakenBack,
    TargetsOverlap,
)


@transaction.atomic
def change_indicator(
    *,
    indicator: Indicator,
    by: User,
    name_km: str,
    name_en: str,
    counts_km: str,
    counts_en: str,
    limits_km: str,
    limits_en: str,
    level: str,
    sessions: int,
    topic: Topic | None,
    sdg: list[str],
    donor_codes: dict[str, str],
    is_active: bool,
) -> Indicator:
    """Put right what is said of an indicator, and by which topic and how many sessions it counts.

    Where it counts otherwise now, the job worker makes its kept counts anew.
    """
    indicator.refresh_from_db(from_queryset=Indicator.objects.select_for_update(no_key=True))
    indicator.name_km, indicator.name_en = tidy(name_km), tidy(name_en)
    indicator.counts_km, indicator.counts_en = counts_km.strip(), counts_en.strip()
    indicator.limits_km, indicator.limits_en = limits_km.strip(), limits_en.strip()
    indicator.level, indicator.sessions, indicator.topic = level, sessions, topic
    indicator.sdg, indicator.donor_codes, indicator.is_active = sdg, donor_codes, is_active
    indicator.full_clean()
    indicator.save()
    journal.note("indicator.changed", about=indicator, by=by, code=indicator.code, sessions=sessions)
    return indicator


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    value: int,
    began_on: date,
    ended_on: date,
    by: User,
    project: Project | None = None,
    area: AdminArea | None = None,
    baseline: int | None = None,
    baseline_on: date | None = None,
    target: Target | None = None,
) -> Target:
    """How far an indicator should come; with ``target``, that one is put right."""
    if ended_on < began_on:
        raise EndsBeforeItBegins
    if (baseline is None) != (baseline_on is None):
        raise BaselineWithoutDay
    Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    same = Target.objects.filter(indicator=indicator, project=project, area=area)
    if target is not None:
        same = same.exclude(pk=target.pk)
    if same.filter(began_on__lte=ended_on, ended_on__gte=began_on).exists():
        raise TargetsOverlap
    target = target or Target(indicator=indicator)
    target.project, target.area, target.value = project, area, value
    target.began_on, target.ended_on = began_on, ended_on
    target.baseline, target.baseline_on = baseline, baseline_on
    target.full_clean()
    target.save()
    journal.note("target.set", about=target, by=by, indicator=indicator.code, value=value)
    return target


@transaction.atomic
def remove_target(*, target: Target, by: User) -> None:
    """A target that nobody wants to reach any more."""
    journal.note("target.removed", about=target, by=by, indicator=target.indicator.code, value=target.value)
    target.delete()


@transaction.atomic
def enter_result(
    *,
    indicator: Indicator,
    area: AdminArea | None,
    held_on: date,
    value: int,
    method: str,
    sample_size: int,
    evidence: str,
    carried_out_by: str,
    by: User,
) -> SurveyResult:
    """What a survey or an observation found, with its method and its sample."""
    if indicator.measure != Indicator.Measure.ENTERED:
        raise NotFromSurveys
    if held_on > timezone.localdate():
        raise ResultAheadOfTime
    if area is not None and area.level > AdminArea.COMMUNE:
        raise MoreThanThePlace
    result = SurveyResult(
        indicator=indicator,
        area=area,
        held_on=held_on,
        value=value,
        method=method,
        sample_size=sample_size,
        evidence=tidy(evidence),
        carried_out_by=tidy(carried_out_by),
        entered_by=by,
    )
    result.full_clean()
    result.save(force_insert=True)
    journal.note("survey.entered", about=result, by=by, indicator=indicator.code, value=value, sample=sample_size)
    return result


@transaction.atomic
def take_back_result(*, result: SurveyResult, by: User) -> SurveyResult:
    """A result entered by mistake no longer counts; it stays in the list."""
    result.refresh_from_db(from_queryset=SurveyResult.objects.select_for_update(no_key=True))
    if result.taken_back_at is not None:
        raise ResultTakenBack
    result.taken_back_at, result.taken_back_by = timezone.now(), by
    result.full_clean()
    result.save(update_fields=["taken_back_at", "taken_back_by"])
    journal.note("survey.taken_back", about=result, by=by)
    return result
