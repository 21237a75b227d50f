"""What anybody may know of the councils of a commune: how many children belong to each, its seats and posts, no name.

A council is shown only where the commune shows its children, every council there has five children or more, and those
of the commune who sit in none are nobody or five and more: else a subtraction would tell of a few. Seats have numbers
alone: what people write about a seat, and for whom it is kept, stays inside.
"""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date

from councils.models import CouncilProfile, Mandate, Representation, Seat
from khmertext.folding import fold
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
    """``members`` is ``None`` and ``posts`` empty where too few children belong to it to be shown.

    ``seats`` is ``None`` where there are none or too few sit in them. ``voices``: the bodies in which it speaks.
    """

    area_id: str
    number: int
    level: str
    voices: list[dict] = field(default_factory=list)
    members: int | None = None
    posts: list[dict] = field(default_factory=list)
    seats: int | None = None
    is_seat_free: bool = False


@dataclass(slots=True)
class _Seating:
    """The seats that stand, those that somebody holds, and what the held ones are called."""

    standing: int = 0
    held: int = 0
    held_titles: set[str] = field(default_factory=set)


def read_councils(on: date, shown: Container[str]) -> list[ShownCouncil]:
    """The active councils of each commune; ``shown``: the communes that show their children. Seven queries."""
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
    seating, voices = _seating(on), _voices(on)
    rows = []
    for commune, keys in sorted(councils.items()):
        seated = set().union(*(children[key] for key in keys))
        beside = len(everyone[commune] - seated)
        safe = commune in shown and all(len(children[key]) >= FEWEST for key in keys) and not 0 < beside < FEWEST
        for number, key in enumerate(keys, 1):
            told = _told(children[key], posts, holders[key], seating[key]) if safe else {}
            rows.append(ShownCouncil(commune, number, levels.get(key, ""), voices[key], **told))
    return rows


def _told(members: set, posts: list[Post], filled: set[int], seating: _Seating) -> dict:
    """A post is held by whoever has it as a member, or sits in the seat that is called so."""
    words = []
    for post in posts:
        is_filled = post.pk in filled or not seating.held_titles.isdisjoint({fold(post.name_km), fold(post.name_en)})
        words.append({"km": post.name_km, "en": post.name_en, "is_filled": is_filled})
    told = {"members": rounded(len(members)), "posts": words}
    if seating.held >= FEWEST:
        told |= {"seats": seating.standing, "is_seat_free": seating.held < seating.standing}
    return told


def _seating(on: date) -> dict[object, _Seating]:
    """The seats of every council on a day."""
    held = set(Mandate.objects.current(on).values_list("seat_id", flat=True))
    found: dict[object, _Seating] = defaultdict(_Seating)
    for pk, council, *titles in Seat.objects.standing(on).values_list("pk", "council_id", "title_km", "title_en"):
        seating = found[council]
        seating.standing += 1
        if pk in held:
            seating.held += 1
            seating.held_titles.update(fold(title) for title in titles if title)
    return found


def _voices(on: date) -> dict[object, list[dict]]:
    """The bodies of adults in which every council speaks on a day."""
    voices: dict[object, list[dict]] = defaultdict(list)
    rows = Representation.objects.current(on).order_by("body__position", "pk")
    for council, name_km, name_en in rows.values_list("council_id", "body__name_km", "body__name_en"):
        voices[council].append({"km": name_km, "en": name_en})
    return voices


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
