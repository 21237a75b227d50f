"""Hand-over notes go when their term is over. What stays are totals of whole months, from five on."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import journal
from places.codes import lineage

from ..models import HandOverNote, HandOverTotal
from ..models.hand_over import LEAST_SHOWN


@transaction.atomic
def forget_notes(*, at: datetime | None = None) -> int:
    """Count the months that are over, then delete the notes whose term is over. Says how many went."""
    at = at or timezone.now()
    keep_totals(at=at)
    number, _rows = HandOverNote.objects.past_their_term(at).delete()
    if number:
        journal.note("hand_over.forgotten", about=None, by=None)
    return number


@transaction.atomic
def keep_totals(*, at: datetime) -> int:
    """Each month is counted once, in the first night after it: by the portal's own clock, so no note comes late to it.

    A number that is kept is never made anew, so two of them cannot be subtracted. One below five is not kept, and is
    not missed either: a later count of the same month finds only fewer notes.
    """
    month_now = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    over = HandOverNote.objects.filter(received_at__lt=month_now)
    counts = Counter(
        (timezone.localdate(received_at).replace(day=1), lineage(area)[0], urgency)
        for received_at, area, urgency in over.values_list("received_at", "area_id", "urgency").iterator()
    )
    totals = [
        HandOverTotal(month=month, province_id=province, urgency=urgency, number=number)
        for (month, province, urgency), number in counts.items()
        if number >= LEAST_SHOWN
    ]
    before = HandOverTotal.objects.count()
    HandOverTotal.objects.bulk_create(totals, ignore_conflicts=True)
    return HandOverTotal.objects.count() - before
