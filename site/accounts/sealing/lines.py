"""A line of the journal to the byte, alike on every database; the leaves of a batch, and its head in the chain."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from ..models import JournalSeal

COLUMNS = ("pk", "at", "kind", "verb", "actor_id", "about_type", "about_id", "people", "details")
NUMBER, DIGEST = 8, 32
LEAF = NUMBER + DIGEST
BEFORE_THE_FIRST = "0" * 64

type Line = tuple
"""The values of ``COLUMNS``."""


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest_of(line: Line) -> bytes:
    """All that a line says, in one spelling; its number stands beside the digest, so that exchanged lines are known."""
    _pk, at, *rest = line
    text = json.dumps([moment(at), *rest], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"journal-line-1\n" + text.encode()).digest()


def packed(lines: Iterable[Line]) -> bytes:
    """The leaves of a batch in the order of the lines' numbers."""
    return b"".join(leaf_of(line[0], digest_of(line)) for line in lines)


def leaf_of(number: int, digest: bytes) -> bytes:
    return number.to_bytes(NUMBER, "big") + digest


def leaves_of(packed_leaves: bytes) -> Iterator[tuple[int, bytes]]:
    """The number and the digest of each line of a batch."""
    view = bytes(packed_leaves)
    for place in range(0, len(view), LEAF):
        yield int.from_bytes(view[place : place + NUMBER], "big"), view[place + NUMBER : place + LEAF]


def root_of(packed_leaves: bytes) -> str:
    return hashlib.sha256(b"journal-batch-1\n" + bytes(packed_leaves)).hexdigest()


def head_of(seal: JournalSeal) -> str:
    """What a batch adds to the chain: its lines, and all the batches before it through the head of the last."""
    parts = [
        seal.number,
        seal.first_id,
        seal.last_id,
        seal.lines,
        moment(seal.began_at),
        moment(seal.ended_at),
        seal.missing,
    ]
    text = json.dumps([*parts, seal.root, seal.previous, moment(seal.sealed_at)], separators=(",", ":"))
    return hashlib.sha256(b"journal-seal-1\n" + text.encode()).hexdigest()


def words_of_forgetting(seal: JournalSeal) -> str:
    """What the key marks when the lines of a batch have gone."""
    return f"forgotten {seal.head} {moment(seal.forgotten_at)}"
