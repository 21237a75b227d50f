"""An attacker who writes down every number that is shown, and narrows every hidden one by adding and subtracting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

UNKNOWN = 10**6
FEW = range(1, 5)

type Cell = tuple


@dataclass
class Attack:
    """What is known of each number: between which two it lies. ``sums``: a total and the parts that come to it."""

    known: dict[Cell, tuple[int, int]] = field(default_factory=dict)
    sums: list[tuple[Cell, tuple[Cell, ...]]] = field(default_factory=list)

    def see(self, cell: Cell, shown: int | None, *, in_fives: bool = True) -> None:
        """A number in fives stands for five numbers; one that is hidden for any."""
        slack = 2 if in_fives else 0
        low, high = (0, UNKNOWN) if shown is None else (max(shown - slack, 0), shown + slack)
        self.narrow(cell, low, high)

    def narrow(self, cell: Cell, low: int, high: int) -> bool:
        before = self.known.get(cell, (0, UNKNOWN))
        after = max(before[0], low), min(before[1], high)
        self.known[cell] = after
        return after != before

    def adds_up(self, total: Cell, parts: Iterable[Cell]) -> None:
        parts = tuple(parts)
        for cell in (total, *parts):
            self.known.setdefault(cell, (0, UNKNOWN))
        self.sums.append((total, parts))

    def solve(self) -> None:
        """Until nothing more follows from anything."""
        for _turn in range(60):
            changed = False
            for total, parts in self.sums:
                low = sum(self.known[part][0] for part in parts)
                high = min(sum(self.known[part][1] for part in parts), UNKNOWN)
                changed |= self.narrow(total, low, high)
                for part in parts:
                    others = [self.known[one] for one in parts if one != part]
                    most = self.known[total][1] - sum(one[0] for one in others)
                    least = self.known[total][0] - sum(one[1] for one in others)
                    changed |= self.narrow(part, least, most)
            if not changed:
                return

    def found(self, exact: Mapping[Cell, int]) -> list[Cell]:
        """The cells of one to four people of which the attacker now knows that they are such."""
        self.solve()
        return [
            cell
            for cell, number in exact.items()
            if number in FEW and self.known[cell][0] >= FEW[0] and self.known[cell][1] <= FEW[-1]
        ]
