"""The steps that make a portal out of an empty folder and an empty database. Each is skipped when nothing changed."""

import hashlib
import io
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from people.backfilling import keys_are_missing
from portal import demo_mark
from portal.catalogues import compile_catalogues, stale_catalogues
from portal.models import SetUpStep
from portal.secret import made_folder

STATIC_SOURCES = ("static", "templates/fieldbook", "site/portal/stylesheets.py", "site/portal/sprites.py")
"""What static files are, or are made of."""
NOTE_OF_RESTORE = "restore.json"
"""Lies in the folder while a restore is on its last step (``backups.settling``)."""
PACKAGES = ("clubs", "content", "councils", "protection", "site")


@dataclass(frozen=True)
class Step:
    """What is done, whether it is needed, and what does it."""

    title: str
    is_needed: Callable[[], bool]
    run: Callable[[], object]


def prepare(say: Callable[[str], None], chosen: list[Step] | None = None) -> None:
    """Runs the steps that are needed, each with a line that tells what takes long."""
    for step in steps() if chosen is None else chosen:
        if step.is_needed():
            say(f"{step.title} …")
            began = time.monotonic()
            step.run()
            say(f"  done in {time.monotonic() - began:.1f} s")
    if chosen is None and (lost := lost_keys_of_phones()):
        say(lost)


def steps() -> list[Step]:
    """All steps, in their order. Data come by the commands of the packages that own them."""
    return [
        Step("Folders", folders_are_missing, make_folders),
        Step("Bucket for uploads", objects_are_missing, make_bucket),
        file_steps()[0],
        Step("Tables of the database (half a minute the first time)", lambda: bool(unapplied_migrations()), migrate),
        Step("Bringing a restore to its end that was cut short", restore_was_cut_short, settle_restore),
        Step(
            "Checking that demo and real data do not mix",
            lambda: bool(demo_mark.why_refused()),
            demo_mark.refuse_mixing,
        ),
        Step("Marking the database as a demo", is_unmarked_demo, demo_mark.mark),
        Step("Table of the cache", cache_table_is_missing, lambda: call_command("createcachetable", verbosity=0)),
        command("Provinces, districts, communes and villages", "import_gazetteer", "site/places"),
        command("Roles, kinds and topics", "seed", *PACKAGES),
        command("Ways to fill a seat, and bodies in which councils speak", "seed_councils", "councils/seeds"),
        command("Helplines, not yet confirmed", "seed_helplines", "protection/seeds"),
        command("Types of services", "seed_service_types", "protection/seeds"),
        command("Indicators and targets", "seed_indicators", "site/reports/seeds"),
        command("Topics of trainings", "seed_training_topics", "protection/seeds"),
        command("Starter pages", "starter_content", "content"),
        command("Pages about rights", "rights_library", "content"),
        command("Policies and documents", "policy_library", "content"),
        command("Quizzes", "quizzes", "content"),
        command("Session guides", "session_guides", "content"),
        command("Stories", "stories", "content"),
        command("News", "news", "content"),
        command("Polls", "polls", "content"),
        command("The board of asks", "ask_board", "content"),
        command("The page about us", "about", "content"),
        command("Reading packs", "reading_packs", "content"),
        command("Index of search", "index_search", "site/khmertext", "content/models"),
        *([command("Demo data (about half a minute)", "demo")] if settings.IS_DEMO else []),
        command("Figures of the public pages", "publish_snapshot"),
        Step("Names by their sounds", keys_are_missing, lambda: call_command("keep_likeness_keys", verbosity=1)),
        Step("Key to which phones seal", phone_key_is_missing, make_phone_key),
        file_steps()[1],
    ]


def file_steps() -> list[Step]:
    """What needs no database, so that an image can be made with it. Begun alone, it makes its folders itself."""
    return [
        Step("Translations", lambda: bool(stale_catalogues()), compile_catalogues),
        Step("Static files", static_files_changed, collect_static_files),
    ]


def is_unmarked_demo() -> bool:
    return settings.IS_DEMO and not demo_mark.is_marked()


def make_phone_key() -> None:
    call_command("rotate_phone_keys", if_missing=True, verbosity=0)


def phone_key_is_missing() -> bool:
    from fieldbook.actions.keys import key_is_missing  # brings cryptography, of which only this step has need

    return key_is_missing()


def lost_keys_of_phones() -> str:
    from portal.backups.keys import lost_keys  # brings cryptography, as above

    return lost_keys()


def restore_was_cut_short() -> bool:
    return (Path(settings.VAR_DIR) / NOTE_OF_RESTORE).exists()


def settle_restore() -> None:
    from portal.backups.refusals import Refused  # both are needed after a power cut alone
    from portal.backups.settling import settle_at_start

    try:
        settle_at_start()
    except Refused as refusal:
        raise ImproperlyConfigured(str(refusal)) from refusal


# --- folders and files -----------------------------------------------------------------------------------------------
def needed_folders() -> list[Path]:
    """All that is written to. Static files that are part of an image lie outside and are there already."""
    folders = [settings.VAR_DIR, settings.MEDIA_ROOT, settings.PRIVATE_ROOT]
    static = Path(settings.STATIC_ROOT)
    are_part_of_an_image = not static.is_relative_to(settings.VAR_DIR) and static.is_dir()
    return [*map(Path, folders), *([] if are_part_of_an_image else [static])]


def folders_are_missing() -> bool:
    return not all(folder.is_dir() for folder in needed_folders())


def make_folders() -> None:
    for folder in needed_folders():
        made_folder(folder)


def objects_are_missing() -> bool:
    """Whether uploads lie in a bucket that is not there yet; where they lie in folders there is nothing to miss."""
    if not settings.STORAGES["default"]["BACKEND"].startswith("portal.objects."):
        return False
    from portal.objects import bucket_is_missing  # brings the client of object storage

    return bucket_is_missing()


def make_bucket() -> None:
    from portal.objects import make_bucket as make

    make()


def digest(*folders: str) -> str:
    """Changes with the packages or with any of our files in the folders, or with single files."""
    summary = hashlib.sha256((settings.BASE_DIR / "requirements.lock").read_bytes())
    for folder in folders:
        source = settings.BASE_DIR / folder
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.is_file() and path.suffix not in (".pyc", ".mo") and ".draft" not in path.suffixes:
                summary.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return summary.hexdigest()


def collected_digest() -> Path:
    """Lies beside the collected files, on the disk that it tells of."""
    return Path(settings.STATIC_ROOT).with_name("static.digest")


def static_files_changed() -> bool:
    note = collected_digest()
    return not note.exists() or note.read_text() != digest(*STATIC_SOURCES)


def collect_static_files() -> None:
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    collected_digest().write_text(digest(*STATIC_SOURCES))


# --- database --------------------------------------------------------------------------------------------------------
def unapplied_migrations() -> list:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


class Counting(io.StringIO):
    """Counts the migrations in what ``migrate`` writes and shows how far it is: now and then, or on one line."""

    def __init__(self, total: int):
        super().__init__()
        self.done, self.total = 0, total

    def write(self, text: str) -> int:
        if "Applying" in text:
            self.done += 1
            if sys.stdout.isatty():
                print(f"\r\033[K  {self.done} of {self.total}", end="", flush=True)
            elif self.done % 100 == 0:
                print(f"  {self.done} of {self.total}", flush=True)
        return len(text)


LOCKED_AT_MOST = "5s"
"""How long a change of a table waits for those who use it; others wait behind it for as long."""
TRIES = 5


def migrate() -> None:
    """In PostgreSQL a table is changed while processes use it: one that is in use longer than that is tried again."""
    if connection.vendor != "postgresql":
        _migrate()
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCKED_AT_MOST])
    try:
        for tries_left in reversed(range(TRIES)):
            try:
                return _migrate()
            except OperationalError as error:
                if not tries_left or getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                    raise
                print("  a table is in use; trying again", flush=True)
                time.sleep(2)
    finally:
        connection.close()  # the next one has its own limits again


LOCK_NOT_AVAILABLE = "55P03"


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=1, stdout=Counting(len(unapplied_migrations())))
    if sys.stdout.isatty():
        print("\r\033[K", end="")


def cache_table_is_missing() -> bool:
    cache = settings.CACHES["default"]
    return (
        cache["BACKEND"].endswith("DatabaseCache") and cache["LOCATION"] not in connection.introspection.table_names()
    )


def command(title: str, name: str, *sources: str) -> Step:
    """A management command that is run again only when its sources changed; one without sources runs once."""

    def source() -> str:
        return digest(*sources) if sources else ""

    def is_needed() -> bool:
        return name in get_commands() and not SetUpStep.objects.filter(name=name, source=source()).exists()

    def run() -> None:
        call_command(name, verbosity=1 if sys.stdout.isatty() else 0)
        SetUpStep.objects.update_or_create(name=name, defaults={"source": source()})

    return Step(title, is_needed, run)
