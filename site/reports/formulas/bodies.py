"""Groups: those formed since the programme began, those active, and villages with a mechanism that protects families.

"Formed" and "active" are two numbers: the first only grows, the second is what meets today.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from participation.models import Kind, Meeting
from places.codes import lineage
from places.models import AdminArea

from ..keys import WHOLE_PROGRAMME, Cells, Key, in_all_places
from ..models import Indicator
from ..quarters import Quarter
from .kinds import GroupFacts, Look, WholeFormula

PROGRAMME_BEGAN_ON = date(2004, 1, 1)
INTERVALS = 3
"""A group is active when it met within its last so many intervals."""
KINDS = dict(Kind.choices)


def formed(indicator: Indicator, look: Look) -> Cells:
    """Every group founded since the programme began, whatever became of it."""
    found: Cells = Counter()
    for group in _of_kind(indicator, look):
        if group.founded_on >= PROGRAMME_BEGAN_ON:
            key = Key(str(Quarter.of(group.founded_on)), group.commune, part=group.kind)
            for project in _ever(look, group):
                found[project, key] += 1
    return in_all_places(found)


def active(indicator: Indicator, look: Look) -> Cells:
    """At the end of each quarter: the groups that met within their last three intervals, as they were then."""
    found: Cells = Counter()
    for quarter in look.quarters:
        day = look.end_of(quarter)
        met = _last_met(look, day)
        for group in _of_kind(indicator, look):
            last = met.get(group.pk)
            if last is not None and last > day - timedelta(days=INTERVALS * look.rhythm_on(group, day)):
                for project in _on(look, group, day):
                    found[project, Key(str(quarter), group.commune, part=group.kind)] += 1
    return in_all_places(found)


def mechanisms(indicator: Indicator, look: Look) -> Cells:
    """At the end of each quarter: the villages in which a network was active on that day, each once.

    A network that begins again where there was one before adds no village.
    """
    found: Cells = Counter()
    for quarter in look.quarters:
        day = look.end_of(quarter)
        projects: dict[str, set[str]] = defaultdict(set)
        for group in _of_kind(indicator, look):
            if len(lineage(group.area)) >= AdminArea.VILLAGE and look.was_active(group, day):
                projects[group.area].update(_on(look, group, day))
        for village, own in projects.items():
            key = Key(str(quarter), lineage(village)[AdminArea.COMMUNE - 1])
            for project in own:
                found[project, key] += 1
    return in_all_places(found)


def _of_kind(indicator: Indicator, look: Look) -> Iterator[GroupFacts]:
    return (group for group in look.groups if not indicator.kind or group.kind == indicator.kind)


def _ever(look: Look, group: GroupFacts) -> set[str]:
    return {WHOLE_PROGRAMME, *(support.project for support in look.supports.get(group.pk, ()))}


def _on(look: Look, group: GroupFacts, day: date) -> set[str]:
    supports = look.supports.get(group.pk, ())
    return {WHOLE_PROGRAMME, *(support.project for support in supports if support.holds_on(day))}


def _last_met(look: Look, day: date) -> dict[object, date]:
    """The last meeting of each group up to a day; of today the groups know it themselves."""
    if day >= look.today:
        return {group.pk: group.last_met_on for group in look.groups if group.last_met_on}
    longest = max((look.rhythm_on(group, day) for group in look.groups), default=0)
    lately = Q(held_on__lte=day, held_on__gt=day - timedelta(days=INTERVALS * longest))
    rows = Meeting.objects.filter(lately).order_by().values("group_id").annotate(last=Max("held_on"))
    return dict(rows.values_list("group_id", "last"))


FORMULAS = (
    WholeFormula(key="formed", label=_("Groups formed since 2004"), cells=formed, is_of_people=False, parts=KINDS),
    WholeFormula(
        key="active",
        label=_("Groups that met within their last three intervals"),
        cells=active,
        version=2,
        adds_up=False,
        looks_back=False,
        is_of_people=False,
        parts=KINDS,
    ),
    WholeFormula(
        key="mechanisms",
        label=_("Villages with an active network"),
        cells=mechanisms,
        version=2,
        adds_up=False,
        looks_back=False,
        is_of_people=False,
    ),
)
