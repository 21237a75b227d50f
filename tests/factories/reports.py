"""Indicators, targets, survey results and frozen quarters."""

from datetime import date
from itertools import count

from participation.models import Topic
from reports.models import (
    CountedFact,
    CountedGroup,
    DhisCode,
    DhisPlace,
    DhisSystem,
    FrozenCell,
    FrozenQuarter,
    Indicator,
    KeptCell,
    KeptTotal,
    SettledFact,
    ShownFigure,
    SurveyResult,
    Target,
)
from reports.seeds.indicators import SELF_PROTECTION, plant_indicators
from tests.factories.places import make_commune

_numbers = count(1)


def make_indicators() -> dict[str, Indicator]:
    """All that a new portal begins with, by their codes, with the topic of sessions on self-protection."""
    Topic.objects.get_or_create(
        code=SELF_PROTECTION,
        defaults={"type": Topic.Type.ACTIVITY, "name_km": "ការរៀនការពារខ្លួន", "name_en": "Self-protection training"},
    )
    plant_indicators()
    return {indicator.code: indicator for indicator in Indicator.objects.all()}


def make_indicator(**overrides) -> Indicator:
    """One that counts activities."""
    number = next(_numbers)
    fields = {
        "code": f"indicator-{number}",
        "name_km": f"សូចនាករ {number}",
        "name_en": f"Indicator {number}",
        "unit": Indicator.Unit.ACTIVITY,
        "measure": Indicator.Measure.ACTIVITIES,
        "formula": "activities",
        "counts_km": "រាប់សកម្មភាព",
        "counts_en": "Counts activities",
    }
    return Indicator.objects.create(**{**fields, **overrides})


def make_target(**overrides) -> Target:
    fields = {"value": 200, "began_on": date(2024, 1, 1), "ended_on": date(2028, 12, 31), **overrides}
    if "indicator" not in fields:
        fields["indicator"] = make_indicator()
    return Target.objects.create(**fields)


def make_survey_indicator() -> Indicator:
    return make_indicator(formula="survey", measure=Indicator.Measure.ENTERED, unit=Indicator.Unit.ADULT)


def make_result(**overrides) -> SurveyResult:
    """A survey in the whole country."""
    fields = {
        "held_on": date(2025, 5, 5),
        "value": 4000,
        "method": SurveyResult.Method.SURVEY,
        "sample_size": 300,
        "evidence": "ភាគរយគុណនឹងចំនួនគ្រួសារ",
        "carried_out_by": "ក្រុមស្រាវជ្រាវ",
        **overrides,
    }
    if "indicator" not in fields:
        fields["indicator"] = make_survey_indicator()
    return SurveyResult.objects.create(**fields)


def make_kept_cell(**overrides) -> KeptCell:
    fields = {"quarter": "2025Q1", "area": "", "level": 0, "value": 3, **overrides}
    if "indicator" not in fields:
        fields["indicator"] = make_indicator()
    return KeptCell.objects.create(**fields)


def make_kept_total(**overrides) -> KeptTotal:
    fields = {"quarter": "2025Q1", "area": "", "level": 0, "value": 3, **overrides}
    if "indicator" not in fields:
        fields["indicator"] = make_indicator()
    return KeptTotal.objects.create(**fields)


def make_fact(**overrides) -> CountedFact:
    fields = {"happened_on": date(2025, 2, 2), "quarter": "2025Q1", "area": "mef050601", "value": 1, **overrides}
    if "indicator" not in fields:
        fields["indicator"] = make_indicator()
    return CountedFact.objects.create(**fields)


def make_settled(**overrides) -> SettledFact:
    """What somebody was counted for, whose marks are counts now."""
    fields = {"happened_on": date(2025, 2, 2), "quarter": "2025Q1", "area": "mef050601", **overrides}
    if "indicator" not in fields:
        fields["indicator"] = make_indicator()
    return SettledFact.objects.create(**fields)


def make_counted_group(**overrides) -> CountedGroup:
    return CountedGroup.objects.create(**{"area": "mef050601", **overrides})


def make_frozen(**overrides) -> FrozenQuarter:
    return FrozenQuarter.objects.create(**{"quarter": "2025Q1", "version": 1, **overrides})


def make_frozen_cell(**overrides) -> FrozenCell:
    fields = {"area": "", "level": 0, "value": 3, "to_date": 9, **overrides}
    if "indicator" not in fields:
        fields["indicator"] = make_indicator()
    if "frozen" not in fields:
        fields["frozen"] = make_frozen()
    return FrozenCell.objects.create(**fields)


def make_shown_figure(**overrides) -> ShownFigure:
    fields = {"area": "", "is_of_people": True, "value": 10, **overrides}
    if "indicator" not in fields:
        fields["indicator"] = make_indicator()
    if "frozen" not in fields:
        fields["frozen"] = make_frozen()
    return ShownFigure.objects.create(**fields)


def make_system(**overrides) -> DhisSystem:
    """DHIS2 as codes name everything in it; provinces are sent."""
    return DhisSystem.objects.update_or_create(pk=1, defaults={"data_set": "CHILD_CLUBS", **overrides})[0]


def make_dhis_code(**overrides) -> DhisCode:
    fields = {"data_element": f"DE_{next(_numbers)}", **overrides}
    if "indicator" not in fields:
        fields["indicator"] = make_indicator()
    return DhisCode.objects.create(**fields)


def make_dhis_place(**overrides) -> DhisPlace:
    fields = {"org_unit": f"OU_{next(_numbers)}", **overrides}
    if "area" not in fields:
        fields["area"] = make_commune().parent.parent
    return DhisPlace.objects.create(**fields)
