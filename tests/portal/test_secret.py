"""The secret key that an unconfigured installation makes for itself."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.secret import kept_secret

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
