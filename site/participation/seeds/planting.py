"""Putting the seeds into the tables. What is there already stays as an administrator left it."""

from django.db import transaction

from khmertext.normalise import normalise

from ..models import DutyBearer, KindRule, Post, Topic
from .duty_bearers import DUTY_BEARERS
from .kinds import POSTS, RULES
from .topics import ACTIVITIES, ARTICLES

STEP = 10
"""Positions leave room for what an administrator puts in between."""


@transaction.atomic
def plant() -> dict[str, int]:
    """Add every rule, post, topic and duty-bearer that is missing; gives how many rows of each table were added."""
    wanted = {
        KindRule: [KindRule(kind=kind, **rule._asdict()) for kind, rule in RULES.items()],
        Post: _posts(),
        Topic: [*_articles(), *_activities()],
        DutyBearer: _duty_bearers(),
    }
    added = {}
    for model, rows in wanted.items():
        before = model.objects.count()
        model.objects.bulk_create(rows, ignore_conflicts=True)
        added[model._meta.model_name] = model.objects.count() - before
    return added


def _posts() -> list[Post]:
    return [
        Post(kind=kind, position=place * STEP, **{**seed._asdict(), "name_km": normalise(seed.name_km)})
        for kind, seeds in POSTS.items()
        for place, seed in enumerate(seeds, start=1)
    ]


def _articles() -> list[Topic]:
    return [
        Topic(
            type=Topic.Type.ARTICLE,
            code=f"article-{seed.number}",
            number=seed.number,
            theme=seed.theme,
            name_km=normalise(seed.name_km),
            name_en=seed.name_en,
            position=seed.number * STEP,
        )
        for seed in ARTICLES
    ]


def _activities() -> list[Topic]:
    return [
        Topic(
            type=Topic.Type.ACTIVITY,
            code=seed.code,
            name_km=normalise(seed.name_km),
            name_en=seed.name_en,
            position=place * STEP,
        )
        for place, seed in enumerate(ACTIVITIES, start=1)
    ]


def _duty_bearers() -> list[DutyBearer]:
    return [
        DutyBearer(code=code, name_km=normalise(name_km), name_en=name_en, position=place * STEP)
        for place, (code, name_km, name_en) in enumerate(DUTY_BEARERS, start=1)
    ]
