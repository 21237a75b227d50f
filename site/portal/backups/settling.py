"""After a power cut in a restore: the database says whether it was done, and the uploads follow it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import connection

from accounts.models import JournalEntry
from portal.preparation import NOTE_OF_RESTORE

from . import files
from .refusals import Refused

VERB = "backup.restored"
NOT_YET = (
    "The rows are restored, but the uploads could not take their places: {why}. They wait beside: put that right, "
    "then type manage.py prepare, which brings them there."
)


@contextmanager
def alone() -> Iterator[None]:
    """One restore at a time in a folder; a lock that ends with its process, however that ends."""
    path = Path(settings.VAR_DIR) / "restore.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("Another restore is running here.") from error
        yield


def note_of_restore() -> Path:
    return Path(settings.VAR_DIR) / NOTE_OF_RESTORE


def remember(token: str) -> None:
    """On the disk before the commit: which line of the journal says that the uploads beside are to be taken."""
    note = note_of_restore()
    note.parent.mkdir(parents=True, exist_ok=True)
    with note.open("w") as file:
        file.write(json.dumps({"restore": token}))
        file.flush()
        os.fsync(file.fileno())
    files.sync_folder(note.parent)


def settle() -> None:
    """Bring a restore to its end: the uploads take their places if the database has its rows, else they go.

    Does nothing where none was begun; safe to be called at every start.
    """
    note, swaps = note_of_restore(), files.swaps()
    if note.exists() and is_committed(json.loads(note.read_text())["restore"]):
        try:
            files.finish(swaps)
        except (OSError, BotoCoreError, ClientError) as error:  # a disk, or the object storage
            raise Refused(NOT_YET.format(why=error)) from error
    else:
        files.drop_staged(swaps)
    note.unlink(missing_ok=True)


def is_committed(token: str) -> bool:
    if JournalEntry._meta.db_table not in connection.introspection.table_names():
        return False
    return JournalEntry.objects.filter(verb=VERB, details__restore=token).exists()


def settle_at_start() -> None:
    """What ``prepare`` calls before anybody reads an upload."""
    if note_of_restore().exists():
        with alone():
            settle()
