"""What comes back is what was there, to the byte; or the portal stays as it is."""

import errno

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from wagtail.search.models import IndexEntry

from accounts.models import JournalEntry, User
from participation.models import Attendance, Decision, Meeting
from people.models import Person
from portal.backups import files, restoring
from portal.backups.making import make_backup
from portal.backups.reading import read_archive
from portal.backups.refusals import Refused
from portal.backups.restoring import restore_backup
from portal.backups.rows import digest_of
from portal.backups.settling import VERB, note_of_restore, settle_at_start
from reports.keeping.filling import recount
from reports.models import KeptTotal
from tests.portal.backups.archives import everything, repacked, unpacked, uploads_of, with_true_manifest

JOURNAL = JournalEntry._meta.db_table


def quiet(text: str) -> None:
    pass


def entries() -> list[tuple]:
    """What search knows, as far as both databases keep it in columns."""
    return sorted(IndexEntry.objects.values_list("content_type__model", "object_id", "title_norm"))


@pytest.fixture
def state(folders, settings):
    """Everything of this portal that a restore could touch, at any moment."""

    def now() -> tuple:
        return everything(), uploads_of(settings.MEDIA_ROOT, settings.PRIVATE_ROOT)

    return now


def change_everything(settings) -> None:
    """What happens to a portal between its backup and the day that it is needed."""
    Attendance.objects.all().delete()
    Decision.objects.update(text="overwritten")
    Person.objects.filter(memberships=None).delete()
    User.objects.create_user("newcomer")
    IndexEntry.objects.all().delete()
    for path in settings.PRIVATE_ROOT.rglob("*.*"):
        path.unlink()
    (settings.MEDIA_ROOT / "original_images" / "later.jpg").write_bytes(b"later")


def test_a_restore_is_equal_to_the_byte(life, state, archive, pair, settings):
    rows, uploads = state()
    found, first_lines = entries(), rows.pop(JOURNAL)
    change_everything(settings)
    changed, other_uploads = state()
    assert changed["participation_decision"] != rows["participation_decision"]
    assert other_uploads != uploads
    restored = restore_backup(archive, [pair.identity], replace=True, say=quiet)
    came, came_uploads = state()
    lines = came.pop(JOURNAL)
    assert came == rows
    assert lines.splitlines()[:-1] == [line for line in first_lines.splitlines() if b"backup.made" not in line]
    assert b"backup.restored" in lines.splitlines()[-1]
    originals = {path: content for path, content in uploads.items() if "/media/images/" not in path}
    assert len(originals) == len(uploads) - 1
    assert came_uploads == originals
    assert entries() == found != []
    assert restored.same_secret
    assert restored.told.tables["people_person"].rows == Person.objects.count()


def test_kept_counts_come_back_as_they_were(life, tmp_path, pair, capsys):
    call_command("seed_indicators", verbosity=0)
    recount(repair=True)
    kept = list(KeptTotal.objects.order_by("pk").values())
    target = tmp_path / "counted.age"
    make_backup(target, recipients=[pair.public], say=quiet)
    KeptTotal.objects.update(value=F("value") + 1)
    assert recount(repair=False) != []
    restore_backup(target, [pair.identity], replace=True, say=quiet)
    assert list(KeptTotal.objects.order_by("pk").values()) == kept != []
    assert recount(repair=False) == []


def test_a_portal_in_use_is_not_replaced_unasked(state, archive, pair):
    before = state()
    with pytest.raises(Refused, match="--replace"):
        restore_backup(archive, [pair.identity], replace=False, say=quiet)
    assert state() == before


def test_the_next_rows_get_numbers_that_nobody_had(life, archive, pair):
    last = JournalEntry.objects.latest("pk").pk
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = %s", [JOURNAL])
    restore_backup(archive, [pair.identity], replace=True, say=quiet)
    assert JournalEntry.objects.latest("pk").pk == last  # the line of the backup is not in it, that of the restore is
    assert User.objects.create_user("after").pk > max(
        User.objects.exclude(username="after").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("fault", ["disk", "rows", "power"])
def test_what_fails_on_the_way_leaves_everything_as_it_was(fault, state, archive, pair, monkeypatch, settings):
    before = state()

    def full(member, swaps):
        raise OSError(errno.ENOSPC, "No space left on device")

    def other(model, using):
        return None if model is Meeting else digest_of(model, using)

    def cut(token):
        raise KeyboardInterrupt

    name, plant = {"disk": ("write_staged", full), "rows": ("digest_of", other), "power": ("remember", cut)}[fault]
    monkeypatch.setattr(files if fault == "disk" else restoring, name, plant)
    with pytest.raises((KeyboardInterrupt, Refused)) as ended:
        restore_backup(archive, [pair.identity], replace=True, say=quiet)
    assert (ended.type is KeyboardInterrupt) == (fault == "power")
    assert fault == "power" or "Nothing was restored" in str(ended.value)
    assert state() == before
    assert list(settings.VAR_DIR.glob("*.restored")) == list(settings.VAR_DIR.glob("*.before")) == []
    assert not note_of_restore().exists()


def test_a_power_cut_after_the_commit_is_brought_to_its_end(state, archive, pair, monkeypatch, settings):
    uploads = state()[1]
    change_everything(settings)
    with monkeypatch.context() as patch:
        patch.setattr(restoring, "settle", lambda: None)  # the process is gone before it could
        restore_backup(archive, [pair.identity], replace=True, say=quiet)
    assert note_of_restore().exists()
    assert state()[1] != uploads
    settle_at_start()
    assert state()[1] == {path: content for path, content in uploads.items() if "/media/images/" not in path}
    assert not note_of_restore().exists()
    assert list(settings.VAR_DIR.glob("*.before")) == []


@pytest.mark.parametrize(
    "fault",
    [
        OSError("the disk is gone"),
        EndpointConnectionError(endpoint_url="http://objects"),
        ClientError({"Error": {"Code": "SlowDown", "Message": "later"}}, "PutObject"),
    ],
    ids=["disk", "no object storage", "object storage refuses"],
)
def test_uploads_that_cannot_take_their_places_wait(fault, state, archive, pair, monkeypatch, settings):
    uploads = state()[1]
    change_everything(settings)
    with monkeypatch.context() as patch:
        patch.setattr(files, "sync_folder", lambda folder: (_ for _ in ()).throw(fault))
        patch.setattr(restoring, "remember", note_without_syncing)
        with pytest.raises(Refused, match="manage.py prepare"):
            restore_backup(archive, [pair.identity], replace=True, say=quiet)
    settle_at_start()
    assert state()[1] == {path: content for path, content in uploads.items() if "/media/images/" not in path}


def note_without_syncing(token: str) -> None:
    note_of_restore().write_text(f'{{"restore": "{token}"}}')


def test_a_power_cut_before_the_commit_is_taken_back(state, archive, pair, monkeypatch, settings):
    before = state()
    with monkeypatch.context() as patch:
        patch.setattr(restoring, "settle", lambda: None)
        patch.setattr(restoring.journal, "note", lambda *args, **kwargs: None)  # so the database has no line of it
        restore_backup(archive, [pair.identity], replace=True, say=quiet)
    settle_at_start()
    assert state()[1] == before[1]
    assert not JournalEntry.objects.filter(verb=VERB).exists()


def test_rows_that_point_nowhere_are_refused(state, archive, pair, tmp_path):
    """A forger who seals an archive with a manifest that fits it still brings no broken rows in."""
    told = read_archive(archive, [pair.identity])
    members = [each for each in unpacked(archive, pair) if not each[0].startswith("rows/people_person/")]
    forged = tmp_path / "forged.age"
    tables = {table: {"rows": each.rows, "sha256": each.sha256} for table, each in told.tables.items()}
    tables["people_person"] = {"rows": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
    repacked(with_true_manifest(members, tables, told.files), forged, pair)
    before = state()
    assert read_archive(forged, [pair.identity]).tables["people_person"].rows == 0
    with pytest.raises(Refused, match="The database refused the rows"):
        restore_backup(forged, [pair.identity], replace=True, say=quiet)
    assert state() == before


def test_another_secret_key_is_told(archive, pair, settings, capsys):
    settings.SECRET_KEY = "another"
    call_command("restore", str(archive), identity=[pair.file], replace=True)
    assert "another SECRET_KEY" in capsys.readouterr().err


def test_the_command_refuses_in_one_sentence(archive, tmp_path, pair):
    (tmp_path / "empty.key").write_text("no key here")
    with pytest.raises(CommandError, match="AGE-SECRET-KEY"):
        call_command("restore", str(archive), identity=[tmp_path / "empty.key"])
    with pytest.raises(CommandError, match="no such archive"):
        call_command("restore", str(tmp_path / "nowhere.age"), identity=[pair.file])
