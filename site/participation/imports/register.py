"""What the register holds about the rows of a file, fetched set by set and never beyond the reader's reach."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q

from accounts.models import User
from accounts.roles import Capability
from khmertext.folding import fold
from people.likeness import commune_of
from people.models import Person, PersonAlias
from people.names import sorting_key
from places.models import AdminArea

from ..models import CommunityGroup, Kind, Membership, Post, School
from ..reach import reaches_area
from ..scopes import groups_q
from .reading import Row

SORT_LENGTH = Person._meta.get_field("name_sort").max_length


def name_key(family_name: str, given_name: str) -> str:
    """The key by which equal names are fetched from the index."""
    return sorting_key(family_name, given_name, length=SORT_LENGTH)


@dataclass
class Register:
    """The part of the register that a file touches."""

    by: User
    areas: dict[str, AdminArea] = field(default_factory=dict)
    groups: dict[str, CommunityGroup] = field(default_factory=dict)
    """By code."""
    neighbours: list[CommunityGroup] = field(default_factory=list)
    """All groups in the communes that the file names."""
    persons: dict[str, Person] = field(default_factory=dict)
    """By code."""
    chosen: dict[object, Person] = field(default_factory=dict)
    """By id: those whom the officer said a row is about, as far as they are still within reach."""
    schools: list[School] = field(default_factory=list)
    """All schools in use in the communes that the file names."""
    namesakes: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    memberships: dict[tuple[object, object], list[Membership]] = field(default_factory=lambda: defaultdict(list))
    """By group and person."""
    holders: dict[tuple[object, int], list[tuple[date, date | None]]] = field(default_factory=lambda: defaultdict(list))
    """The periods in which a single post of a group is held."""
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)
    """By kind and folded code or name."""
    _reached: dict[str, bool] = field(default_factory=dict)

    def reaches(self, area: AdminArea) -> bool:
        if area.pk not in self._reached:
            needed = (Capability.EDIT_GROUPS, Capability.EDIT_PEOPLE)
            self._reached[area.pk] = all(reaches_area(self.by, capability, area.pk) for capability in needed)
        return self._reached[area.pk]

    def named(self, area: AdminArea, name: str) -> list[CommunityGroup]:
        """The groups of a name at a place."""
        return [group for group in self._by_name.get(fold(name), ()) if group.area_id == area.pk]

    def like(self, area: AdminArea, name: str) -> list[CommunityGroup]:
        """The groups of a name elsewhere in the commune."""
        commune = commune_of(area.pk)
        return [group for group in self._by_name.get(fold(name), ()) if group.area_id.startswith(commune)]

    @cached_property
    def _by_name(self) -> dict[str, list[CommunityGroup]]:
        found: dict[str, list[CommunityGroup]] = defaultdict(list)
        for group in self.neighbours:
            for key in {fold(group.name_km), fold(group.name_latin)} - {""}:
                found[key].append(group)
        return found

    def schools_near(self, area_id: str, text: str) -> list[School]:
        """The schools of a code or a name in the commune around a place."""
        commune, key = commune_of(area_id), fold(text)
        near = [school for school in self.schools if school.area_id.startswith(commune)]
        by_code = [school for school in near if school.official_code and fold(school.official_code) == key]
        return by_code or [school for school in near if key in {fold(school.name_km), fold(school.name_latin)}]


def look_up(rows: Iterable[Row], *, by: User, chosen: Iterable[object] = ()) -> Register:
    """Everything about the rows, and the people of ``chosen`` ids, in a fixed number of queries."""
    rows = list(rows)
    register = Register(by)
    _fetch_areas(register, rows)
    _fetch_groups(register, rows)
    _fetch_schools(register, rows)
    _fetch_people(register, rows, list(chosen))
    _fetch_memberships(register)
    for post in Post.objects.filter(kind__in=Kind.values, is_active=True):
        for word in (post.name_en, post.name_km, post.code):
            register.posts[post.kind, fold(word.replace("_", " "))] = post
    return register


def _given(rows: list[Row], *keys: str) -> set[str]:
    return {str(row.values[key]) for row in rows for key in keys if key in row.values}


def _fetch_areas(register: Register, rows: list[Row]) -> None:
    codes = _given(rows, "place_code", "village_code")
    found = AdminArea.objects.filter(source__in=AdminArea.current_sources(), code__in=codes, is_active=True)
    register.areas = {area.code: area for area in found}


def _fetch_groups(register: Register, rows: list[Row]) -> None:
    within = Q(code__in=_given(rows, "group_code"))
    for commune in {commune_of(register.areas[code].pk) for code in _given(rows, "place_code") & register.areas.keys()}:
        within |= Q(area_id__gte=commune, area_id__lt=commune + "z")
    groups = CommunityGroup.objects.editable_by(register.by).filter(groups_q(register.by, Capability.EDIT_PEOPLE))
    register.neighbours = list(groups.filter(within).select_related("area").order_by("pk"))
    register.groups = {group.code: group for group in register.neighbours}


def _fetch_schools(register: Register, rows: list[Row]) -> None:
    if not _given(rows, "school"):
        return
    within = Q()
    named = {register.areas[code].pk for code in _given(rows, "place_code") & register.areas.keys()}
    for commune in {commune_of(key) for key in named | {group.area_id for group in register.groups.values()}}:
        within |= Q(area_id__gte=commune, area_id__lt=commune + "z")
    if within:
        schools = School.objects.visible_to(register.by).filter(within, is_active=True)
        register.schools = list(schools.order_by("pk"))


def _fetch_people(register: Register, rows: list[Row], chosen: list[object]) -> None:
    named = [row.values for row in rows if "given_name" in row.values and "family_name" in row.values]
    keys = {name_key(str(values["family_name"]), str(values["given_name"])) for values in named}
    codes = _given(rows, "person_code")
    people = Person.objects.editable_by(register.by)
    register.persons = {person.code: person for person in people.filter(code__in=codes)}
    if old := codes - register.persons.keys():  # of records that were merged away since the sheet was made
        led = dict(PersonAlias.objects.filter(old_code__in=old).values_list("old_code", "person_id"))
        kept = people.in_bulk(led.values()) if led else {}
        register.persons |= {code: kept[key] for code, key in led.items() if key in kept}
    register.chosen = people.in_bulk(chosen) if chosen else {}
    for person in people.filter(name_sort__in=keys).order_by("pk"):
        register.namesakes[person.name_sort].append(person)


def _fetch_memberships(register: Register) -> None:
    people = {person.pk for person in register.persons.values()}
    people |= register.chosen.keys()
    people |= {person.pk for persons in register.namesakes.values() for person in persons}
    groups = [group.pk for group in register.neighbours]
    memberships = Membership.objects.real().filter(group__in=groups)
    for membership in memberships.filter(Q(person__in=people) | Q(post__is_single=True)).select_related("post"):
        register.memberships[membership.group_id, membership.person_id].append(membership)
        if membership.post.is_single:
            period = (membership.began_on, membership.ended_on)
            register.holders[membership.group_id, membership.post_id].append(period)
