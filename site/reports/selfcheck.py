"""Whether the parts of a total come to the total: asked of every figure that is frozen or taken over from elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Sum

from .models import FrozenCell, FrozenQuarter


@dataclass(frozen=True, slots=True)
class Stated:
    """A total as somebody stated it, and its parts."""

    name: str
    total: int
    parts: Mapping[str, int]

    @property
    def off_by(self) -> int:
        """How much more is stated than the parts come to."""
        return self.total - sum(self.parts.values())


def unequal(stated: Iterable[Stated]) -> list[Stated]:
    """Those whose parts come to another number."""
    return [one for one in stated if one.off_by]


def stated_in(frozen: FrozenQuarter) -> list[Stated]:
    """The totals of a frozen quarter, each beside the provinces that should add up to it.

    What is of no province, and surveys of overlapping places, make some of them unequal; the page says so.
    """
    found = []
    cells = FrozenCell.objects.filter(frozen=frozen, project="", level__lte=1).order_by()
    rows = (
        cells.values("indicator__code", "area")
        .annotate(number=Sum("to_date"))
        .values_list("indicator__code", "area", "number")
    )
    by_code: dict[str, dict[str, int]] = {}
    for code, area, number in rows:
        by_code.setdefault(code, {})[area] = number
    for code, numbers in sorted(by_code.items()):
        total = numbers.pop("", 0)
        found.append(Stated(code, total, numbers))
    return found
