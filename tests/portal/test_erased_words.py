"""What was erased is written over: SQLite's file keeps no deleted words."""

from importlib import import_module

import pytest
from django.db.utils import load_backend

pytestmark = [pytest.mark.once, pytest.mark.django_db]

WORD = "ErasedForGood"


def file_after_erasing(path, pragma: str | None) -> tuple[bytes, bytes]:
    """The bytes of a database with the word, and after its rows are gone; with the portal's settings or another."""
    base = import_module("portal.settings.base")
    options = dict(base.SQLITE_OPTIONS)
    if pragma is not None:
        options["init_command"] = options["init_command"].replace("PRAGMA secure_delete=ON", pragma)
    engine = "django.db.backends.sqlite3"
    settings = {"ENGINE": engine, "NAME": str(path), "OPTIONS": options, "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False}
    settings |= {"CONN_MAX_AGE": None, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False}
    connection = load_backend(engine).DatabaseWrapper(settings, "erasing")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE names (name text, other text)")
        for number in range(300):
            cursor.execute("INSERT INTO names VALUES (%s, %s)", [f"{WORD} {number}", "x" * 200])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = path.read_bytes()
        cursor.execute("DELETE FROM names WHERE rowid > 0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return before, path.read_bytes()


def test_a_deleted_word_is_not_in_the_file(tmp_path):
    before, after = file_after_erasing(tmp_path / "portal.sqlite3", None)
    assert WORD.encode() in before
    assert WORD.encode() not in after


def test_a_file_that_keeps_deleted_words_is_found(tmp_path):
    after = file_after_erasing(tmp_path / "portal.sqlite3", "PRAGMA secure_delete=OFF")[1]
    assert WORD.encode() in after
