"""Why names of people are taken away: a closed list, so that a reason never carries a name into the journal."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NamesReason(TextChoices):
    """What somebody needs the names for; the journal keeps the code, its page shows the words."""

    MEETING = "meeting", _("A list for a meeting or an event")
    PAPER = "paper", _("Checking against lists on paper")
    REPORT = "report", _("A report to the ministry or the partner")
    HANDOVER = "handover", _("Handing over to a new facilitator")
    SAFEGUARDING = "safeguarding", _("A safeguarding matter")
    CORRECTION = "correction", _("Correcting mistakes")


def words_of_reason(code: object) -> str:
    """The words of a reason; nothing for a text that stands in no list, because it may hold a name."""
    return str(NamesReason(code).label) if code in NamesReason.values else ""
