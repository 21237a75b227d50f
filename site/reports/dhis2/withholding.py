"""Which numbers of people may be sent for places below the country, beside what donors see of it and its provinces.

The rules are those of ``reports.suppression``, place within place: none below five, none that subtraction from the
place above or from its own total gives away, all in fives. Each level is judged within what the level above shows, so
that files of provinces, of districts and of communes tell no more together than each of them alone.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from people.models import Sex
from places.codes import parent_id
from places.models import AdminArea

from ..keys import COUNTRY, level_of
from ..suppression import FEWEST, Count, Province, rounded, suppress

type Number = tuple[str, str, str]
"""Place, split, group; of a total the last two are empty."""
type Shown = dict[Number, int | None]
"""What may be sent of a number; ``None`` is withheld."""
FEMALE, MALE = Sex.FEMALE.value, Sex.MALE.value


@dataclass(frozen=True, slots=True)
class Asked:
    """``counts``: exact numbers; ``places``: all there are, by level; ``groups``: of each split but the sexes."""

    counts: Mapping[Number, int]
    places: Mapping[int, Sequence[str]]
    groups: Mapping[str, Sequence[str]]
    level: int

    def count(self, place: str) -> Count:
        girls, boys = self.at(place, "sex", FEMALE), self.at(place, "sex", MALE)
        return Count(girls, boys, max(self.at(place) - girls - boys, 0))

    def at(self, place: str, split: str = "", group: str = "") -> int:
        return max(self.counts.get((place, split, group), 0), 0)

    def lines(self, level: int) -> dict[str, list[str]]:
        """The places of a level by the one that they lie in."""
        found: dict[str, list[str]] = defaultdict(list)
        for place in self.places.get(level, ()):
            found[parent_id(place) or COUNTRY].append(place)
        return found


def shown_of_people(asked: Asked, donors: Mapping[Number, int | None]) -> Shown:
    """What may be sent of the places of the level that is asked for, and of all levels above it.

    ``donors``: what donors see of the same version, of the country and its provinces.
    """
    found: Shown = {number: donors.get(number) for number in _totals([COUNTRY, *asked.places.get(1, ())])}
    for split, groups in asked.groups.items():
        found |= {(COUNTRY, split, group): donors.get((COUNTRY, split, group)) for group in groups}
    for level in range(AdminArea.PROVINCE, asked.level + 1):
        for parent, places in asked.lines(level).items():
            if level > AdminArea.PROVINCE:
                found |= _of_line(asked, parent, places, found)
            for split, groups in asked.groups.items():
                found |= _Table(asked, parent, places, split, groups, found).settled()
    return found


def _totals(places: Collection[str]) -> list[Number]:
    return [(place, *cell) for place in places for cell in (("", ""), ("sex", FEMALE), ("sex", MALE))]


def _of_line(asked: Asked, parent: str, places: list[str], above: Shown) -> Shown:
    """Totals and sexes of the places within one, which is a total over its parts."""
    found: Shown = dict.fromkeys(_totals(places))
    if above[parent, "", ""] is None:
        return found
    whole = asked.count(parent)
    figures = suppress(whole, {parent: Province(whole, {place: asked.count(place) for place in places})}).communes
    for place in places:
        found[place, "", ""] = figures[place].children
        if above[parent, "sex", FEMALE] is not None:
            found[place, "sex", FEMALE], found[place, "sex", MALE] = figures[place].girls, figures[place].boys
    return found


@dataclass
class _Table:
    """The groups of one split in the places of one line: rows add up to a place, columns to the place above."""

    asked: Asked
    parent: str
    places: Sequence[str]
    split: str
    groups: Sequence[str]
    above: Shown
    hidden: set[tuple[str, str]] = field(default_factory=set)

    def settled(self) -> Shown:
        """Hide more until neither a row nor a column gives anything away; then what is left, in fives."""
        for place in self.places:
            for group in self.groups:
                if not self._may_show(place, group):
                    self.hidden.add((place, group))
        rows = [[(place, group) for group in self.groups] for place in self.places if self._is_total_shown(place)]
        columns = [[(place, group) for place in self.places] for group in self.groups if self._is_above_shown(group)]
        while sum(self._hide_one_more(line) for line in (*rows, *columns)):
            pass
        return {
            (place, self.split, group): None
            if (place, group) in self.hidden
            else rounded(self.asked.at(place, self.split, group))
            for place in self.places
            for group in self.groups
        }

    def _may_show(self, place: str, group: str) -> bool:
        enough = self.asked.at(place, self.split, group) >= FEWEST
        return enough and self._is_total_shown(place) and self._is_above_shown(group)

    def _is_total_shown(self, place: str) -> bool:
        return self.above[place, "", ""] is not None

    def _is_above_shown(self, group: str) -> bool:
        return self.above[self.parent, self.split, group] is not None

    def _hide_one_more(self, line: Sequence[tuple[str, str]]) -> bool:
        """The next number of a line in its order, whatever it is, where what is hidden would not be safe beside it."""
        hidden = [cell for cell in line if cell in self.hidden]
        unknown = sum(self.asked.at(place, self.split, group) for place, group in hidden)
        if not unknown or len(hidden) > 1 and unknown >= FEWEST:
            return False
        found = next((cell for cell in line if cell not in self.hidden), None)
        if found is None:
            return False
        self.hidden.add(found)
        return True


def places_by_level(areas: Collection[str]) -> dict[int, list[str]]:
    """Places in the order of their ids, nothing of villages."""
    found: dict[int, list[str]] = defaultdict(list)
    for area in sorted(areas):
        if AdminArea.PROVINCE <= level_of(area) <= AdminArea.COMMUNE:
            found[level_of(area)].append(area)
    return found
