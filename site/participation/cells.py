"""The cells of the kept counts: how many marks and guests of each kind, as JSON can hold and a sum can fold them.

A mark's cell is ``sex:age_group:difficulty:came`` (or ``…:not``), such as ``female:10_14:no:came``; a guest's is
``group:basis:with_difficulty`` (or ``…:others``). No cell lies within another, so any of them may be added up.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from .models import Attendance

CAME = frozenset({Attendance.State.PRESENT.value, Attendance.State.LATE.value})

type Mark = tuple[str, str, str, str]
"""Sex, age group, difficulty and state."""
type Guest = tuple[str, str, int, int]
"""Group, basis, number, and how many of them have a difficulty."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Numbers by cell; nothing stands where there is none."""

    marks: Mapping[str, int] = field(default_factory=dict)
    guests: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.marks or self.guests)

    def __neg__(self) -> "Cells":
        return Cells() - self

    def __add__(self, other: "Cells") -> "Cells":
        return Cells(_sum(self.marks, other.marks, 1), _sum(self.guests, other.guests, 1))

    def __sub__(self, other: "Cells") -> "Cells":
        return Cells(_sum(self.marks, other.marks, -1), _sum(self.guests, other.guests, -1))


def cells_of(marks: Iterable[Mark], guests: Iterable[Guest]) -> Cells:
    """The cells of one meeting, or of any number of them."""
    by_mark: dict[str, int] = {}
    for mark, number in Counter(marks).items():
        cell = _cell(*mark)
        by_mark[cell] = by_mark.get(cell, 0) + number
    by_guest: dict[str, int] = {}
    for group, basis, number, with_difficulty in guests:
        for cell, more in (("with_difficulty", with_difficulty), ("others", number - with_difficulty)):
            if more:
                key = f"{group}:{basis}:{cell}"
                by_guest[key] = by_guest.get(key, 0) + more
    return Cells(by_mark, by_guest)


@cache
def _cell(sex: str, age_group: str, difficulty: str, state: str) -> str:
    """There are some two hundred of them; a country has millions of meetings."""
    return f"{sex}:{age_group}:{difficulty}:{'came' if state in CAME else 'not'}"


def _sum(one: Mapping[str, int], other: Mapping[str, int], sign: int) -> dict[str, int]:
    found = {cell: one.get(cell, 0) + sign * other.get(cell, 0) for cell in {**one, **other}}
    return {cell: number for cell, number in found.items() if number}
