"""Who supports the groups of the demo: found or made once."""

from collections.abc import Sequence
from datetime import date, timedelta

from participation.models import Partner, Project

from .words import PARTNERS, PROJECTS


def partners() -> list[Partner]:
    return [
        Partner.objects.get_or_create(name_km=km, defaults={"name_en": en, "type": kind})[0]
        for km, en, kind in PARTNERS
    ]


def projects(led_by: Sequence[Partner], today: date) -> list[Project]:
    """One of each partner, some years old."""
    return [
        Project.objects.get_or_create(
            code=code,
            defaults={"name_km": km, "name_en": en, "partner": partner, "began_on": today - timedelta(days=900)},
        )[0]
        for partner, (code, km, en) in zip(led_by, PROJECTS, strict=False)
    ]
