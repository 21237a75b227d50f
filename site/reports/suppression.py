"""Which counts of children may be shown, and how: none below five, none that subtraction gives away, all in fives.

A place shows its total, and girls and boys together or not at all. Three rules, on the exact counts:

1. A total below five is hidden. Girls and boys are hidden where either is below five, or where so few children are
   neither that the difference would tell of them.
2. Beside a total that is shown, no place of its line is hidden alone, and the hidden ones hold five children or more
   together: five girls and five boys where these are shown. Until it is so, the next place shown is hidden too.
3. What is left is rounded to fives, each figure by itself, so one child more changes it by nothing or by five.

Places are given up in the order in which they come. Nothing of that order may depend on the children: were it always
the smallest that goes, the figures beside it would bound what is hidden.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

FEWEST = 5
STEP = 5


@dataclass(frozen=True, slots=True)
class Count:
    """Children of a place, each counted once."""

    girls: int = 0
    boys: int = 0
    others: int = 0

    @property
    def children(self) -> int:
        return self.girls + self.boys + self.others

    def __add__(self, other: "Count") -> "Count":
        return Count(self.girls + other.girls, self.boys + other.boys, self.others + other.others)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees of a place; ``None`` is hidden."""

    children: int | None = None
    girls: int | None = None
    boys: int | None = None


@dataclass(frozen=True, slots=True)
class Province:
    """The exact counts of a province, and of its communes by their id. Who is in two communes counts in each."""

    total: Count
    communes: Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown of the country, its provinces and its communes by their id."""

    country: Shown
    provinces: Mapping[str, Shown]
    communes: Mapping[str, Shown]


def rounded(number: int) -> int:
    """To the nearest five; what is shown is never below five."""
    return (number + STEP // 2) // STEP * STEP


def suppress(country: Count, provinces: Mapping[str, Province]) -> Figures:
    """The figures that may be shown."""
    totals = _Flags(country, provinces, _has_enough, lambda count: (count.children,))
    totals.settle()
    splits = _Flags(country, provinces, _may_be_split, lambda count: (count.girls, count.boys), within=totals)
    splits.settle()

    def shown(key: str | None, count: Count) -> Shown:
        total = rounded(count.children) if totals.shows(key) else None
        girls, boys = (rounded(count.girls), rounded(count.boys)) if splits.shows(key) else (None, None)
        return Shown(total, girls, boys)

    return Figures(
        shown(None, country),
        {key: shown(key, province.total) for key, province in provinces.items()},
        {key: shown(key, count) for province in provinces.values() for key, count in province.communes.items()},
    )


def _has_enough(count: Count) -> bool:
    return count.children >= FEWEST


def _may_be_split(count: Count) -> bool:
    return count.girls >= FEWEST and count.boys >= FEWEST and not 0 < count.others < FEWEST


@dataclass
class _Flags:
    """Which places show one thing: their total, or girls and boys. ``None`` is the country."""

    country: Count
    provinces: Mapping[str, Province]
    may_show: Callable[[Count], bool]
    measures: Callable[[Count], tuple[int, ...]]
    within: "_Flags | None" = None
    hidden: set[str | None] = field(default_factory=set)

    def __post_init__(self) -> None:
        places = [(None, self.country)]
        for key, province in self.provinces.items():
            places += [(key, province.total), *province.communes.items()]
        self.hidden = {
            key
            for key, count in places
            if not self.may_show(count) or (self.within is not None and not self.within.shows(key))
        }

    def shows(self, key: str | None) -> bool:
        return key not in self.hidden

    def settle(self) -> None:
        """Hide more until no line gives anything away: the communes of each province, then the provinces."""
        for key, province in self.provinces.items():
            while self.shows(key) and not self._is_safe(self._hidden_in(province), self._hidden_in(province)):
                self.hidden.add(self._next(province.communes) or key)
        while self.shows(None) and not self._is_safe(self._hidden_provinces(), self._hidden_in_them()):
            found = self._next(self.provinces)
            self.hidden.add(found)
            if found is not None and not self._hidden_in(self.provinces[found]):
                # All of its communes would add up to what is hidden.
                self.hidden.add(self._next(self.provinces[found].communes))

    def _is_safe(self, hidden: list[Count], unknown: list[Count]) -> bool:
        """Nothing is hidden in a line, or two places at least and enough in what a reader cannot know of them."""
        if not hidden:
            return True
        enough = all(sum(values) >= FEWEST for values in zip(*map(self.measures, unknown), strict=True))
        return len(hidden) > 1 and enough

    def _hidden_in(self, province: Province) -> list[Count]:
        return [count for key, count in province.communes.items() if not self.shows(key)]

    def _hidden_provinces(self) -> list[Count]:
        return [province.total for key, province in self.provinces.items() if not self.shows(key)]

    def _hidden_in_them(self) -> list[Count]:
        """What cannot be added up from the communes of hidden provinces."""
        hidden = (province for key, province in self.provinces.items() if not self.shows(key))
        return [count for province in hidden for count in self._hidden_in(province)]

    def _next(self, places: Iterable[str]) -> str | None:
        """The first place that is still shown."""
        return next(filter(self.shows, places), None)
