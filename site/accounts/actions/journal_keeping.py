"""Keeping the journal: sealing what was appended, and forgetting whole batches when their term is over.

Sealing is the job worker's, apart from the requests that append: a phone that delivers waits for none of it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import F, Q, QuerySet, Subquery
from django.utils import timezone

from .. import journal
from ..models import JournalEntry, JournalSeal, User
from ..retention.terms import first_moment
from ..sealing.keys import id_of, keep_head, key_to_seal, mark_of
from ..sealing.lines import BEFORE_THE_FIRST, COLUMNS, Line, head_of, leaves_of, packed, root_of, words_of_forgetting

LINES_OF_A_BATCH = 500
SEALED_AFTER = timedelta(minutes=3)
"""How long a line waits for its seal at most, where fewer than a batch came."""
LATE = timedelta(hours=1)
"""How long a transaction may stay open whose lines have numbers below those already sealed."""
AT_ONCE = 200


def seal_what_is_due() -> int:
    """Seal every full batch, and the lines that have waited long enough; says how many batches."""
    sealed = 0
    while seal_next(at_least=LINES_OF_A_BATCH) or seal_next(before=timezone.now() - SEALED_AFTER):
        sealed += 1
    return sealed


@transaction.atomic
def seal_next(*, at_least: int = 1, before: datetime | None = None) -> JournalSeal | None:
    """Seal the next batch; nothing where fewer lines wait than ``at_least``, or none from ``before`` a moment."""
    last = JournalSeal.objects.select_for_update().order_by("-number").first()
    lines = _waiting(last)
    if len(lines) < at_least or not lines or before is not None and min(line[1] for line in lines) > before:
        return None
    floor = last.last_id if last else lines[0][0] - 1
    own = [line[0] for line in lines if line[0] > floor]
    secret, leaves = key_to_seal(), packed(lines)
    seal = JournalSeal(
        number=last.number + 1 if last else 1,
        first_id=floor + 1,
        last_id=own[-1] if own else floor,
        lines=len(lines),
        began_at=min(line[1] for line in lines),
        ended_at=max(line[1] for line in lines),
        leaves=leaves,
        missing=list(_gaps(floor, own)),
        root=root_of(leaves),
        previous=last.head if last else BEFORE_THE_FIRST,
        key_id=id_of(secret),
        sealed_at=timezone.now(),
    )
    seal.head = head_of(seal)
    seal.mark = mark_of(secret, seal.head)
    seal.full_clean()
    seal.save(force_insert=True)
    transaction.on_commit(lambda: keep_head(seal.number, seal.head))
    return seal


def _waiting(last: JournalSeal | None) -> list[Line]:
    """The next lines without a seal, and those that came late, in the order of their numbers."""
    rows = JournalEntry.objects.order_by("pk").values_list(*COLUMNS)
    newer = list((rows.filter(pk__gt=last.last_id) if last else rows)[:LINES_OF_A_BATCH])
    return [*_late(timezone.now()), *newer]


def _late(now: datetime) -> list[Line]:
    """Lines whose numbers were missing when their neighbours were sealed within the last hour."""
    recent = JournalSeal.objects.filter(sealed_at__gte=now - LATE).order_by("number")
    gaps = [gap for missing in recent.values_list("missing", flat=True) for gap in missing]
    if not gaps:
        return []
    packed_leaves = recent.values_list("leaves", flat=True)
    sealed_late = {pk for leaves in packed_leaves for pk, _digest in leaves_of(leaves)}
    found = []
    for place in range(0, len(gaps), AT_ONCE):
        within = reduce(or_, (Q(pk__range=gap) for gap in gaps[place : place + AT_ONCE]))
        rows = JournalEntry.objects.filter(within, at__gte=now - 2 * LATE).order_by("pk")
        found += [line for line in rows.values_list(*COLUMNS) if line[0] not in sealed_late]
    return sorted(found)[:LINES_OF_A_BATCH]


def _gaps(floor: int, numbers: list[int]) -> Iterator[list[int]]:
    """The numbers between ``floor`` and the last that are not among ``numbers``, as pairs of first and last."""
    before = floor
    for number in numbers:
        if number > before + 1:
            yield [before + 1, number - 1]
        before = number


def batches_before(day: date) -> QuerySet[JournalSeal]:
    """The seals of the batches that ended before the day: the oldest ones, up to the first that did not."""
    kept = JournalSeal.objects.filter(forgotten_at=None)
    young = kept.filter(ended_at__gte=first_moment(day)).order_by("number").values("number")[:1]
    return kept.annotate(young=Subquery(young)).filter(Q(young=None) | Q(number__lt=F("young"))).order_by("number")


@transaction.atomic
def forget_batches(keys: Iterable[int], *, by: User | None = None) -> int:
    """Delete the lines of these batches, by the keys of their seals, and leave the seals; says how many lines went.

    A batch is deleted whole or not at all, so that the chain can still be followed.
    """
    secret, now, gone, numbers = key_to_seal(), timezone.now(), 0, []
    for seal in JournalSeal.objects.select_for_update().filter(pk__in=keys, forgotten_at=None).order_by("number"):
        ids = [pk for pk, _digest in leaves_of(seal.leaves)]
        gone += JournalEntry.objects.filter(pk__in=ids).delete()[0]
        seal.leaves, seal.forgotten_at = b"", now
        seal.forgotten_mark = mark_of(secret, words_of_forgetting(seal))
        seal.save(update_fields=["leaves", "forgotten_at", "forgotten_mark"])
        numbers.append(seal.number)
    if numbers:
        journal.note("journal.forgotten", about=None, by=by, first=numbers[0], last=numbers[-1], lines=gone)
    return gone
