"""Set-up does what is needed and nothing twice."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from fieldbook.models import ServerKey
from people.models import PersonLikenessKey
from portal import preparation
from portal.models import SetUpStep
from tests.factories.fieldbook import make_server_key
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, tmp_path):
    """A project and a folder to write to; commands are noted instead of run."""
    settings.BASE_DIR = tmp_path / "project"
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.STATIC_ROOT = settings.VAR_DIR / "static"
    settings.LOCALE_PATHS = []
    for folder in (*preparation.PACKAGES, "static", "site/places"):
        (settings.BASE_DIR / folder).mkdir(parents=True)
    (settings.BASE_DIR / "requirements.lock").write_text("django==6.1")
    settings.PHONE_KEYS_DIR = settings.BASE_DIR / "phone_keys"
    make_server_key()
    return settings.BASE_DIR


@pytest.fixture
def called(monkeypatch):
    names = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: names.append(name))
    monkeypatch.setattr(preparation, "get_commands", lambda: ["import_gazetteer", "seed", "starter_content", "demo"])
    return names


def test_a_second_start_does_nothing(place, called):
    said = []
    preparation.prepare(said.append)
    assert called == ["import_gazetteer", "seed", "starter_content", "collectstatic"]
    assert said[0] == "Folders …"
    called.clear()
    said.clear()
    preparation.prepare(said.append)
    assert called == []
    assert said == []


def test_names_without_their_sounds_are_brought_up_to_date(place, called):
    preparation.prepare(lambda text: None)
    called.clear()
    make_person()
    preparation.prepare(lambda text: None)
    assert called == []
    PersonLikenessKey.objects.all().delete()
    preparation.prepare(lambda text: None)
    assert called == ["keep_likeness_keys"]


def test_a_key_to_which_phones_seal_is_made_where_none_is(place, called):
    preparation.prepare(lambda text: None)
    called.clear()
    ServerKey.objects.all().delete()
    preparation.prepare(lambda text: None)
    assert called == ["rotate_phone_keys"]


def test_a_changed_package_is_loaded_again(place, called):
    preparation.prepare(lambda text: None)
    called.clear()
    (place / "site" / "places" / "importer.py").write_text("# another shape\n")
    preparation.prepare(lambda text: None)
    assert called == ["import_gazetteer", "seed"]


def test_a_changed_static_file_is_collected(place, called):
    preparation.prepare(lambda text: None)
    called.clear()
    (place / "static" / "tokens.css").write_text(":root{}")
    preparation.prepare(lambda text: None)
    assert called == ["collectstatic"]


def test_new_packages_load_and_collect_everything_again(place, called):
    preparation.prepare(lambda text: None)
    called.clear()
    (place / "requirements.lock").write_text("django==6.2")
    preparation.prepare(lambda text: None)
    assert called == ["import_gazetteer", "seed", "starter_content", "collectstatic"]


def test_compiled_files_are_no_change(place, called):
    preparation.prepare(lambda text: None)
    called.clear()
    (place / "site" / "places" / "importer.pyc").write_bytes(b"1")
    (place / "site" / "django.mo").write_bytes(b"1")
    preparation.prepare(lambda text: None)
    assert called == []


def test_a_step_that_broke_off_is_done_again(place, called, monkeypatch):
    def power_cut(name, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(preparation, "call_command", power_cut)
    with pytest.raises(KeyboardInterrupt):
        preparation.prepare(lambda text: None)
    assert not SetUpStep.objects.exists()
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: called.append(name))
    preparation.prepare(lambda text: None)
    assert called == ["import_gazetteer", "seed", "starter_content", "collectstatic"]


def test_demo_data_are_loaded_once_and_marked_first(place, called, settings):
    settings.IS_DEMO = True
    preparation.prepare(lambda text: None)
    assert called == ["import_gazetteer", "seed", "starter_content", "demo", "collectstatic"]
    assert list(SetUpStep.objects.order_by("pk").values_list("name", flat=True))[0] == "demo database"
    called.clear()
    (place / "clubs" / "models.py").write_text("# an update\n")
    preparation.prepare(lambda text: None)
    assert called == ["seed"]


def test_real_settings_stop_before_anything_is_loaded_into_a_demo(place, called, settings):
    settings.IS_DEMO = True
    preparation.prepare(lambda text: None)
    called.clear()
    settings.IS_DEMO = False
    with pytest.raises(ImproperlyConfigured, match="holds demo data"):
        preparation.prepare(lambda text: None)
    assert called == []


def test_nothing_is_written_outside_the_folder(place, called, settings, tmp_path):
    preparation.prepare(lambda text: None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project", "var"]
    assert sorted(path.name for path in Path(settings.VAR_DIR).iterdir()) == ["media", "static", "static.digest"]


def test_static_files_that_are_part_of_an_image_are_no_folder_to_write_to(place, called, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "image" / "static"
    assert settings.STATIC_ROOT in preparation.needed_folders()
    settings.STATIC_ROOT.mkdir(parents=True)
    assert settings.STATIC_ROOT not in preparation.needed_folders()


def test_files_alone_ask_no_database(place, called, django_assert_num_queries, settings):
    settings.STATIC_ROOT.parent.mkdir(parents=True)
    with django_assert_num_queries(0):
        preparation.prepare(lambda text: None, preparation.file_steps())
    assert called == ["collectstatic"]


def test_a_table_in_use_is_waited_for_a_while_and_tried_again(monkeypatch):
    """On PostgreSQL a change of a table that others use gives up before everybody waits behind it."""
    if connection.vendor != "postgresql":
        monkeypatch.setattr(preparation, "_migrate", lambda: None)
        preparation.migrate()  # there is nothing to set on SQLite, where one writes at a time anyway
        return
    limits = []

    def migrate():
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            limits.append(cursor.fetchone()[0])
        if len(limits) < 3:
            error = OperationalError("canceling statement due to lock timeout")
            error.__cause__ = LockNotAvailable()
            raise error

    monkeypatch.setattr(preparation, "_migrate", migrate)
    monkeypatch.setattr(preparation.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(connection, "close", lambda: None)
    preparation.migrate()
    assert limits == [preparation.LOCKED_AT_MOST] * 3


def test_migrations_are_counted_while_they_run(capsys):
    counting = preparation.Counting(250)
    for number in range(250):
        counting.write(f"  Applying app.{number:04}_step...")
        counting.write(" OK")
    assert capsys.readouterr().out == "  100 of 250\n  200 of 250\n"


def test_a_portal_without_its_keys_of_phones_says_so(place, called, settings):
    preparation.prepare(lambda text: None)
    for path in settings.PHONE_KEYS_DIR.glob("*.pem"):
        path.unlink()
    said = []
    preparation.prepare(said.append)
    assert said[-1].startswith("Attention: 1 keys to which phones sealed records are not on this machine")


def test_a_restore_that_was_cut_short_is_brought_to_its_end(place, called, settings):
    preparation.prepare(lambda text: None)
    note = settings.VAR_DIR / preparation.NOTE_OF_RESTORE
    note.write_text('{"restore": "never committed"}')
    waiting = settings.VAR_DIR / "media.restored"
    waiting.mkdir()
    said = []
    preparation.prepare(said.append)
    assert said[0] == "Bringing a restore to its end that was cut short …"
    assert not note.exists()
    assert not waiting.exists()
