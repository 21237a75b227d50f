"""From a number down to what it was counted from: groups, and the lists of groups and meetings of the place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from participation.models import CommunityGroup, GroupRhythm

from ..formulas import formula_of
from ..formulas.kinds import FactFormula
from ..models import CountedFact, Indicator
from .board import PROGRAMME_BEGAN, Asked

MOST_COUNTED_FIRST = ("counted", "group")


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CountedIn:
    """A group, and how much of the number was counted there."""

    group: CommunityGroup
    number: int


def groups_of(indicator: Indicator, asked: Asked, user: User) -> QuerySet[CountedFact] | None:
    """Sums by ``group``, of those that the reader may open; page them by ``MOST_COUNTED_FIRST``, downwards.

    ``None`` where nothing is counted so. The facts are added up once for all groups: asked group by group, a whole
    country took four times as long.
    """
    if not isinstance(formula_of(indicator), FactFormula):
        return None
    facts = (
        CountedFact.objects.visible_to(user)
        .within(asked.area)
        .filter(indicator=indicator, project=asked.project_key, quarter__lte=str(asked.quarter))
        .filter(group__in=CommunityGroup.objects.visible_to(user).order_by().values("pk"))
    )
    sums = facts.order_by().values("group").annotate(counted=Sum("value"))
    return sums.values_list("group", "counted", named=True)


def with_groups(rows: Sequence[Any]) -> list[CountedIn]:
    """The groups of a page of ``groups_of``, in its order."""
    groups = CommunityGroup.objects.in_bulk([row.group for row in rows])
    return [CountedIn(groups[row.group], row.counted) for row in rows]


def rhythms_known_from(indicator: Indicator, asked: Asked) -> date | None:
    """From which day on the rhythms are known that this number rests on; nothing where all are known on its day."""
    if formula_of(indicator).key != "active":
        return None
    unknown = GroupRhythm.objects.filter(is_known=False, ended_on__gte=asked.quarter.ended_on)
    last = unknown.aggregate(last=Max("ended_on"))["last"]
    return last + timedelta(days=1) if last else None


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
        topic = {"topic": indicator.topic.code} if indicator.topic else {}
        ways.append(Way(_("The meetings"), f"{reverse('meetings:list')}?{urlencode(place | kind | topic | days)}"))
    return ways
