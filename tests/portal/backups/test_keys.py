"""The keys are backed up apart; without them a portal says what that means."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from fieldbook.key_files import private_key
from fieldbook.models import ServerKey
from portal.backups.keys import back_up_keys, lost_keys
from portal.backups.sealing import identities_in
from portal.checks import keys_of_phones_are_there
from tests.factories.fieldbook import make_server_key
from tests.portal.backups.archives import make_pair, plain_of, repacked, unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(folders) -> ServerKey:
    return make_server_key()


@pytest.fixture
def kept(key, tmp_path, pair):
    target = tmp_path / "keys.age"
    assert back_up_keys(target, recipients=[pair.public]) == 1
    return target


def pem_of(key, settings):
    return settings.PHONE_KEYS_DIR / f"{key.kid}.pem"


def test_lost_keys_come_back(key, kept, pair, settings, capsys):
    content = pem_of(key, settings).read_bytes()
    pem_of(key, settings).unlink()
    assert private_key(key.kid) is None
    assert lost_keys().startswith("Attention: 1 keys")
    call_command("restore_keys", str(kept), identity=[pair.file])
    assert "1 keys of phones restored, 0 were there" in capsys.readouterr().out
    assert pem_of(key, settings).read_bytes() == content
    assert pem_of(key, settings).stat().st_mode & 0o777 == 0o600
    assert lost_keys() == ""
    assert not (settings.VAR_DIR / "secret_key.restored").exists()


def test_the_secret_key_comes_back_for_the_administrator_to_set(kept, pair, settings, capsys):
    first, settings.SECRET_KEY = settings.SECRET_KEY, "of a new machine"
    call_command("restore_keys", str(kept), identity=[pair.file])
    assert "0 keys of phones restored, 1 were there" in (said := capsys.readouterr().out)
    assert first not in said
    laid = settings.VAR_DIR / "secret_key.restored"
    assert (laid.read_text(), laid.stat().st_mode & 0o777) == (first, 0o600)


def test_nothing_of_the_keys_can_be_read(key, kept, pair, settings):
    plain = plain_of(kept, pair)
    for word in (b"PRIVATE KEY", settings.SECRET_KEY.encode()):
        assert word in plain
        assert word not in kept.read_bytes()


def test_another_key_in_the_place_is_not_overwritten(key, kept, pair, settings):
    pem_of(key, settings).write_bytes(b"another")
    with pytest.raises(CommandError, match="holds another key"):
        call_command("restore_keys", str(kept), identity=[pair.file])
    assert pem_of(key, settings).read_bytes() == b"another"


def test_damaged_and_strange_archives_of_keys_are_refused(key, kept, pair, settings, tmp_path):
    pem_of(key, settings).unlink()
    members = unpacked(kept, pair)
    changed = [(name, content.replace(b"PRIVATE", b"PRIVATO")) for name, content in members]
    strange = [("about.json", b'{"kind": "other"}'), *members[1:]]
    cut = tmp_path / "cut.age"
    cut.write_bytes(kept.read_bytes()[:-20])
    wrong = make_pair(tmp_path, "wrong")
    for path, file, sentence in [
        (repacked(changed, tmp_path / "a.age", pair), pair.file, "damaged"),
        (repacked(members[:-1], tmp_path / "b.age", pair), pair.file, "damaged"),
        (repacked(members[:1] + members[2:], tmp_path / "c.age", pair), pair.file, "damaged"),
        (repacked(strange, tmp_path / "d.age", pair), pair.file, "not of its keys"),
        (cut, pair.file, "damaged"),
        (kept, wrong.file, "None of these keys"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            call_command("restore_keys", str(path), identity=[file])
    assert lost_keys() != ""


def test_a_key_that_is_of_no_more_use_is_not_missed(key, settings):
    pem_of(key, settings).unlink()
    assert [warning.id for warning in keys_of_phones_are_there(databases=["default"])] == ["portal.W001"]
    assert keys_of_phones_are_there(databases=None) == []
    ServerKey.objects.update(made_at=timezone.now() - timedelta(days=800))
    ServerKey.objects.update(retired_at=timezone.now() - timedelta(days=366))
    assert lost_keys() == ""


def test_a_pair_is_made_for_its_owner_alone(tmp_path, capsys):
    file = tmp_path / "programme.key"
    call_command("make_backup_key", str(file))
    public = capsys.readouterr().out.strip()
    assert [str(each.to_public()) for each in identities_in([file])] == [public]
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="cannot be made"):
        call_command("make_backup_key", str(file))
