"""Ages and age groups. A birth year (and perhaps a month) is all that is kept, so an age is a whole number of years."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgeGroup(models.TextChoices):
    """The groups of the programme's reports; they roll up to children (under 18), youth (18–24) and adults (25+)."""

    UP_TO_5 = "0_5", _("0–5")
    FROM_6 = "6_9", _("6–9")
    FROM_10 = "10_14", _("10–14")
    FROM_15 = "15_17", _("15–17")
    YOUTH = "18_24", _("18–24")
    ADULT = "25_up", _("25 and over")
    UNKNOWN = "unknown", _("Age not known")


_UPPER = (
    (5, AgeGroup.UP_TO_5),
    (9, AgeGroup.FROM_6),
    (14, AgeGroup.FROM_10),
    (17, AgeGroup.FROM_15),
    (24, AgeGroup.YOUTH),
)


def age_on(day: date, *, birth_year: int | None, birth_month: int | None = None) -> int | None:
    """Completed years on a day; with the year alone the birthday is taken as 1 January. ``None`` where unknown."""
    if birth_year is None:
        return None
    before_birthday = birth_month is not None and day.month < birth_month
    return day.year - birth_year - before_birthday


def age_group_on(day: date, *, birth_year: int | None, birth_month: int | None = None) -> AgeGroup:
    """The age group on a day."""
    age = age_on(day, birth_year=birth_year, birth_month=birth_month)
    if age is None or age < 0:
        return AgeGroup.UNKNOWN
    return next((group for upper, group in _UPPER if age <= upper), AgeGroup.ADULT)
