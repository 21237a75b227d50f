"""Making a backup: one moment of the database and the uploads beside it, sealed to public keys as it is read."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.db import connections, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import journal

from .carried import carried_models, is_migrated, known_migrations, unknown_tables
from .files import upload_members
from .refusals import Refused
from .rows import columns_of, lines_of, pieces_of
from .sealing import recipients_of, seal
from .sequences import next_keys
from .snapshot import snapshot
from .tape import ABOUT, MANIFEST, Chain, Member, as_json, compressed, tar_of
from .whole_archive import whole_archive

FORMAT = 1

type Say = Callable[[str], None]


@dataclass(slots=True)
class Made:
    """What went into a backup."""

    tables: int = 0
    rows: int = 0
    files: int = 0
    sha256: str = ""


def make_backup(target: Path, *, recipients: list[str], say: Say) -> Made:
    """Write the archive and a line in the journal. People go on working: what they do meanwhile is of the next one."""
    keys = recipients_of(recipients)
    made, chain = Made(), Chain()
    with whole_archive(target) as file, snapshot() as using:
        seal(compressed(tar_of(archive_members(using, chain, made, say), chain)), file, keys)
    made.sha256 = chain.told()["sha256"]
    with transaction.atomic():
        journal.note(
            "backup.made", about=None, by=None, tables=made.tables, rows=made.rows, files=made.files, sha256=made.sha256
        )
    return made


def archive_members(using: str, chain: Chain, made: Made, say: Say) -> Iterator[Member]:
    """All members in their order. What each table comes to is counted as it goes by."""
    if unknown := unknown_tables(connections[using]):
        raise Refused(
            f"These tables are neither carried nor named among those that are not: {', '.join(sorted(unknown))}. "
            "Name them in portal/backups/carried.py with a reason, or remove them."
        )
    if not is_migrated(connections[using]):
        raise Refused("The database is not up to date with this version of the portal: run manage.py prepare first.")
    yield Member.whole(ABOUT, as_json(about(using)))
    tables = {}
    for model in carried_models():
        summary, rows = hashlib.sha256(), 0
        for number, piece in enumerate(pieces_of(lines_of(model, using)), 1):
            summary.update(piece)
            rows += piece.count(b"\n")
            yield Member.whole(piece_name(model, number), piece)
            if number % 25 == 0:
                say(f"  {model._meta.db_table}: {rows:,} rows so far")
        tables[model._meta.db_table] = {"rows": rows, "sha256": summary.hexdigest()}
        made.tables, made.rows = made.tables + 1, made.rows + rows
    say(f"  {made.tables} tables, {made.rows:,} rows")
    for member in upload_members():
        yield member
        made.files += 1
        if made.files % 1000 == 0:
            say(f"  {made.files:,} files so far")
    say(f"  {made.files:,} files")
    yield Member.whole(MANIFEST, as_json({"tables": tables, "files": made.files, **chain.told()}))


def piece_name(model: type[models.Model], number: int) -> str:
    return f"rows/{model._meta.db_table}/{number:06}.jsonl"


def about(using: str) -> dict[str, object]:
    """What made the archive and what it fits. No word in it is of a person."""
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "django": django.get_version(),
        "wagtail": wagtail.__version__,
        "database": connections[using].vendor,
        "is_demo": settings.IS_DEMO,
        "secret": secret_mark(),
        "migrations": known_migrations(),
        "tables": {model._meta.db_table: columns_of(model) for model in carried_models()},
        "next_keys": next_keys(using),
    }


def secret_mark() -> str:
    """Tells two secret keys apart without telling either: second factors are sealed with the one in force."""
    return salted_hmac("portal.backups", "mark", algorithm="sha256").hexdigest()[:16]
