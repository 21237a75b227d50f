"""Communes that reach services of enough types: the same rule that the page of communes reached tells, on any day."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from protection.reaching import communes_reached
from protection.reads.reach import dated_rows

from ..keys import WHOLE_PROGRAMME, Cells, Key, in_all_places
from ..models import Indicator
from ..quarters import Quarter
from .kinds import Look, WholeFormula


def communes(indicator: Indicator, look: Look) -> Cells:
    """At the end of each quarter: the communes reached."""
    rows = dated_rows()
    found: Cells = Counter()
    if not rows:
        return found
    first = Quarter.of(min(row.began_on for row in rows))
    for quarter in first.up_to(Quarter.of(look.today)):
        for commune in communes_reached(rows, look.end_of(quarter)):
            found[WHOLE_PROGRAMME, Key(str(quarter), commune)] += 1
    return in_all_places(found)


FORMULAS = (
    WholeFormula(
        key="communes_reached",
        label=_("Communes with services of at least three types"),
        cells=communes,
        adds_up=False,
        is_of_people=False,
    ),
)
