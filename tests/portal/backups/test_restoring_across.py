"""From one database to the other and back: the same bytes. Runs where PostgreSQL is the portal's database."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection, connections, transaction
from django.db.utils import load_backend

from accounts.models import JournalEntry, User
from participation.models import Attendance
from people.models import Person
from portal.backups.carried import carried_models, emptied_tables
from portal.backups.making import Made, archive_members
from portal.backups.reading import read_archive
from portal.backups.restoring import restore_backup
from portal.backups.rows import digest_of, write_lines
from portal.backups.sealing import seal
from portal.backups.sequences import next_keys, set_next_keys
from portal.backups.snapshot import snapshot
from portal.backups.tape import Chain, compressed, tar_of
from tests.portal.backups.archives import everything
from tests.postgres import VARIABLE
from tests.template import fingerprint

OTHER = "other"


def quiet(text: str) -> None:
    pass


def migrated_sqlite(folder: Path) -> Path:
    """A copy of the migrated file that the other half of the run uses; made where it is not there yet."""
    environ = {name: value for name, value in os.environ.items() if name != VARIABLE}
    environ["PYTHONPATH"] = os.pathsep.join((str(project.BASE_DIR), str(project.BASE_DIR / "site")))
    subprocess.run([sys.executable, "-m", "tests.template"], cwd=project.BASE_DIR, env=environ, check=True)
    template = (
        Path(os.environ.get("PORTAL_VAR", project.BASE_DIR / "var")) / "test" / f"template-{fingerprint()}.sqlite3"
    )
    copy = folder / "other.sqlite3"
    copy.write_bytes(template.read_bytes())
    return copy


@contextmanager
def in_sqlite(path: Path):
    """The file as another database beside the portal's own."""
    base = {**connection.settings_dict, "ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {}}
    connections[OTHER] = load_backend(base["ENGINE"]).DatabaseWrapper(base, OTHER)
    try:
        yield OTHER
    finally:
        connections[OTHER].close()
        del connections[OTHER]


def carry_over(archive: Path, pair, using: str) -> None:
    """The rows of an archive into an empty database, as a restore writes them."""
    other = connections[using]
    other.disable_constraint_checking()
    with transaction.atomic(using=using):
        for table in emptied_tables(other):
            other.cursor().execute(f'DELETE FROM "{table}"')
        told = read_archive(archive, [pair.identity], of_rows=lambda model, piece: write_lines(model, piece, using))
        set_next_keys(told.about["next_keys"], using)
        other.check_constraints()
    other.enable_constraint_checking()


def archive_of(using: str, target: Path, pair) -> Path:
    """A backup as the other database's own portal would make it."""
    chain = Chain()
    with snapshot(using) as moment, target.open("wb") as file:
        members = archive_members(moment, chain, Made(), quiet)
        seal(compressed(tar_of(members, chain)), file, [pair.identity.to_public()])
    return target


def test_postgresql_to_sqlite_and_back_is_equal_to_the_byte(life, pair, tmp_path, figure):
    if connection.vendor != "postgresql":
        pytest.skip("tried in the half of the run whose database is PostgreSQL")
    rows, numbers = everything(), next_keys("default")
    first = archive_of("default", tmp_path / "first.age", pair)
    with in_sqlite(migrated_sqlite(tmp_path)) as other:
        carry_over(first, pair, other)
        assert everything(other) == rows
        assert next_keys(other) == numbers
        second = archive_of(other, tmp_path / "second.age", pair)
    assert read_archive(second, [pair.identity]).tables == read_archive(first, [pair.identity]).tables
    Attendance.objects.all().delete()
    Person.objects.update(name_latin="changed")
    assert everything() != rows
    restore_backup(second, [pair.identity], replace=True, say=quiet)
    came = everything()
    journal = JournalEntry._meta.db_table
    assert came.pop(journal).splitlines()[:-1] == rows.pop(journal).splitlines()
    assert came == rows
    assert User.objects.create_user("after").pk == numbers["accounts_user"]  # the numbers go on where they were
    count = sum(content.count(b"\n") for content in came.values())
    figure(f"{count} rows in {len(came)} tables, PostgreSQL to SQLite and back: equal to the byte")


def test_the_comparison_finds_one_changed_letter(life):
    person = Person.objects.first()
    seen = {model: digest_of(model, "default") for model in carried_models()} if connection.vendor == "sqlite" else None
    before = everything()
    Person.objects.filter(pk=person.pk).update(given_name=person.given_name + "ក")
    after = everything()
    assert [table for table in before if before[table] != after[table]] == ["people_person"]
    if seen is not None:
        changed = [model for model, digest in seen.items() if digest_of(model, "default") != digest]
        assert changed == [Person]
