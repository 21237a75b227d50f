"""The page of a meeting as a browser sends it, and what came of it."""

import uuid

from django.urls import reverse
from django.utils import timezone


def record_url(group):
    return reverse("meetings:record", args=[group.pk])


def correct_url(meeting):
    return reverse("meetings:correct", args=[meeting.pk])


def page_url(meeting):
    return reverse("meetings:page", args=[meeting.pk])


def sheet(people=(), *, rows=(), **answers):
    """The page as it is sent: everyone present, no guests, no decision, unless said otherwise."""
    decisions = {
        "decisions-TOTAL_FORMS": len(rows) or 1,
        "decisions-INITIAL_FORMS": 0,
        "decisions-0-text": "",
    }
    for number, row in enumerate(rows):
        decisions |= {f"decisions-{number}-{name}": value for name, value in row.items()}
    return {
        "step": "save",
        "id": str(uuid.uuid4()),
        "held_on": timezone.localdate().isoformat(),
        "kind": "ordinary",
        "guests_basis": "counted",
        **{f"mark-{person.pk}": "present" for person in people},
        **decisions,
        **answers,
    }


def states(meeting):
    return dict(meeting.marks.values_list("person_id", "state"))
