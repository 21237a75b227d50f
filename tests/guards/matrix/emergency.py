"""What an officer reads who has opened the club on this side, and where."""

from tests.guards.matrix.world import HERE, PEOPLE_WORDS, World

READABLE: dict[str, str] = {
    "groups:page": "group",
    "groups:history": "group",
    "people:page": "person",
    "meetings:page": "meeting",
    "meetings:photo": "photo",
    "councils:seats": "",
    "councils:seat": "",
    "councils:election": "",
    "networks:page": "",
}
"""Pages that may be read through an emergency access, and the row of the opened club that each is about, if any.

Each by GET alone; no list, no file, nothing on paper, nothing of a phone and no hand-over note is among them.
"""


def reads_in_emergency(name: str, side: str, method: str) -> bool:
    return method == "get" and side == HERE and bool(READABLE.get(name))


def opened_words(world: World) -> set[str]:
    """The names of the opened club: of today's and lately former members; nothing of the council that one is in."""
    mark = world.sides[HERE].people_words[0].removesuffix(PEOPLE_WORDS[0])
    return set(world.sides[HERE].people_words) - {f"{mark}handover"}
