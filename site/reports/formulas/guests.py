"""Guests, of whom only heads were counted: which sex and age a head has, and whether it was counted or guessed."""

from collections.abc import Iterator

from django.db.models import Case, F, QuerySet, Value, When

from participation.models import HeadCount
from people.ages import AgeGroup
from people.models import Difficulty, Sex

GIRLS_AND_WOMEN = (HeadCount.Group.GIRLS, HeadCount.Group.YOUNG_WOMEN, HeadCount.Group.WOMEN)
CHILDREN = (HeadCount.Group.GIRLS, HeadCount.Group.BOYS)
ADULTS = tuple(group for group in HeadCount.Group if group not in CHILDREN)
YOUTH = (HeadCount.Group.YOUNG_WOMEN, HeadCount.Group.YOUNG_MEN)
UNDER_18 = "under_18"
"""The age group of guests who are children: nobody asked them their age."""
BASES = dict(HeadCount.Basis.choices)


def sex_and_age(group: str) -> tuple[str, str]:
    sex = Sex.FEMALE if group in GIRLS_AND_WOMEN else Sex.MALE
    if group in CHILDREN:
        return sex.value, UNDER_18
    return sex.value, (AgeGroup.YOUTH if group in YOUTH else AgeGroup.ADULT).value


def heads(rows: QuerySet[HeadCount]) -> Iterator[QuerySet]:
    """The rows twice, with their sex, age group and part: heads with a difficulty, and the others."""
    kinds = [(group, sex_and_age(group)) for group in HeadCount.Group.values]
    told = rows.annotate(
        sex=Case(*(When(group=group, then=Value(sex)) for group, (sex, _age) in kinds)),
        age_group=Case(*(When(group=group, then=Value(age)) for group, (_sex, age) in kinds)),
        part=F("basis"),
    )
    for difficulty, number in (
        (Difficulty.YES, F("with_difficulty")),
        (Difficulty.NOT_ASKED, F("number") - F("with_difficulty")),
    ):
        yield told.annotate(difficulty=Value(difficulty.value), each=number).filter(each__gt=0)
