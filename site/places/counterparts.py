"""One place in two published lists: which code it has in the other one. Never a guess."""

from collections.abc import Iterable

from khmertext.folding import fold

from .codes import split_id
from .gazetteer.rows import UNIT_WORDS
from .models import AdminArea


def counterparts(areas: Iterable[AdminArea], source: str) -> dict[str, str]:
    """The code that each area has in a list, by its id: its own code in its own list; in another list that of the area
    with the same code and the same Khmer name, or of the one that took its place. Others are left out.

    One question, and none where all are of the list itself.
    """
    found, foreign = {}, []
    for area in areas:
        if area.source == source:
            found[area.pk] = area.code
        else:
            foreign.append(area)
    if not foreign:
        return found
    successors = {area.replaced_by_id for area in foreign if area.replaced_by_id}
    wanted = successors | {source + area.code for area in foreign}
    known = AdminArea.objects.filter(source=source).in_bulk(wanted)
    for area in foreign:
        there = known.get(area.replaced_by_id) or known.get(source + area.code)
        if there is not None and (there.pk == area.replaced_by_id or _plain(there) == _plain(area)):
            found[area.pk] = split_id(there.pk)[1]
    return found


def _plain(area: AdminArea) -> str:
    """The Khmer name without the word for its kind: a commune that became a sangkat is the same place."""
    name = area.name_km
    for word in UNIT_WORDS.values():
        name = name.removeprefix(word)
    return fold(name)
