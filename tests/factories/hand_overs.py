"""Hand-over notes and their totals."""

import uuid
from datetime import date, datetime, timedelta

from django.utils import timezone

from protection.actions.hand_overs import due_from, new_reference
from protection.models import HandOverNote, HandOverTotal
from tests.factories.places import make_area, make_commune


def note_facts(**overrides) -> dict[str, object]:
    """What somebody tells in a note, as the form and the phone hand it on."""
    today = timezone.localdate()
    return {
        "id": uuid.uuid4(),
        "noted_on": today,
        "channel": "in_person",
        "urgency": "today",
        "handed_to": "social_worker",
        "handed_on": today,
        **overrides,
    }


def make_note(stage: str = "received", *, received_at: datetime | None = None, **overrides) -> HandOverNote:
    """A note of a commune; ``stage`` may be received, acknowledged, followed_up or closed."""
    at = received_at or timezone.now()
    day = timezone.localdate(at)
    fields = note_facts(noted_on=day, handed_on=day, **overrides)
    done = ("acknowledged", "followed_up", "closed")
    steps = done[: done.index(stage) + 1] if stage in done else ()
    fields = {
        "reference": new_reference(),
        "received_at": at,
        "due_at": due_from(fields["urgency"], at),
        "delete_after": day + timedelta(days=365),
        **{f"{step}_at": at for step in steps},
        **fields,
    }
    if "area" not in fields:
        fields["area"] = make_commune()
    return HandOverNote.objects.create(**fields)


def make_total(**overrides) -> HandOverTotal:
    fields = {"month": date(2026, 3, 1), "urgency": "week", "number": 5, **overrides}
    if "province" not in fields:
        fields["province"] = make_area("05")
    return HandOverTotal.objects.create(**fields)
