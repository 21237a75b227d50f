"""A backup is secret, whole, of one moment, and leaves a line in the journal."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from accounts.models import JournalEntry
from participation.models import Decision, Issue, Meeting
from portal.backups.making import make_backup
from portal.backups.reading import read_archive
from portal.backups.refusals import Refused
from portal.backups.rows import digest_of
from portal.backups.snapshot import snapshot
from tests.factories.participation import make_decision, make_issue
from tests.portal.backups.archives import make_pair, plain_of, unpacked
from tests.portal.backups.conftest import PLANTED, PLANTED_KHMER


def quiet(text: str) -> None:
    pass


def test_nothing_in_an_archive_can_be_read(archive, pair):
    content, plain = archive.read_bytes(), plain_of(archive, pair)
    for word in (PLANTED, "Plantedname", PLANTED_KHMER, "people_person", "about.json", "participation"):
        assert word.encode() in plain, word  # the control: it stands in what is sealed
        assert word.encode() not in content, word
    assert content.startswith(b"age-encryption.org/v1\n-> X25519 ")


def test_neither_keys_nor_passing_tables_are_in_it(archive, pair, settings):
    plain = plain_of(archive, pair)
    assert settings.SECRET_KEY.encode() not in plain
    assert b"PRIVATE KEY" not in plain
    names = {name for name, _content in unpacked(archive, pair)}
    assert not [name for name in names if "session" in name or "/images/" in name or "indexentry" in name]
    assert [name for name in names if name.startswith("files/media/original_images/")] != []


def test_each_recipient_opens_it_and_nobody_else(life, tmp_path):
    one, two, stranger = (make_pair(tmp_path, name) for name in ("one", "two", "three"))
    target = tmp_path / "both.age"
    made = make_backup(target, recipients=[one.public, two.public], say=quiet)
    assert {read_archive(target, [each.identity]).sha256 for each in (one, two)} == {made.sha256}
    with pytest.raises(Refused, match="None of these keys"):
        read_archive(target, [stranger.identity])
    line = JournalEntry.objects.latest("pk")
    assert (line.verb, line.actor_id, line.details["sha256"]) == ("backup.made", None, made.sha256)
    assert line.details["rows"] == sum(each.rows for each in read_archive(target, [one.identity]).tables.values())


@pytest.mark.parametrize(("recipients", "sentence"), [([], "BACKUP_RECIPIENTS"), (["age1nonsense"], "no public key")])
def test_without_a_public_key_nothing_is_written(recipients, sentence, tmp_path, settings):
    settings.BACKUP_RECIPIENTS = recipients
    with pytest.raises(CommandError, match=sentence):
        call_command("backup", str(tmp_path / "portal.age"))
    assert list(tmp_path.iterdir()) == []


def test_a_command_says_how_far_it_is(life, tmp_path, pair, capsys):
    call_command("backup", str(tmp_path / "portal.age"), recipient=[pair.public])
    said = capsys.readouterr().out
    assert " rows\n" in said
    assert "Done in " in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.key", "portal.age", "var"]


def test_a_moment_stands_still(life):
    meeting = Meeting.objects.first()
    with snapshot() as using:
        seen = digest_of(Decision, using)
        make_decision(meeting=meeting)
        make_issue(meeting=meeting)
        assert digest_of(Decision, using) == seen
        assert Issue.objects.using(using).count() == 0  # a table first read after the writing
        assert Issue.objects.count() == 1
        with pytest.raises(Exception, match="read-?only"), transaction.atomic(using=using):
            Issue.objects.using(using).update(text="written")


def test_two_tables_agree_while_somebody_writes_both(life, tmp_path, pair):
    """A writer adds to two tables in one transaction, again and again: no archive has one half without the other."""
    meeting, over, written, faults = Meeting.objects.first(), threading.Event(), [], []
    Decision.objects.all().delete()

    def write():
        try:
            while not over.is_set():
                with transaction.atomic():
                    make_decision(meeting=meeting)
                    make_issue(meeting=meeting)
                written.append(1)
        except Exception as error:  # told by the test
            faults.append(error)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    pairs = []
    try:
        for number in range(2):
            before = len(written)
            target = tmp_path / f"{number}.age"
            make_backup(target, recipients=[pair.public], say=quiet)
            told = read_archive(target, [pair.identity])
            found = [told.tables[model._meta.db_table].rows for model in (Decision, Issue)]
            pairs.append((before, *found, len(written)))
    finally:
        over.set()
        writer.join()
    assert faults == []
    assert [(one, other) for _before, one, other, _after in pairs if one != other] == []
    assert all(before <= found <= after + 1 for before, found, _other, after in pairs)
    assert all(after > before for before, _one, _other, after in pairs)  # it did write meanwhile
    assert pairs[0][1] < pairs[-1][1]


def test_a_table_that_nobody_named_stops_it(life, tmp_path, pair):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (name text)")
    with pytest.raises(Refused, match="forgotten"):
        make_backup(tmp_path / "portal.age", recipients=[pair.public], say=quiet)
    assert not (tmp_path / "portal.age").exists()
