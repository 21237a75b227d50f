"""The marks of several machines: one table in the cache server that they share, and a mirror of it on each machine.

A change is written there before whoever made it has an answer. Each request begins with one question, whether anything
changed since the mirror was taken; only then the table is read. Where the server does not answer, nothing is believed.
"""

import logging
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_UN, flock
from functools import cached_property
from pathlib import Path
from typing import Any

from .marks import ANYTHING, BYTES, SLOTS, Marks, slot_of

log = logging.getLogger(__name__)

KEY = "portal:marks"
EPOCH = "epoch"
"""Changes when the server lost the table: then nobody knows what was written while it was lost."""

EPOCH_SLOT = SLOTS
OWES = SLOTS + 1
"""Whether there are changes of this machine that the server was not told yet …"""
OWED = SLOTS + 2
"""… and from here on, slot by slot, which."""

SECONDS_TO_ANSWER = 1.0
SECONDS_OF_DISTRUST = 2.0
"""How long a server that did not answer is not asked again."""


class SharedMarks(Marks):
    """The marks in a file of this machine, which is held like the table of the server."""

    SIZE = OWED + SLOTS

    def __init__(self, path: Path, url: str) -> None:
        super().__init__(path)
        self.url, self.not_before = url, 0.0
        self.lock_path = path.with_name(f"{path.name}.lock")

    @cached_property
    def server(self) -> Any:
        from redis import Redis  # only where several machines share a cache

        return Redis.from_url(self.url, socket_timeout=SECONDS_TO_ANSWER, socket_connect_timeout=SECONDS_TO_ANSWER)

    def change(self, names: Iterable[str]) -> None:
        """Here at once, and there before this returns. What the server was not told stays owed by this machine."""
        with self._held():
            for slot in {slot_of(name) for name in names}:
                self.numbers[slot] = secrets.randbits(8 * BYTES)
                self.numbers[OWED + slot] = 1
            self.numbers[OWES] = 1
            self.numbers[ANYTHING] = secrets.randbits(8 * BYTES)
            if self._is_asked():
                try:
                    self._pay()
                except self._faults as fault:
                    self._distrust(fault)

    def catch_up(self) -> None:
        """Take over what other machines changed. To be called before anything is believed, once a request."""
        if not self._is_asked():
            self.change_all()
            return
        try:
            told = self.server.hmget(KEY, [str(ANYTHING), EPOCH])
            if not self._is_mirror_of(told):
                with self._held():
                    self._pay()
                    self._copy(self._table())
        except self._faults as fault:
            self._distrust(fault)
            self.change_all()

    def change_all(self) -> None:
        """Nothing is believed here any more. That concerns no other machine, and what is owed stays owed."""
        self.numbers[:SLOTS] = memoryview(secrets.token_bytes(SLOTS * BYTES)).cast("Q")

    def _is_mirror_of(self, told: list[bytes | None]) -> bool:
        anything, epoch = told
        numbers = self.numbers
        return (
            anything is not None
            and epoch is not None
            and int(anything) == numbers[ANYTHING]
            and int(epoch) == numbers[EPOCH_SLOT]
            and not numbers[OWES]
        )

    def _pay(self) -> None:
        """Tell the server what it was not told. Its number for anything is another than ours, so we read it too."""
        owed = [slot for slot in range(1, SLOTS) if self.numbers[OWED + slot]] if self.numbers[OWES] else []
        if owed:
            told = {str(slot): self.numbers[slot] for slot in owed}
            self.server.hset(KEY, mapping={**told, str(ANYTHING): secrets.randbits(8 * BYTES)})
        for slot in owed:
            self.numbers[OWED + slot] = 0
        self.numbers[OWES] = 0

    def _table(self) -> dict[bytes, bytes]:
        table = self.server.hgetall(KEY)
        while EPOCH.encode() not in table or str(ANYTHING).encode() not in table:
            for field in (EPOCH, str(ANYTHING)):
                self.server.hsetnx(KEY, field, secrets.randbits(8 * BYTES))
            table = self.server.hgetall(KEY)
        return table

    def _copy(self, table: dict[bytes, bytes]) -> None:
        epoch = int(table.pop(EPOCH.encode()))
        anything = int(table.pop(str(ANYTHING).encode()))
        if epoch != self.numbers[EPOCH_SLOT]:
            self.change_all()
        for slot, number in table.items():
            self.numbers[int(slot)] = int(number)
        self.numbers[EPOCH_SLOT] = epoch
        self.numbers[ANYTHING] = anything

    @contextmanager
    def _held(self) -> Iterator[None]:
        """For one thread of one process at a time, so that no older table is copied over a newer one."""
        with self.lock_path.open("a") as file:
            flock(file, LOCK_EX)
            try:
                yield
            finally:
                flock(file, LOCK_UN)

    @cached_property
    def _faults(self) -> tuple[type[Exception], ...]:
        from redis.exceptions import RedisError

        return (RedisError, OSError)

    def _is_asked(self) -> bool:
        return time.monotonic() >= self.not_before

    def _distrust(self, fault: Exception) -> None:
        self.not_before = time.monotonic() + SECONDS_OF_DISTRUST
        log.warning("The shared cache does not answer (%s); pages are made anew until it does.", type(fault).__name__)
