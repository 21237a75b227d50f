"""Restoring: the archive is read to its end first; then rows and uploads come back in one step, or nothing does.

What makes it one step is the database's transaction. Uploads wait beside their folders until it is committed; a note
of that lies on the disk, so that a start after a power cut brings to its end what the database says was done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from pyrage.x25519 import Identity
from wagtail.models import Site

from accounts import journal
from freshness.marks import marks
from portal.preparation import cache_table_is_missing, make_bucket, objects_are_missing

from . import files
from .carried import carried_models, emptied_tables, is_migrated
from .making import Say, secret_mark
from .reading import Told, read_archive
from .refusals import Refused
from .rows import digest_of, write_lines
from .sequences import set_next_keys
from .settling import VERB, alone, remember, settle

IN_USE = ("accounts.User", "people.Person", "participation.CommunityGroup", "content.Picture")
"""A portal with none of these is one that nobody has used yet; the rest are rows that set-up makes."""

NOT_PREPARED = "The database is not up to date with this version of the portal: run manage.py prepare first."
NOT_EMPTY = (
    "This portal is in use: it holds accounts, people, groups or uploads, which a restore would take away. Add "
    "--replace if that is what you want; make a backup of it before."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and whether the accounts' second factors can be opened here."""

    told: Told
    same_secret: bool


def restore_backup(path: Path, identities: list[Identity], *, replace: bool, say: Say) -> Restored:
    """Bring the portal to the state of the archive. Raises ``Refused`` with the portal as it was, or succeeds."""
    say("Reading the archive to its end")
    told = read_archive(path, identities)
    say(f"  whole: {sum(each.rows for each in told.tables.values()):,} rows, {told.files:,} files")
    with alone():
        settle()
        make_ready(replace=replace, say=say)
        take_over(path, identities, told, say)
    forget_what_was_known()
    return Restored(told, told.about.get("secret") == secret_mark())


def take_over(path: Path, identities: list[Identity], told: Told, say: Say) -> None:
    """The one step: until the commit nothing is changed that anybody sees."""
    swaps = files.swaps()
    token = uuid4().hex
    try:
        files.begin_staging(swaps)
        say("Restoring")
        with writing():
            bring_back(path, identities, told, swaps, say)
            journal.note(VERB, about=None, by=None, restore=token, sha256=told.sha256, made_at=told.about["made_at"])
            remember(token)
    except OSError as error:
        raise Refused(f"The uploads could not be written: {error.strerror}. Nothing was restored.") from error
    except DatabaseError as error:
        raise Refused(f"The database refused the rows, so nothing was restored: {error}") from error
    finally:
        settle()  # forward after the commit, back before it


def make_ready(*, replace: bool, say: Say) -> None:
    """The tables and the bucket are there, and nothing is lost that nobody named."""
    if not connection.introspection.table_names():
        say("Making the tables (half a minute)")
        call_command("migrate", interactive=False, verbosity=0)
    if cache_table_is_missing():
        call_command("createcachetable", verbosity=0)
    if objects_are_missing():
        make_bucket()
    if not is_migrated(connection):
        raise Refused(NOT_PREPARED)
    if not replace and is_in_use():
        raise Refused(NOT_EMPTY)


def is_in_use() -> bool:
    return any(apps.get_model(each)._base_manager.exists() for each in IN_USE) or files.hold_anything()


def bring_back(path: Path, identities: list[Identity], told: Told, swaps: list[files.Swap], say: Say) -> None:
    """Rows and uploads from the archive, read and proved a second time, and then read back out of the database."""
    empty_tables()
    again = read_archive(
        path,
        identities,
        of_rows=lambda model, piece: write_lines(model, piece, connection.alias),
        of_file=lambda member: files.write_staged(member, swaps),
    )
    if again.sha256 != told.sha256:
        raise Refused("The archive was changed while it was read. Nothing was restored.")
    set_next_keys(told.about["next_keys"], connection.alias)
    say("Comparing with the archive")
    for model in carried_models():
        table = model._meta.db_table
        if digest_of(model, connection.alias) != told.tables[table]:
            raise Refused(f"The rows of {table} did not come back as they were. Nothing was restored.")
    refuse_broken_links()
    say("Making the index of search")
    forget_what_was_known()
    call_command("update_index", verbosity=0)


# --- the database ----------------------------------------------------------------------------------------------------
@contextmanager
def writing() -> Iterator[None]:
    """One transaction in which rows may come in any order; what points where is asked at its end."""
    connection.ensure_connection()
    if not connection.disable_constraint_checking() and connection.vendor == "sqlite":
        raise Refused("A restore is a transaction of its own and cannot begin inside another.")
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        connection.enable_constraint_checking()


def empty_tables() -> None:
    names = [connection.ops.quote_name(table) for table in emptied_tables(connection)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608  own tables


def refuse_broken_links() -> None:
    """Every key points at a row that is there."""
    if connection.vendor == "sqlite":
        connection.check_constraints()
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def forget_what_was_known() -> None:
    """What processes keep in memory was made from other rows."""
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    marks().change_all()
