"""Whoever makes a lock asks whether its packages have holes that are known, and writes the day down."""

import hashlib
import re
from datetime import date

import pytest

from tests.guards.tree import ROOT

pytestmark = pytest.mark.once

TABLE = ROOT / "docs" / "advisories.md"
LOCKS = ("requirements.lock", "requirements-dev.lock", "deploy/requirements.lock")
ROW = re.compile(r"^\| (\d{4}-\d\d-\d\d) \| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", re.M)


def fingerprint(*locks: str) -> str:
    """Twelve letters that change with each pin of any lock, and with nothing else."""
    pins = sorted({pin for lock in locks for pin in re.findall(r"^\S+==\S+", lock, flags=re.M)})
    return hashlib.sha256("\n".join(pins).encode()).hexdigest()[:12]


def is_asked(locks: list[str], table: str) -> bool:
    """Whether the newest row of the table is about these locks."""
    rows = sorted(ROW.findall(table))
    return bool(rows) and rows[-1][1] == fingerprint(*locks)


def test_advisories_were_asked_for_when_the_locks_were_made():
    locks = [(ROOT / lock).read_text() for lock in LOCKS]
    assert is_asked(locks, TABLE.read_text()), f"ask for advisories and write a row for `{fingerprint(*locks)}`"
    assert all(date.fromisoformat(day) for day, *_rest in ROW.findall(TABLE.read_text()))


def test_a_lock_that_nobody_asked_about_is_found():
    locks = [(ROOT / lock).read_text() for lock in LOCKS]
    changed = [re.sub(r"^django==\S+", "django==6.1.99", lock, flags=re.M) for lock in locks]
    assert changed != locks
    assert not is_asked(changed, TABLE.read_text())
