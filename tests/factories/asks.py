"""Asks on the public board."""

from django.utils import timezone

from content.models import AskRelease
from participation.models import Ask, Topic
from tests.factories.participation import make_ask, make_topic


def make_ask_release(*, ask: Ask | None = None, **overrides) -> AskRelease:
    """An ask that everybody may read, about the right to be heard."""
    fields = {"ask": ask or make_ask(), "released_at": timezone.now(), **overrides}
    fields.setdefault("text_km", "យើងសុំទឹកស្អាតនៅសាលា")
    fields.setdefault("text_en", "We ask for clean water at our school")
    if "topic" not in fields:
        known = Topic.objects.filter(type=Topic.Type.ARTICLE, number=12).first()
        fields["topic"] = known or make_topic(type=Topic.Type.ARTICLE, number=12)
    return AskRelease.objects.create(**fields)
