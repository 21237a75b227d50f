"""A map of provinces as tiles: our own arrangement, a square each, so that no border is drawn or disputed."""

from collections.abc import Iterable
from dataclasses import dataclass

from places.codes import split_id

from .reads.board import Place

# fmt: off
PLACES: dict[str, tuple[int, int]] = {
    "01": (0, 1), "02": (1, 2), "03": (3, 2), "04": (2, 2), "05": (2, 3), "06": (2, 1), "07": (2, 4), "08": (3, 4),
    "09": (0, 3), "10": (3, 1), "11": (4, 1), "12": (3, 3), "13": (2, 0), "14": (4, 3), "15": (1, 3), "16": (4, 0),
    "17": (1, 1), "18": (1, 4), "19": (3, 0), "20": (4, 4), "21": (3, 5), "22": (1, 0), "23": (2, 5), "24": (0, 2),
    "25": (4, 2),
}
# fmt: on
SIZE, GAP = 56, 4
SHADES = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A province: its code, its number (empty is hidden or none), how dark it is, and where it stands."""

    code: str
    value: int | None
    is_hidden: bool
    shade: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + SIZE // 2


@dataclass(frozen=True, slots=True)
class Tiles:
    tiles: list[Tile]
    size: int = SIZE
    width: int = 5 * (SIZE + GAP)
    height: int = 6 * (SIZE + GAP)


def tiles(places: Iterable[Place]) -> Tiles:
    by_code = {split_id(place.area)[1]: place for place in places}
    largest = max((place.done or 0 for place in by_code.values()), default=0)
    return Tiles([_tile(code, by_code.get(code), largest) for code in sorted(PLACES)])


def _tile(code: str, place: Place | None, largest: int) -> Tile:
    column, row = PLACES[code]
    value = place.done if place else 0
    shade = 0 if not value or not largest else -(-value * SHADES // largest)
    hidden = place is not None and place.done is None
    return Tile(code, value or None, hidden, shade, column * (SIZE + GAP), row * (SIZE + GAP))
