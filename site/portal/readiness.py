"""Whether this machine can do its work: what a monitor asks, and what the keeper of the portal reads when it cannot."""

import pkgutil
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from .workers import SILENT_AFTER, seconds_since_last_sign

LEAST_FREE = 0.05
"""Of the disk that is written to."""
ASKED_AGAIN_AFTER = 2.0
"""Seconds for which strangers, who may ask as often as they like, hear the same."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and in one sentence what is wrong with it."""

    name: str
    fault: str = ""


def look() -> list[Finding]:
    """Everything, each by itself: one that fails hides none of the others."""
    return [_looked_at(name, question) for name, question in QUESTIONS.items()]


def _looked_at(name: str, question: Callable[[], str]) -> Finding:
    try:
        return Finding(name, question())
    except Exception as error:  # whatever a driver raises, this is not ready, and its kind is all that may be told
        return Finding(name, f"{type(error).__name__} while it was asked")


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations() -> str:
    """What was once seen applied stays so while this process lives: its code does not change."""
    if not _all_applied:
        missing = unapplied()
        if missing:
            return f"{len(missing)} are not applied, first {min(missing)}: run manage.py prepare"
        _all_applied.append(True)
    return ""


_all_applied: list[bool] = []


def unapplied() -> set[str]:
    """Migrations of this code that the database does not know, told from the names of their files."""
    applied = MigrationRecorder(connection).applied_migrations().keys()
    known = set()
    for config in apps.get_app_configs():
        try:
            package = import_module(f"{config.name}.migrations")
        except ModuleNotFoundError:
            continue
        known |= {(config.label, each.name) for each in pkgutil.iter_modules(package.__path__) if each.name[0] != "_"}
    return {f"{label}.{name}" for label, name in known - applied}


def shared_cache() -> str:
    cache.set("portal.ready", 1, timeout=30)
    return "" if cache.get("portal.ready") is not None else "it forgets what it was given"


def worker() -> str:
    seconds = seconds_since_last_sign()
    if seconds is None:
        return "no job worker gave a sign of life: start manage.py work --backend jobs"
    return f"the last sign of life is {seconds:.0f} s old" if seconds > SILENT_AFTER else ""


def disk() -> str:
    free = free_share()
    return f"{free:.1%} of the disk are free" if free < LEAST_FREE else ""


def free_share() -> float:
    usage = shutil.disk_usage(Path(settings.VAR_DIR))
    return usage.free / usage.total


QUESTIONS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "cache": shared_cache,
    "worker": worker,
    "disk": disk,
}


class Looked:
    """The last look, for those who may make the portal look as often as they like."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.until = 0.0

    def __call__(self) -> list[Finding]:
        if time.monotonic() >= self.until:
            self.findings = look()
            self.until = time.monotonic() + ASKED_AGAIN_AFTER
        return self.findings


looked = Looked()
