"""Does the journal still say what was sealed? Every line against its leaf, every seal against the chain and its key."""

from collections.abc import Iterable, Iterator
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
    found, kept = Findings(), {*kept_heads(), *heads}
    with transaction.atomic():
        followed = _follow_chain(kept, found)
        _follow_lines(followed, found)
    found.faults += [Fault(What.HEAD_LOST, number) for number in sorted(map(_number_in, kept))]
    return found


def _number_in(head: str) -> int:
    number = head.partition(":")[0]
    return int(number) if number.isdecimal() else 0


# --- seals -----------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Followed:
    """What the way along the chain has to keep for the lines: when each batch ended, and which have late lines."""

    ended_at: dict[int, datetime] = field(default_factory=dict)
    with_late: list[JournalSeal] = field(default_factory=list)
    first_id: int | None = None
    last_id: int = 0


def _follow_chain(heads: set[str], found: Findings) -> Followed:
    """Every seal against the one before and against the key. Heads that are found are taken out of ``heads``.

    A batch cut off at the end leaves a chain without a fault: only a head that was kept apart tells of it.
    """
    secret, previous, number, followed = key(), BEFORE_THE_FIRST, 0, Followed()
    for seal in _seals():
        if secret is None and not number:
            found.faults.append(Fault(What.NO_KEY, 0))
        found.faults += [Fault(What.SEAL_MISSING, lost) for lost in range(number + 1, seal.number)]
        if seal.head != head_of(seal) or seal.number == number + 1 and seal.previous != previous:
            found.faults.append(Fault(What.SEAL_CHANGED, seal.number))
        elif secret is not None and (seal.key_id, seal.mark) != (id_of(secret), mark_of(secret, seal.head)):
            found.faults.append(Fault(What.WRONG_KEY, seal.number))
        if secret is not None and not _is_forgotten_rightly(seal, secret):
            found.faults.append(Fault(What.FORGOTTEN_WRONGLY, seal.number))
        previous, number = seal.head, seal.number
        heads.discard(str(seal))
        found.batches, found.head = found.batches + 1, str(seal)
        followed.ended_at[seal.number] = seal.ended_at
        followed.first_id = seal.first_id if followed.first_id is None else followed.first_id
        followed.last_id = max(followed.last_id, seal.last_id)
        if seal.lines > _numbers(seal) and not seal.forgotten_at:
            followed.with_late.append(seal)
    return followed


def _seals() -> Iterator[JournalSeal]:
    return JournalSeal.objects.order_by("number").defer("leaves").iterator(chunk_size=AT_ONCE)


def _is_forgotten_rightly(seal: JournalSeal, secret: bytes) -> bool:
    return not seal.forgotten_at or seal.forgotten_mark == mark_of(secret, words_of_forgetting(seal))


# --- lines -----------------------------------------------------------------------------------------------------------
def _follow_lines(followed: Followed, found: Findings) -> None:
    if followed.first_id is None:
        found.waiting = JournalEntry.objects.count()
        return
    late = _late_leaves(followed.with_late)
    for seal in _seals():
        leaves = _leaves(seal)
        if not seal.forgotten_at and root_of(_packed(leaves)) != seal.root:
            found.faults.append(Fault(What.SEAL_CHANGED, seal.number))
        own = {pk: Leaf(digest, seal.number) for pk, digest in leaves.items() if pk >= seal.first_id}
        own |= {pk: leaf for pk, leaf in late.items() if seal.first_id <= pk <= seal.last_id}
        _compare(seal, own, followed.ended_at, found)
    below = JournalEntry.objects.filter(pk__lt=followed.first_id).values_list("pk", flat=True)
    found.faults += [Fault(What.INSERTED, 0, pk) for pk in below]
    found.waiting = JournalEntry.objects.filter(pk__gt=followed.last_id).count()
    found.faults.sort(key=lambda fault: (fault.batch, fault.line or 0))


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a line was when the batch that holds it was sealed."""

    digest: bytes
    batch: int


def _leaves(seal: JournalSeal) -> dict[int, bytes]:
    return dict(leaves_of(JournalSeal.objects.values_list("leaves", flat=True).get(pk=seal.pk)))


def _packed(leaves: dict[int, bytes]) -> bytes:
    return b"".join(leaf_of(pk, digest) for pk, digest in leaves.items())


def _late_leaves(seals: list[JournalSeal]) -> dict[int, Leaf]:
    """The leaves of lines that came late, whose numbers lie in the range of an earlier batch."""
    return {pk: Leaf(leaf, seal.number) for seal in seals for pk, leaf in _leaves(seal).items() if pk < seal.first_id}


def _numbers(seal: JournalSeal) -> int:
    """How many lines of its own range a batch holds."""
    return seal.last_id - seal.first_id + 1 - sum(last - first + 1 for first, last in seal.missing)


def _compare(seal: JournalSeal, leaves: dict[int, Leaf], ended_at: dict[int, datetime], found: Findings) -> None:
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
        before = ended_at.get(leaf.batch - 1)
        if (now := digest_of(line)) != leaf.digest:
            changed[pk] = now
        elif before is not None and at < before - LATE:
            found.faults.append(Fault(What.BACKDATED, leaf.batch, pk))
    were = {leaves[pk].digest for pk in changed}
    for pk, now in changed.items():
        found.faults.append(Fault(What.REORDERED if now in were else What.CHANGED, leaves[pk].batch, pk))
    found.faults += [Fault(What.REMOVED, leaf.batch, pk) for pk, leaf in leaves.items() if pk not in there]


def _still_waits(pk: int, at: datetime, seal: JournalSeal) -> bool:
    """A line of a transaction that was open when its neighbours were sealed gets its seal within the hour."""
    now = timezone.now()
    is_recent = seal.sealed_at >= now - LATE and at >= now - 2 * LATE
    return is_recent and any(first <= pk <= last for first, last in seal.missing)
