"""How many rows a list has: counted up to a bound, so that no page counts a whole country for one number."""

from dataclasses import dataclass

from django.db.models import QuerySet

from khmertext.numbers import format_number

MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of rows; where there are more than ``number``, ``is_more`` says so."""

    number: int
    is_more: bool = False

    def words(self, exact: str, more: str) -> str:
        """The sentence that fits; both have a place for ``%(total)s``."""
        return (more if self.is_more else exact) % {"total": format_number(self.number)}


def counted(rows: QuerySet) -> Counted:
    """One query, which stops reading at the bound."""
    found = rows.order_by()[: MOST_COUNTED + 1].count()
    return Counted(min(found, MOST_COUNTED), found > MOST_COUNTED)
