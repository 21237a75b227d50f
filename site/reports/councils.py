"""What anybody may know of the councils of a commune: how many children sit there and which posts are filled, no name.

A council is shown only where the commune shows its children, every council there has five children or more, and those
of the commune who sit in none are nobody or five and more: else a subtraction would tell of a few.
"""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date

from councils.models import CouncilProfile
from participation.models import CommunityGroup, Kind, Membership, Post
from participation.models.group import CommunityGroupQuerySet
from people.ages import age_on
from places.codes import lineage
from places.models import AdminArea

from .counting import GROWN_UP, OF_CHILDREN
from .suppression import FEWEST, rounded

ORDINARY = "member"
"""The post of whoever holds no other."""


@dataclass(frozen=True, slots=True)
class ShownCouncil:
    """``members`` is ``None`` and ``posts`` empty where too few children sit there to be shown."""

    area_id: str
    number: int
    level: str
    members: int | None = None
    posts: list[dict] = field(default_factory=list)


def read_councils(on: date, shown: Container[str]) -> list[ShownCouncil]:
    """The active councils of each commune; ``shown``: the communes that show their children. Four queries."""
    active = CommunityGroup.objects.filter(
        status=CommunityGroup.Status.ACTIVE, founded_on__lte=on, area__level__gte=AdminArea.COMMUNE
    )
    found = active.of_kind(Kind.COUNCIL).order_by("area_id", "founded_on", "pk").values_list("pk", "area_id")
    councils: dict[str, list] = defaultdict(list)
    for pk, area_id in found:
        councils[_commune(area_id)].append(pk)
    if not councils:
        return []
    levels = dict(CouncilProfile.objects.values_list("group_id", "level"))
    posts = list(Post.objects.filter(kind=Kind.COUNCIL, is_active=True, is_for_adults=False).exclude(code=ORDINARY))
    posts.sort(key=lambda post: (post.position, post.pk))
    children, holders, everyone = _children(on, active)
    rows = []
    for commune, keys in sorted(councils.items()):
        seated = set().union(*(children[key] for key in keys))
        beside = len(everyone[commune] - seated)
        safe = commune in shown and all(len(children[key]) >= FEWEST for key in keys) and not 0 < beside < FEWEST
        for number, key in enumerate(keys, 1):
            told = _told(children[key], posts, holders[key]) if safe else {}
            rows.append(ShownCouncil(commune, number, levels.get(key, ""), **told))
    return rows


def _told(members: set, posts: list[Post], filled: set[int]) -> dict:
    words = [{"km": post.name_km, "en": post.name_en, "is_filled": post.pk in filled} for post in posts]
    return {"members": rounded(len(members)), "posts": words}


def _children(on: date, active: CommunityGroupQuerySet) -> tuple[dict, dict, dict]:
    """Children by group, posts that are held by group, and children by commune."""
    children, holders, everyone = defaultdict(set), defaultdict(set), defaultdict(set)
    rows = Membership.objects.current(on).filter(group__in=active.of_kind(*OF_CHILDREN))
    facts = rows.values_list(
        "group_id", "group__area_id", "person_id", "person__birth_year", "person__birth_month", "post_id"
    )
    for group, area_id, person, year, month, post in facts.iterator(chunk_size=5000):
        age = age_on(on, birth_year=year, birth_month=month)
        if age is None or age < GROWN_UP:
            children[group].add(person)
            everyone[_commune(area_id)].add(person)
            holders[group].add(post)
    return children, holders, everyone


def _commune(area_id: str) -> str:
    return lineage(area_id)[2]
