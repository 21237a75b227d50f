"""What surveys found. An outcome is entered with its method and its sample; it never follows from attendance."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext_lazy as _

from ..keys import COUNTRY, WHOLE_PROGRAMME, Cells, Key, places_of
from ..models import Indicator, SurveyResult
from ..quarters import Quarter
from .kinds import Look, WholeFormula


def found(indicator: Indicator, look: Look) -> Cells:
    """At the end of each quarter, in each place: its newest result, or that of the places in it where that is more.

    Who lives in a commune lives in its province too: two surveys of the same people are never added up.
    """
    rows = SurveyResult.objects.standing().filter(indicator=indicator).order_by("held_on", "entered_at", "pk")
    results = list(rows.values_list("held_on", "area_id", "value"))
    cells: Cells = Counter()
    if not results:
        return cells
    for quarter in Quarter.of(results[0][0]).up_to(Quarter.of(look.today)):
        for area, value in _standing(results, look.end_of(quarter)).items():
            cells[WHOLE_PROGRAMME, Key(str(quarter), area)] = value
    return cells


def _standing(results: list[tuple[date, str | None, int]], day: date) -> dict[str, int]:
    newest = {area or COUNTRY: value for held_on, area, value in results if held_on <= day}
    by_place = dict(newest)
    below: Counter[str] = Counter()
    for place in sorted({one for area in newest for one in places_of(area)}, key=len, reverse=True):
        by_place[place] = max(newest.get(place, 0), below[place])
        if place:
            below[places_of(place)[-2]] += by_place[place]
    return by_place


FORMULAS = (WholeFormula(key="survey", label=_("Newest result of a survey"), cells=found, adds_up=False),)
