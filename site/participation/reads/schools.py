"""The rows of the list of schools: a page of any length costs two queries beyond its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from accounts.roles import Capability
from places.paths import parts_for

from ..models import CommunityGroup, School
from ..reach import areas_within_reach


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school, where it is, the open groups in it that the reader sees, and what the reader may do."""

    school: School
    path: list[str]
    groups: int
    may_edit: bool
    may_add_group: bool


def school_rows(schools: Iterable[School], *, user: User) -> list[SchoolRow]:
    schools = list(schools)
    paths = parts_for({school.area_id for school in schools})
    groups = CommunityGroup.objects.visible_to(user).open().filter(school__in=schools)
    counts = dict(groups.order_by().values_list("school").annotate(number=Count("pk")))
    keeps = _reach(user, Capability.MANAGE_PARTNERS)
    adds = _reach(user, Capability.EDIT_GROUPS)
    return [
        SchoolRow(
            school,
            paths[school.area_id],
            counts.get(school.pk, 0),
            may_edit=school.area_id.startswith(keeps),
            may_add_group=school.is_active and school.area_id.startswith(adds),
        )
        for school in schools
    ]


def _reach(user: User, capability: Capability) -> tuple[str, ...]:
    """What an area's id must begin with; the empty text stands for everywhere."""
    areas = areas_within_reach(user, capability)
    return ("",) if areas is None else tuple(areas)
