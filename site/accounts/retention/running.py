"""One night: every rule in small batches, each in a transaction of its own, so that a kill costs at most one of them.

What a batch erased and that it is counted are one transaction: a run that is broken off goes on where it was, and
nothing is counted twice. Several workers may start at once: the row of the night lets one of them work at a time.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import batched

from django.db import transaction
from django.utils import timezone

from .. import journal
from ..models import RetentionRun
from . import rules
from .forecast import forecast
from .terms import Due

LOOKED_AT_ONCE = 5_000
"""Keys that are looked up in one question; each batch asks again whether they are still due."""
BREATH = 0.01
"""Seconds between two batches, in which others write."""


class StillThere(Exception):
    """A rule left what it was to erase: going on would never end."""


def retain(*, on: date | None = None) -> RetentionRun:
    """Erase what is due today, and first of all finish the nights that were broken off."""
    today = on or timezone.localdate()
    for broken in RetentionRun.objects.filter(ended_at__isnull=True, on__lt=today).order_by("on"):
        _work(broken)
    now = timezone.now()
    run, _is_new = RetentionRun.objects.get_or_create(on=today, defaults={"began_at": now, "last_at": now})
    if run.ended_at is None:
        _work(run)
    return run


def carry_out(key: str, *, on: date | None = None) -> int:
    """One rule alone, for a command; says how many rows went."""
    rule, due, number = rules.rule(key), Due(on or timezone.localdate()), 0
    for keys in _batches(rule, due):
        with transaction.atomic():
            number += _erase(rule, keys, due)
    return number


def _work(run: RetentionRun) -> None:
    due = Due(run.on)
    for rule in rules.all_rules():
        for keys in _batches(rule, due):
            with transaction.atomic():
                held = RetentionRun.objects.select_for_update().get(pk=run.pk)
                if held.ended_at is not None:
                    break
                held.counts[rule.key] = held.counts.get(rule.key, 0) + _erase(rule, keys, due)
                held.last_at = timezone.now()
                held.save(update_fields=["counts", "last_at"])
            time.sleep(BREATH)
    swept = {sweep.key: sweep.sweep() for sweep in rules.all_sweeps()}
    soon = forecast(run.on)
    told = {sweep.key for sweep in rules.all_sweeps() if sweep.is_counted}
    with transaction.atomic():
        run.refresh_from_db(from_queryset=RetentionRun.objects.select_for_update())
        if run.ended_at is None:
            run.counts |= {key: run.counts.get(key, 0) + number for key, number in swept.items() if key in told}
            run.ended_at = run.last_at = timezone.now()
            run.forecast = soon
            run.save(update_fields=["counts", "ended_at", "last_at", "forecast"])
            counts = {key: number for key, number in run.counts.items() if number}
            journal.note("retention.done", about=run, by=None, **counts)


def _batches(rule: rules.Rule, due: Due) -> Iterator[Sequence[object]]:
    while True:
        keys = list(rule.due(due).order_by(*rule.order).values_list("pk", flat=True)[:LOOKED_AT_ONCE])
        yield from batched(keys, rule.at_once)
        if len(keys) < LOOKED_AT_ONCE:
            return


def _erase(rule: rules.Rule, keys: Sequence[object], due: Due) -> int:
    still = list(rule.due(due).filter(pk__in=keys).values_list("pk", flat=True))
    if not still:
        return 0
    rule.erase(still, due)
    if rule.due(due).filter(pk__in=still).exists():
        raise StillThere(rule.key)
    return len(still)
