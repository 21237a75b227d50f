"""Does the journal still say what was sealed? Every line against its leaf, every seal against the chain and its key."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from ..models import JournalEntry, JournalSeal
from .keys import id_of, kept_heads, key, mark_of
from .lines import BEFORE_THE_FIRST, COLUMNS, digest_of, head_of, leaf_of, leaves_of, root_of, words_of_forgetting

LATE = timedelta(hours=1)
"""A line that is older than this when it gets its seal was written into the past; see ``actions.journal_keeping``."""
AT_ONCE = 2000


class What(StrEnum):
    """What does not fit."""

    CHANGED = "line changed"
    REMOVED = "line removed"
    INSERTED = "line inserted"
    REORDERED = "line exchanged with another"
    BACKDATED = "line written into the past"
    SEAL_CHANGED = "seal changed"
    SEAL_MISSING = "seal missing"
    WRONG_KEY = "seal not marked by the key"
    NO_KEY = "no key here to check the marks with"
    HEAD_LOST = "batch kept apart is not in the journal"
    FORGOTTEN_WRONGLY = "lines deleted otherwise than by their term"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not fit: in which batch, and which line where it is about one."""

    what: What
    batch: int
    line: int | None = None

    def __str__(self) -> str:
        where = f"batch {self.batch}" if self.batch else "outside every batch"
        return f"{where}, line {self.line}: {self.what}" if self.line is not None else f"{where}: {self.what}"


@dataclass(slots=True)
class Findings:
    """What was looked at, and what does not fit."""

    batches: int = 0
    lines: int = 0
    waiting: int = 0
    head: str = ""
    faults: list[Fault] = field(default_factory=list)


def verify(*, heads: Iterable[str] = ()) -> Findings:
    """Follow the whole journal. ``heads``: those kept apart, as ``number:head``, besides the ones on this machine."""
    found = Findings()
    with transaction.atomic():
        seals = list(JournalSeal.objects.order_by("number").defer("leaves"))
        _follow_chain(seals, found)
        _follow_lines(seals, found)
    _compare_heads(seals, {*kept_heads(), *heads}, found)
    return found


# --- seals -----------------------------------------------------------------------------------------------------------
def _follow_chain(seals: list[JournalSeal], found: Findings) -> None:
    secret, previous, number = key(), BEFORE_THE_FIRST, 0
    if secret is None and seals:
        found.faults.append(Fault(What.NO_KEY, 0))
    for seal in seals:
        found.faults += [Fault(What.SEAL_MISSING, lost) for lost in range(number + 1, seal.number)]
        if seal.head != head_of(seal) or seal.number == number + 1 and seal.previous != previous:
            found.faults.append(Fault(What.SEAL_CHANGED, seal.number))
        elif secret is not None and (seal.key_id, seal.mark) != (id_of(secret), mark_of(secret, seal.head)):
            found.faults.append(Fault(What.WRONG_KEY, seal.number))
        if (
            secret is not None
            and seal.forgotten_at
            and seal.forgotten_mark != mark_of(secret, words_of_forgetting(seal))
        ):
            found.faults.append(Fault(What.FORGOTTEN_WRONGLY, seal.number))
        previous, number = seal.head, seal.number
        found.batches += 1
        found.head = str(seal)


def _compare_heads(seals: list[JournalSeal], heads: set[str], found: Findings) -> None:
    """A batch cut off at the end leaves a chain without a fault; only a head that was kept apart tells of it."""
    known = {str(seal) for seal in seals}
    lost = {int(head.partition(":")[0]) for head in heads - known}
    found.faults += [Fault(What.HEAD_LOST, number) for number in sorted(lost)]


# --- lines -----------------------------------------------------------------------------------------------------------
def _follow_lines(seals: list[JournalSeal], found: Findings) -> None:
    if not seals:
        found.waiting = JournalEntry.objects.count()
        return
    by_number, late = {seal.number: seal for seal in seals}, _late_leaves(seals)
    for seal in seals:
        leaves = _leaves(seal)
        if not seal.forgotten_at and root_of(_packed(leaves)) != seal.root:
            found.faults.append(Fault(What.SEAL_CHANGED, seal.number))
        own = {pk: Leaf(digest, seal) for pk, digest in leaves.items() if pk >= seal.first_id}
        own |= {pk: leaf for pk, leaf in late.items() if seal.first_id <= pk <= seal.last_id}
        _compare(seal, own, by_number, found)
    below = JournalEntry.objects.filter(pk__lt=seals[0].first_id).values_list("pk", flat=True)
    found.faults += [Fault(What.INSERTED, 0, pk) for pk in below]
    found.waiting = JournalEntry.objects.filter(pk__gt=seals[-1].last_id).count()
    found.faults.sort(key=lambda fault: (fault.batch, fault.line or 0))


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a line was when the batch that holds it was sealed."""

    digest: bytes
    seal: JournalSeal


def _leaves(seal: JournalSeal) -> dict[int, bytes]:
    return dict(leaves_of(JournalSeal.objects.values_list("leaves", flat=True).get(pk=seal.pk)))


def _packed(leaves: dict[int, bytes]) -> bytes:
    return b"".join(leaf_of(pk, digest) for pk, digest in leaves.items())


def _late_leaves(seals: list[JournalSeal]) -> dict[int, Leaf]:
    """The leaves of lines that came late, whose numbers lie in the range of an earlier batch."""
    with_late = (seal for seal in seals if seal.lines > _numbers(seal))
    return {pk: Leaf(digest, seal) for seal in with_late for pk, digest in _leaves(seal).items() if pk < seal.first_id}


def _numbers(seal: JournalSeal) -> int:
    """How many lines of its own range a batch holds."""
    return seal.last_id - seal.first_id + 1 - sum(last - first + 1 for first, last in seal.missing)


def _compare(seal: JournalSeal, leaves: dict[int, Leaf], by_number: dict[int, JournalSeal], found: Findings) -> None:
    """The lines of one range against the leaves that belong there."""
    there: set[int] = set()
    changed: dict[int, bytes] = {}
    rows = JournalEntry.objects.filter(pk__range=(seal.first_id, seal.last_id)).order_by("pk")
    for line in rows.values_list(*COLUMNS).iterator(chunk_size=AT_ONCE):
        pk, at, leaf = line[0], line[1], leaves.get(line[0])
        there.add(pk)
        if leaf is None:
            if not _still_waits(pk, at, seal):
                found.faults.append(Fault(What.INSERTED, seal.number, pk))
            continue
        found.lines += 1
        before = by_number.get(leaf.seal.number - 1)
        if (now := digest_of(line)) != leaf.digest:
            changed[pk] = now
        elif before is not None and at < before.ended_at - LATE:
            found.faults.append(Fault(What.BACKDATED, leaf.seal.number, pk))
    were = {leaves[pk].digest for pk in changed}
    for pk, now in changed.items():
        found.faults.append(Fault(What.REORDERED if now in were else What.CHANGED, leaves[pk].seal.number, pk))
    found.faults += [Fault(What.REMOVED, leaf.seal.number, pk) for pk, leaf in leaves.items() if pk not in there]


def _still_waits(pk: int, at: datetime, seal: JournalSeal) -> bool:
    """A line of a transaction that was open when its neighbours were sealed gets its seal within the hour."""
    now = timezone.now()
    is_recent = seal.sealed_at >= now - LATE and at >= now - 2 * LATE
    return is_recent and any(first <= pk <= last for first, last in seal.missing)
