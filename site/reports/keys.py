"""The cells of the kept counts: which quarter, which place, and which people.

A number is counted in a commune and stands in all the places above it too, so that a board of any place reads its own
cells and nothing below them. No cell lies within another of the same place: any of them may be added up.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from places.codes import lineage
from places.models import AdminArea

COUNTRY = ""
"""The place above all provinces."""
FINEST = AdminArea.COMMUNE
WHOLE_PROGRAMME = ""
"""In place of the id of a project: whatever project it was, or none."""


class Key(NamedTuple):
    """A cell of one indicator. What does not apply is empty.

    ``part`` is what else an indicator tells apart: the kind of group, the sector, how guests were counted.
    """

    quarter: str
    area: str
    sex: str = ""
    age_group: str = ""
    difficulty: str = ""
    part: str = ""


type Cells = Counter[tuple[str, Key]]
"""Numbers by project and cell; see ``WHOLE_PROGRAMME``."""


def level_of(area: str) -> int:
    """0 is the country, 3 a commune."""
    return len(lineage(area)) if area else 0


def places_of(area: str) -> list[str]:
    """The country and the places down to this one, villages left out."""
    return [COUNTRY, *lineage(area)[:FINEST]] if area else [COUNTRY]


def commune_of(area: str) -> str:
    """The commune in which a village lies; a larger place stays as it is."""
    return places_of(area)[-1]


def in_all_places(cells: Mapping[tuple[str, Key], int]) -> Cells:
    """Numbers of communes as they stand in every place above them as well."""
    found: Cells = Counter()
    for (project, key), number in cells.items():
        for place in places_of(key.area):
            found[project, key._replace(area=place)] += number
    return found


def changed(before: Cells, after: Cells) -> Iterator[tuple[str, Key, int]]:
    """What must be added to each cell that differs."""
    for at in before.keys() | after.keys():
        if difference := after[at] - before[at]:
            yield *at, difference
