"""An archive is there whole or not at all."""

import errno
import resource

import pytest

from portal.backups.refusals import Refused
from portal.backups.whole_archive import whole_archive, why_not

SMALL = 100_000


@pytest.fixture
def small_disk():
    """The system lets no file of this process grow over 100 kB."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_leaves_the_archive_before(tmp_path, small_disk):
    target = tmp_path / "portal.age"
    with whole_archive(target) as file:
        file.write(b"the first")
    with pytest.raises(Refused, match="is full: no backup was written"), whole_archive(target) as file:
        file.write(b"x" * 2 * SMALL)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"the first"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_way_of_being_full_has_the_sentence(code, tmp_path):
    assert "Make room" in str(why_not(OSError(code, "said the system"), tmp_path / "portal.age"))


def test_an_error_on_the_way_leaves_nothing(tmp_path):
    with pytest.raises(TypeError), whole_archive(tmp_path / "portal.age") as file:
        file.writelines([b"half", None])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_said(tmp_path):
    with pytest.raises(Refused, match="cannot be written"), whole_archive(tmp_path / "nowhere" / "portal.age"):
        pass


def test_nobody_else_reads_it(tmp_path):
    with whole_archive(tmp_path / "portal.age") as file:
        file.write(b"sealed")
    assert (tmp_path / "portal.age").stat().st_mode & 0o777 == 0o600
