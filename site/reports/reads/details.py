"""From a number down to what it was counted from: groups, and the lists of groups and meetings of the place."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from participation.models import CommunityGroup, GroupRhythm

from ..formulas import formula_of
from ..formulas.kinds import FactFormula
from ..models import CountedFact, Indicator
from .board import PROGRAMME_BEGAN, Asked

MOST_COUNTED_FIRST = ("counted", "pk")


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    url: str


def groups_of(indicator: Indicator, asked: Asked, user: User) -> QuerySet[CommunityGroup] | None:
    """The groups that the reader may open, with how much of the number was ``counted`` there; page them by
    ``MOST_COUNTED_FIRST``, downwards. ``None`` where nothing is counted so.
    """
    if not isinstance(formula_of(indicator), FactFormula):
        return None
    facts = (
        CountedFact.objects.visible_to(user)
        .within(asked.area)
        .filter(indicator=indicator, project=asked.project_key, quarter__lte=str(asked.quarter))
    )
    of_group = facts.filter(group=OuterRef("pk")).order_by().values("group")
    number = Subquery(of_group.annotate(number=Sum("value")).values("number"))
    groups = CommunityGroup.objects.visible_to(user).filter(pk__in=facts.values("group"))
    return groups.annotate(counted=number)


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
