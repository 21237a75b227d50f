"""The numbers of an indicator that can be sent: its total, and each group of what it is told apart by.

One split at a time, as everybody outside sees them: sex crossed with age would tell of single children.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.models import Sex

from ..formulas import formula_of
from ..models import Indicator
from ..showing import groups_of
from ..words import HEADS, word

TOTAL = ("", "")
SENT_SEXES = (Sex.FEMALE.value, Sex.MALE.value)
"""As donors see them: a sex that is neither is so rare that its number would be a name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of an indicator, with the word for it; ``split`` and ``group`` are empty for the total."""

    split: str
    group: str
    label: str

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return f"{self.split}:{self.group}" if self.split else "total"


def cells_of(indicator: Indicator) -> Iterator[Cell]:
    """In the order in which they are shown."""
    yield Cell(*TOTAL, _("Total"))
    for split in ("sex", "age_group", "difficulty", "part"):
        if split in indicator.splits:
            groups = SENT_SEXES if split == "sex" else groups_of(indicator, split)
            for group in groups:
                yield Cell(split, group, f"{HEADS[split]}: {word(indicator, split, group)}")


def cell_of(indicator: Indicator, key: str) -> Cell | None:
    """The cell of an address, if the indicator has it."""
    return next((cell for cell in cells_of(indicator) if cell.key == key), None)


def may_be_of_quarter(indicator: Indicator) -> bool:
    """Whether what is new in a quarter may be sent: of people never, and of what stands at an end it says nothing."""
    formula = formula_of(indicator)
    return formula.adds_up and not formula.is_of_people


def counted_as(indicator: Indicator) -> tuple[str, str]:
    """What a number is a number of; two numbers of different things are never parts of one data element."""
    return indicator.measure, indicator.unit
