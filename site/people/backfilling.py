"""Likeness keys for people who were registered before there were any."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Count

from .likeness import keep_keys, key_rows
from .models import Person

AT_ONCE = 500
LOOKED_AT = 50


def keys_are_missing() -> bool:
    """Whether the last people in the order of the walk lack keys that they should have: one query by index."""
    last = Person.objects.filter(anonymised_on__isnull=True).order_by("-pk").annotate(keys=Count("likeness_keys"))
    return any(not person.keys and key_rows(person) for person in last[:LOOKED_AT])


def keep_all_keys(*, progress: Callable[[int], None] = lambda done: None) -> int:
    """Walk through all people, some hundred in a transaction; what is right stays. Says how many were looked at."""
    done, last = 0, None
    while True:
        with transaction.atomic():
            rows = Person.objects.order_by("pk") if last is None else Person.objects.filter(pk__gt=last).order_by("pk")
            people = list(rows.select_for_update()[:AT_ONCE])
            if not people:
                return done
            keep_keys(*people)
        done, last = done + len(people), people[-1].pk
        progress(done)
