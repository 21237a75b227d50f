"""What the register holds on a day, place by place: groups that work, and the children in clubs and councils."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from participation.models import CommunityGroup, Kind, Membership
from people.ages import age_on
from people.models import Sex
from places.codes import lineage, parent_id
from places.models import AdminArea

from .suppression import Count, Province

GROWN_UP = 18
OF_CHILDREN = (Kind.CLUB, Kind.COUNCIL)
PUBLIC = (*OF_CHILDREN, Kind.NETWORK)
"""The kinds that public pages tell of."""


@dataclass(frozen=True, slots=True)
class Register:
    """Groups by place and kind, and the exact counts, which are never kept; places with the fewest groups first.

    How many groups a place has is public, so the order says nothing of the children.
    """

    groups: Mapping[str, Counter[str]]
    country: Count
    provinces: Mapping[str, Province]

    @property
    def communes(self) -> list[str]:
        return [key for province in self.provinces.values() for key in province.communes]


@dataclass(slots=True)
class _People:
    """Persons of a place by sex, each of them once."""

    by_sex: dict[str, set] = field(default_factory=lambda: defaultdict(set))

    def counted(self) -> Count:
        return Count(
            girls=len(self.by_sex[Sex.FEMALE]), boys=len(self.by_sex[Sex.MALE]), others=len(self.by_sex[Sex.OTHER])
        )


def read_register(on: date) -> Register:
    """The active groups, and the members of clubs and councils who are no grown-ups; of unknown age is a child."""
    groups: dict[str, Counter[str]] = {}
    active = CommunityGroup.objects.of_kind(*PUBLIC).filter(
        status=CommunityGroup.Status.ACTIVE, founded_on__lte=on, area__level__gte=AdminArea.COMMUNE
    )
    for area_id, kind in active.values_list("area_id", "kind"):
        province, commune = _province_and_commune(area_id)
        for place in (province, commune):
            groups.setdefault(place, Counter())[kind] += 1
    people: dict[str | None, _People] = defaultdict(_People)
    members = Membership.objects.current(on).filter(group__in=active.of_kind(*OF_CHILDREN))
    rows = members.values_list(
        "person_id", "person__sex", "person__birth_year", "person__birth_month", "group__area_id"
    )
    for person, sex, year, month, area_id in rows.iterator(chunk_size=5000):
        age = age_on(on, birth_year=year, birth_month=month)
        if age is None or age < GROWN_UP:
            for place in (None, *_province_and_commune(area_id)):
                people[place].by_sex[sex].add(person)
    provinces = {area_id: Province(people[area_id].counted(), {}) for area_id in groups if is_province(area_id)}
    order = sorted(groups, key=lambda area_id: (groups[area_id].total(), area_id))
    for area_id in order:
        if not is_province(area_id):
            provinces[_province_and_commune(area_id)[0]].communes[area_id] = people[area_id].counted()
    return Register(
        groups, people[None].counted(), {area_id: provinces[area_id] for area_id in order if area_id in provinces}
    )


def is_province(area_id: str) -> bool:
    return parent_id(area_id) is None


def _province_and_commune(area_id: str) -> tuple[str, str]:
    """Of a commune or a village in it."""
    province, _district, commune, *_village = lineage(area_id)
    return province, commune
