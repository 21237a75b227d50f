"""How long a term of office lasts."""

from datetime import date, timedelta

from participation.models import CommunityGroup, Kind, KindRule
from participation.months import months_after

from .models import CouncilProfile

USUAL_MONTHS = 12
"""Where no rule says otherwise."""


def last_day(began_on: date, months: int) -> date:
    """The last day of a term: the next one begins a whole number of months later, at most on that month's last day."""
    return months_after(began_on, months) - timedelta(days=1)


def term_months(council: CommunityGroup) -> int:
    """The council's own term, else that of its kind: at most two queries."""
    own = CouncilProfile.objects.filter(group_id=council.pk).values_list("term_months", flat=True).first()
    return own or usual_months()


def usual_months() -> int:
    """The term that is usual for councils."""
    usual = KindRule.objects.filter(kind=Kind.COUNCIL).values_list("term_months", flat=True).first()
    return usual or USUAL_MONTHS
