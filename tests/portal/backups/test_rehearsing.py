"""A rehearsal restores beside, compares, and leaves nothing; it tells what did not come back."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.backups.reading import Told
from portal.backups.rehearsing import Rehearsed, address, environment, rehearse
from portal.backups.rows import Digest
from tests.portal.backups.archives import everything, uploads_of

WHOLE = {"people_person": Digest(3, "a"), "accounts_user": Digest(2, "b"), "clubs_seasonplan": Digest(0, "c")}
"""What an archive tells of three tables."""


def rehearsed(came: dict[str, Digest], files: int = 4) -> Rehearsed:
    return Rehearsed(Told({}, WHOLE, 4, ""), came, files, {"people_person": 5})


def test_the_table_says_what_is_where():
    lines = list(rehearsed(WHOLE).table())
    assert [line.split() for line in lines[1:]] == [
        ["accounts_user", "2", "2", "0", "yes"],
        ["people_person", "3", "3", "5", "yes"],
        ["uploads", "4", "4", "yes"],
    ]
    assert rehearsed(WHOLE).faults() == []


def test_what_did_not_come_back_is_named():
    other = rehearsed({**WHOLE, "people_person": Digest(3, "another")}, files=3)
    assert other.faults() == ["people_person", "uploads"]
    assert [line.split()[-1] for line in other.table()][1:] == ["yes", "no", "no"]


def test_a_child_knows_nothing_of_the_portal_in_use(tmp_path, settings):
    environ = environment(tmp_path, "", "")
    assert {environ["PORTAL_VAR"], environ["PHONE_KEYS_DIR"]} == {str(tmp_path), str(tmp_path / "phone_keys")}
    assert environ["DATABASE_URL"] == ""


def test_the_address_of_a_database_beside(db):
    if connection.vendor == "postgresql":
        assert address("beside").startswith("postgresql://")
        assert "/beside?host=" in address("beside")
        return
    before = dict(connection.settings_dict)
    try:
        connection.settings_dict.update(
            USER="por tal", PASSWORD="s:e/c", HOST="db.local", PORT=5433, OPTIONS={"sslmode": "require", "pool": {}}
        )
        assert address("beside") == "postgresql://por%20tal:s%3Ae%2Fc@/beside?host=db.local&port=5433&sslmode=require"
    finally:
        connection.settings_dict.update(before)


@pytest.mark.deep
def test_a_rehearsal_restores_beside_and_touches_nothing(archive, pair, settings, tmp_path, database_copies, figure):
    """On SQLite into a copy of the migrated file, which spares the migrations; on PostgreSQL into a new database."""
    before = everything(), uploads_of(settings.MEDIA_ROOT, settings.PRIVATE_ROOT)
    beside = tmp_path / "beside"
    beside.mkdir()
    if connection.vendor == "sqlite":
        shutil.copyfile(database_copies.source, beside / "portal.sqlite3")
    said = []
    result = rehearse(
        archive,
        [pair.file],
        [pair.identity],
        in_sqlite=False,
        say=said.append,
        folder=beside,
        settings_module="portal.settings.embedded",
    )
    assert result.faults() == []
    assert result.told.tables["people_person"].rows == result.today["people_person"] == 5
    assert any("Comparing with the archive" in line for line in said)
    assert (everything(), uploads_of(settings.MEDIA_ROOT, settings.PRIVATE_ROOT)) == before
    assert not beside.exists()
    figure(f"rehearsal on {connection.vendor}: {len(result.came)} tables equal, {result.files} uploads")


def test_a_damaged_archive_is_refused_before_anything_is_made(archive, pair, settings):
    archive.write_bytes(archive.read_bytes()[:-9])
    with pytest.raises(CommandError, match="damaged"):
        call_command("rehearse_restore", str(archive), identity=[pair.file])
    assert list(settings.VAR_DIR.glob("rehearsal-*")) == []
