"""What falls due within the next months, counted once a night and kept with it: a page never counts the register."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count

from places.codes import lineage

from .rules import Rule, all_rules
from .terms import Due, numbers_now

AHEAD = (30, 90, 365)
HORIZONS = (0, *AHEAD)
"""Days from the night on; the first is what is due at once."""

type Forecast = dict[str, dict[str, object]]


def forecast(on: date) -> Forecast:
    """By the key of each rule: how many rows by each horizon, and of the last how many by province."""
    numbers = numbers_now()
    return {rule.key: _of_rule(rule, on, numbers) for rule in all_rules()}


def _of_rule(rule: Rule, on: date, numbers: dict[str, int]) -> dict[str, object]:
    days = [Due(on + timedelta(days=days), numbers) for days in HORIZONS]
    counts = [rule.due(due).count() for due in days]
    places: Counter[str] = Counter()
    if rule.place and counts[-1]:
        rows = rule.due(days[-1]).order_by().values_list(rule.place).annotate(number=Count("pk", distinct=True))
        for area, number in rows:
            places[lineage(area)[0] if area else ""] += number
    return {"counts": counts, "places": dict(sorted(places.items()))}


def more_due(key: str, number: int, on: date) -> dict[str, int]:
    """By the key of each rule: how many rows more (or fewer) were due today, were the term so long."""
    numbers = numbers_now()
    then = Due(on, {**numbers, key: number})
    found = {}
    for rule in all_rules():
        if key.startswith(rule.term):
            difference = rule.due(then).count() - rule.due(Due(on, numbers)).count()
            if difference:
                found[rule.key] = difference
    return found
