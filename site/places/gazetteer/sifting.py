"""Sifting a list: which rows give an area that can be kept, and what is wrong with each of the others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from .rows import Malformed, Row


@dataclass
class Sifted:
    """Every row stands in exactly one of these."""

    kept: dict[str, Row] = field(default_factory=dict)
    deeper: list[Row] = field(default_factory=list)
    malformed: list[Malformed] = field(default_factory=list)
    misplaced: list[Row] = field(default_factory=list)
    duplicated: list[Row] = field(default_factory=list)
    orphaned: list[Row] = field(default_factory=list)
    total: int = 0

    @property
    def codes(self) -> set[str]:
        """Every code that the list mentions, kept or not."""
        refused = (*self.deeper, *self.misplaced, *self.duplicated, *self.orphaned, *self.malformed)
        return {*self.kept, *(row.code for row in refused)}


def sift(rows: Iterable[Row | Malformed], *, known: Collection[str], levels: int) -> Sifted:
    """Keeps the first row of each code whose parent is kept too, or already known.

    Of several rows with one code the first is kept and the rest are reported: nobody can tell which of them is meant,
    and no code is ever invented.
    """
    sifted = Sifted()
    well_placed: dict[str, Row] = {}
    for row in rows:
        sifted.total += 1
        if isinstance(row, Malformed):
            sifted.malformed.append(row)
        elif row.level > levels:
            sifted.deeper.append(row)
        elif row.parent_code != row.code[:-2]:
            sifted.misplaced.append(row)
        elif row.code in well_placed:
            sifted.duplicated.append(row)
        else:
            well_placed[row.code] = row
    for code in sorted(well_placed, key=lambda code: (len(code), code)):
        row = well_placed[code]
        if row.level == 1 or row.parent_code in sifted.kept or row.parent_code in known:
            sifted.kept[code] = row
        else:
            sifted.orphaned.append(row)
    return sifted
