"""Emergency accesses for the board of the officers: how often in each month, in which role."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncMonth

from ..models import EmergencyAccess
from ..roles import ROLES

MONTHS = 24


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How often people of a role opened a group in a month, how many people that were, and how many groups."""

    month: date
    role: str
    accesses: int
    officers: int
    groups: int


def counts_by_month(accesses: QuerySet[EmergencyAccess]) -> list[MonthCount]:
    """The newest month first; one query."""
    rows = (
        accesses.order_by()
        .annotate(month=TruncMonth("opened_at"))
        .values("month", "role")
        .annotate(
            accesses=Count("pk"), officers=Count("officer", distinct=True), groups=Count("group_id", distinct=True)
        )
        .order_by(F("month").desc(), "role")
    )
    counts = [(row.pop("month"), row.pop("role"), row) for row in rows[: MONTHS * len(ROLES)]]
    return [MonthCount(month.date(), role_name(role), **numbers) for month, role, numbers in counts]


def role_name(key: str) -> str:
    """The name of a role; of one that is no more, its key."""
    return str(ROLES[key].name) if key in ROLES else key
