"""Quarters of a year, the periods in which the programme reports: written ``2026Q3``, which sorts as time goes."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, Self

WRITTEN = re.compile(r"\A([0-9]{4})Q([1-4])\Z")


class Quarter(NamedTuple):
    """Three months, such as July to September 2026."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.number}"

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> Self:
        """The quarter as it is written; anything else is a ``ValueError``."""
        found = WRITTEN.match(text)
        if found is None:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    @property
    def began_on(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def ended_on(self) -> date:
        return self.next.began_on - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def up_to(self, last: "Quarter") -> Iterator["Quarter"]:
        """This quarter and those after it, until ``last``."""
        found = self
        while found <= last:
            yield found
            found = found.next
