"""From a number down to what it was counted from: groups, and the lists of groups and meetings of the place."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from participation.models import CommunityGroup

from ..formulas import formula_of
from ..formulas.kinds import FactFormula
from ..models import CountedFact, Indicator
from .board import PROGRAMME_BEGAN, Asked

MOST_GROUPS = 100


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group that the reader may open, and how much of the number was counted there."""

    group: CommunityGroup
    value: int


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    url: str


def groups_of(indicator: Indicator, asked: Asked, user: User) -> list[GroupRow] | None:
    """The groups in which most was counted, of those the reader may open; ``None`` where nothing is counted so."""
    if not isinstance(formula_of(indicator), FactFormula):
        return None
    facts = (
        CountedFact.objects.visible_to(user)
        .within(asked.area)
        .filter(indicator=indicator, project=asked.project_key, quarter__lte=str(asked.quarter))
    )
    told = facts.order_by().values("group").annotate(number=Sum("value")).order_by("-number", "group")
    numbers = dict(told.values_list("group", "number")[:MOST_GROUPS])
    groups = CommunityGroup.objects.visible_to(user).in_bulk(list(numbers))
    return [GroupRow(groups[pk], number) for pk, number in numbers.items() if pk in groups]


def ways_down(indicator: Indicator, asked: Asked) -> list[Way]:
    """The lists of the register that this number was counted from, narrowed to the same place and time."""
    place = {"area": asked.area} if asked.area else {}
    kind = {"kind": indicator.kind} if indicator.kind else {}
    formula = formula_of(indicator).key
    if formula == "communes_reached":
        query = urlencode({"on": asked.quarter.ended_on.isoformat(), **place})
        return [Way(_("The communes and their services"), f"{reverse('services:reach')}?{query}")]
    if formula == "survey":
        return [Way(_("The results of surveys"), reverse("targets:results"))]
    if formula == "trained":
        return [Way(_("The trainings"), f"{reverse('trainings:list')}?{urlencode(place)}")]
    ways = [Way(_("The groups"), f"{reverse('groups:list')}?{urlencode(place | kind)}")]
    if formula not in ("formed", "mechanisms"):
        days = {"since": PROGRAMME_BEGAN.began_on.isoformat(), "until": asked.quarter.ended_on.isoformat()}
        ways.append(Way(_("The meetings"), f"{reverse('meetings:list')}?{urlencode(place | kind | days)}"))
    return ways
