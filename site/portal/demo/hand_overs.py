"""Hand-over notes of the demo, at every stage: choices and days, as in life. They are about nobody."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from participation.models import CommunityGroup, Kind
from participation.months import months_after
from places.codes import lineage
from protection.actions.hand_overs import MONTHS_KEPT, due_from, new_reference
from protection.models import HandOverNote, HandOverTotal

Urgency, Channel, HandedTo = HandOverNote.Urgency, HandOverNote.Channel, HandOverNote.HandedTo
STEPS = ("acknowledged_at", "followed_up_at", "closed_at")
NOTES = (
    (timedelta(minutes=25), Urgency.NOW, Channel.PHONE, HandedTo.POLICE, 0),
    (timedelta(hours=5), Urgency.NOW, Channel.IN_PERSON, HandedTo.HOSPITAL, 0),
    (timedelta(hours=3), Urgency.TODAY, Channel.IN_PERSON, HandedTo.CCWC, 0),
    (timedelta(days=2), Urgency.WEEK, Channel.LETTER, HandedTo.SOCIAL_WORKER, 0),
    (timedelta(days=1), Urgency.TODAY, Channel.PHONE, HandedTo.HELPLINE, 1),
    (timedelta(days=4), Urgency.WEEK, Channel.IN_PERSON, HandedTo.NGO, 1),
    (timedelta(days=9), Urgency.TODAY, Channel.OTHER, HandedTo.FOCAL_POINT, 2),
    (timedelta(days=40), Urgency.NOW, Channel.PHONE, HandedTo.POLICE, 3),
    (timedelta(days=75), Urgency.WEEK, Channel.IN_PERSON, HandedTo.CCWC, 3),
)
"""How long ago it came, and how many steps were done since."""
TOTALS = ((1, Urgency.WEEK, 9), (2, Urgency.TODAY, 6), (2, Urgency.WEEK, 11), (4, Urgency.NOW, 5))
"""Months ago, and how many notes came in that month."""


def add_notes(source: str, now: datetime, *, province: str) -> int:
    """Notes of communes of the province of the demo's focal point; every fourth names the district alone."""
    councils = CommunityGroup.objects.of_kind(Kind.COUNCIL).within(f"{source}{province}")
    communes = list(councils.order_by("area_id").values_list("area_id", flat=True).distinct())
    if not communes:
        return 0
    rows = []
    for turn, (ago, urgency, channel, handed_to, steps) in enumerate(NOTES):
        at = now - ago
        day = timezone.localdate(at)
        commune = communes[turn * 5 % len(communes)]
        taken = {step: at + (now - at) * (done + 1) / 5 for done, step in enumerate(STEPS[:steps])}
        rows.append(
            HandOverNote(
                id=uuid.uuid5(uuid.NAMESPACE_OID, f"demo note {turn}"),
                reference=new_reference(),
                area_id=lineage(commune)[1] if turn % 4 == 3 else commune,
                noted_on=day,
                channel=channel,
                urgency=urgency,
                handed_to=handed_to,
                handed_on=day,
                received_at=at,
                due_at=due_from(urgency, at),
                delete_after=months_after(timezone.localdate(taken.get("acknowledged_at", at)), MONTHS_KEPT),
                **taken,
            )
        )
    HandOverNote.objects.bulk_create(rows)
    this_month = timezone.localdate(now).replace(day=1)
    HandOverTotal.objects.bulk_create(
        HandOverTotal(
            month=months_after(this_month, -ago), province_id=f"{source}{province}", urgency=urgency, number=number
        )
        for ago, urgency, number in TOTALS
    )
    return len(rows)
