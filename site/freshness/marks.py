"""Marks: one number for each thing that answers are made from. A process that changes the thing changes the number.

The numbers lie in a file that each process of this machine maps into its memory, so looking costs less than a
microsecond and no change is overlooked. A number is random: two processes that write at once need no lock.
"""

import mmap
import secrets
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.db import transaction

SLOTS = 4096
"""Names share a number where they must: then both are made anew when one of them changes."""

BYTES = 8
ANYTHING = 0
"""The slot of the number that changes with every other."""

type Seen = tuple[tuple[int, int], ...]
"""Slots and the numbers that stood in them."""


class Marks:
    """The numbers in one file."""

    SIZE = SLOTS

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            if file.seek(0, 2) < self.SIZE * BYTES:
                file.truncate(self.SIZE * BYTES)
            self.numbers = memoryview(mmap.mmap(file.fileno(), self.SIZE * BYTES)).cast("Q")

    def catch_up(self) -> None:
        """What other machines changed is known here too; one machine alone has nothing to ask for."""

    def anything(self) -> int:
        """Whoever reads the same number twice knows that nothing at all changed in between."""
        return self.numbers[ANYTHING]

    def seen(self, names: Iterable[str]) -> Seen:
        """What stands there now. To be asked before the thing itself is read."""
        return _seen(self.numbers, names)

    def all_now(self) -> Callable[[Iterable[str]], Seen]:
        """The same for whoever learns only afterwards what was read: ``seen`` as it would have answered now."""
        numbers = memoryview(bytes(self.numbers[:SLOTS])).cast("Q")
        return lambda names: _seen(numbers, names)

    def hold(self, seen: Seen) -> bool:
        """Whether all of it still stands there."""
        numbers = self.numbers
        return all(numbers[slot] == number for slot, number in seen)

    def change(self, names: Iterable[str]) -> None:
        for slot in {slot_of(name) for name in names}:
            self.numbers[slot] = secrets.randbits(8 * BYTES)
        self.numbers[ANYTHING] = secrets.randbits(8 * BYTES)

    def change_all(self) -> None:
        """As after a start: nobody knows what happened while nobody looked."""
        self.numbers[:] = memoryview(secrets.token_bytes(SLOTS * BYTES)).cast("Q")


def slot_of(name: str) -> int:
    return crc32(name.encode()) % (SLOTS - 1) + 1


def _seen(numbers: memoryview, names: Iterable[str]) -> Seen:
    return tuple((slot, numbers[slot]) for slot in sorted({slot_of(name) for name in names}))


@cache
def _marks_in(path: str, url: str) -> Marks:
    if not url:
        return Marks(Path(path))
    from .shared import SharedMarks  # builds on this module

    return SharedMarks(Path(path), url)


def marks() -> Marks:
    """The marks of this portal."""
    return _marks_in(str(settings.MARKS_FILE or Path(settings.VAR_DIR) / "marks"), settings.MARKS_URL)


def changed(*names: str, using: str | None = None) -> None:
    """To be called by whoever changes a thing; the marks follow when the change is committed, and not if it is not."""
    transaction.on_commit(lambda: marks().change(names), using=using)
