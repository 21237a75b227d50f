"""The secret key that an unconfigured installation makes for itself."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.secret import kept_secret, made_folder

pytestmark = pytest.mark.once


def test_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "var" / "secret_key"
    key = kept_secret(path)
    assert len(key) >= 50
    assert kept_secret(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret_key"]


def test_every_installation_has_its_own(tmp_path):
    assert kept_secret(tmp_path / "one") != kept_secret(tmp_path / "two")


def test_processes_that_start_together_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _number: kept_secret(tmp_path / "key"), range(40)))
    assert len(keys) == 1


def test_a_folder_that_cannot_be_made_stops_with_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured) as refusal:
        kept_secret(tmp_path / "file" / "var" / "key")
    assert str(refusal.value) == (
        f"The folder {tmp_path}/file/var cannot be written: set PORTAL_VAR to one that belongs to you."
    )


def test_a_folder_of_somebody_else_stops_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("portal.secret.os.access", lambda path, mode: False)
    with pytest.raises(ImproperlyConfigured, match="cannot be written"):
        made_folder(tmp_path)
