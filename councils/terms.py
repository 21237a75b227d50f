"""How long a term of office lasts."""

from calendar import monthrange
from datetime import date, timedelta

from participation.models import CommunityGroup, Kind, KindRule

from .models import CouncilProfile

USUAL_MONTHS = 12
"""Where no rule says otherwise."""


def last_day(began_on: date, months: int) -> date:
    """The last day of a term: the next one begins a whole number of months later, at most on that month's last day."""
    years, month = divmod(began_on.month - 1 + months, 12)
    year, month = began_on.year + years, month + 1
    return date(year, month, min(began_on.day, monthrange(year, month)[1])) - timedelta(days=1)


def term_months(council: CommunityGroup) -> int:
    """The council's own term, else that of its kind: at most two queries."""
    own = CouncilProfile.objects.filter(group_id=council.pk).values_list("term_months", flat=True).first()
    if own:
        return own
    usual = KindRule.objects.filter(kind=Kind.COUNCIL).values_list("term_months", flat=True).first()
    return usual or USUAL_MONTHS
