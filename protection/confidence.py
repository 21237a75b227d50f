"""How sure a child may be that a helpline answers: a pure rule over its test calls."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .models import TestCall

LATEST = 3
"""So many calls are looked at: what was true years ago says nothing about tonight."""
OLDEST = timedelta(days=183)
PATIENCE = 60
"""Seconds that a child in need may wait before giving up."""


class Confidence(TextChoices):
    """From nobody knows to good."""

    UNKNOWN = "unknown", _("Nobody has called yet")
    LOW = "low", _("Not sure that somebody answers")
    MIDDLE = "middle", _("Somebody answers, but not always or not in Khmer at once")
    GOOD = "good", _("Somebody answers quickly, in Khmer")


def confidence_of(calls: Sequence[TestCall], on: date) -> Confidence:
    """From the calls, the newest first. The last one must be recent and answered; to be good, so must those before."""
    if not calls:
        return Confidence.UNKNOWN
    latest = calls[:LATEST]
    if not latest[0].is_answered or latest[0].called_on < on - OLDEST:
        return Confidence.LOW
    is_good = all(call.is_answered and call.in_khmer and call.waited_seconds <= PATIENCE for call in latest)
    return Confidence.GOOD if is_good else Confidence.MIDDLE
