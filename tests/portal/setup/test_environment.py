"""Making .venv: once, whole, by one process, and with a sentence where it fails."""

import ast
import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from portal.setup import environment as setup
from portal.setup.environment import DEVELOPMENT, RECORD, RUNTIME, UNFINISHED, Environment, one_at_a_time, prepare
from portal.setup.installing import CannotInstall, names_in, why_it_failed
from portal.setup.pythons import NoPython, Python

pytestmark = pytest.mark.once


@pytest.fixture
def root(tmp_path):
    """A checkout with empty locks: making its .venv needs no network."""
    (tmp_path / RUNTIME).write_text("# nothing\n")
    (tmp_path / DEVELOPMENT).write_text("# nothing more\n")
    return tmp_path


@pytest.fixture
def made(root, monkeypatch):
    """The names of what was done to a .venv whose making is played, in order."""
    done = []

    def make_folder(self, environ):
        done.append("folder")
        python = Path(self.python)
        python.parent.mkdir(parents=True, exist_ok=True)
        if not python.is_symlink():
            python.symlink_to(sys.executable)

    def pip_install(python, lock, environ, say):
        done.append(Path(lock).name)

    monkeypatch.setattr(Environment, "make_folder", make_folder)
    monkeypatch.setattr(setup, "pip_install", pip_install)
    monkeypatch.setattr(setup, "run", lambda command, environ: "pip 24")
    return done


def test_is_made_once(root, made):
    prepare(Environment(str(root)), RUNTIME)
    assert made == ["folder", RUNTIME]
    assert Environment(str(root)).has(RUNTIME)
    prepare(Environment(str(root)), RUNTIME)
    assert made == ["folder", RUNTIME]


def test_development_lock_counts_for_both(root, made):
    prepare(Environment(str(root)), DEVELOPMENT)
    assert Environment(str(root)).has(RUNTIME)
    assert Environment(str(root)).has(DEVELOPMENT)


def test_runtime_lock_does_not_count_for_tests(root, made):
    prepare(Environment(str(root)), RUNTIME)
    assert not Environment(str(root)).has(DEVELOPMENT)
    prepare(Environment(str(root)), DEVELOPMENT)
    assert made == ["folder", RUNTIME, DEVELOPMENT]


def test_a_changed_lock_is_installed(root, made):
    prepare(Environment(str(root)), RUNTIME)
    (root / RUNTIME).write_text("# something\n")
    prepare(Environment(str(root)), RUNTIME)
    assert made == ["folder", RUNTIME, RUNTIME]


def test_one_that_was_broken_off_is_made_anew(root, made):
    prepare(Environment(str(root)), RUNTIME)
    (root / ".venv" / UNFINISHED).touch()
    assert not Environment(str(root)).has(RUNTIME)
    prepare(Environment(str(root)), RUNTIME)
    assert made == ["folder", RUNTIME, "folder", RUNTIME]


def test_one_whose_python_is_gone_is_made_anew(root, made):
    prepare(Environment(str(root)), RUNTIME)
    (root / ".venv" / "bin" / "python").unlink()
    assert not Environment(str(root)).has(RUNTIME)
    prepare(Environment(str(root)), RUNTIME)
    assert made == ["folder", RUNTIME, "folder", RUNTIME]


@pytest.mark.parametrize("record", ["", "[]", "{", "null"])
def test_a_damaged_record_counts_as_nothing_installed(root, made, record):
    prepare(Environment(str(root)), RUNTIME)
    (root / ".venv" / RECORD).write_text(record)
    assert not Environment(str(root)).has(RUNTIME)


def test_pip_that_gives_up_leaves_a_whole_environment_whole(root, made, monkeypatch):
    prepare(Environment(str(root)), RUNTIME)

    def refuse(python, lock, environ, say):
        raise CannotInstall("no network")

    monkeypatch.setattr(setup, "pip_install", refuse)
    with pytest.raises(SystemExit, match="no network"):
        prepare(Environment(str(root)), DEVELOPMENT)
    assert Environment(str(root)).has(RUNTIME)
    assert not Environment(str(root)).has(DEVELOPMENT)


def test_no_python_ends_in_its_sentence(root, monkeypatch):
    def nothing(environ, **options):
        raise NoPython("install one")

    monkeypatch.setattr(setup, "find", nothing)
    monkeypatch.setattr(setup, "fetch_python", lambda environ, say: None)
    with pytest.raises(SystemExit) as stopped:
        prepare(Environment(str(root)), RUNTIME)
    assert stopped.value.code == "install one"
    assert not (root / ".venv").exists()


def test_uv_fetches_one_where_there_is_none(root, monkeypatch):
    def nothing(environ, **options):
        raise NoPython("install one")

    fetched = Python("somewhere", (3, 13, 0), ())
    monkeypatch.setattr(setup, "find", nothing)
    monkeypatch.setattr(setup, "fetch_python", lambda environ, say: fetched)
    assert setup.find_or_fetch({}) == fetched


def test_a_folder_that_cannot_be_written_ends_in_a_sentence(root, monkeypatch):
    def refuse(self, environ):
        raise PermissionError(13, "Permission denied", self.folder)

    monkeypatch.setattr(Environment, "make_folder", refuse)
    with pytest.raises(SystemExit, match=r"\.venv cannot be written: start this as the user who owns "):
        prepare(Environment(str(root)), RUNTIME)


def test_a_python_that_cannot_make_one_ends_in_a_sentence(root, monkeypatch):
    monkeypatch.setattr(setup, "find", lambda environ: Python("/bin/false", (3, 13, 0), ()))
    with pytest.raises(SystemExit, match=r"^/bin/false could not make \.venv"):
        prepare(Environment(str(root)), RUNTIME)
    assert (root / ".venv" / UNFINISHED).exists()


def test_a_second_start_waits_for_the_first(root):
    order = []

    def second():
        with one_at_a_time(str(root)):
            order.append("second")

    with one_at_a_time(str(root)):
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.2)
        order.append("first")
    other.join(timeout=10)
    assert order == ["first", "second"]


def test_pip_that_outlives_its_parent_still_holds_the_lock(root):
    """A killed start must not have its .venv removed below the pip that it left behind."""
    with one_at_a_time(str(root)):
        orphan = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    handle = os.open(root, os.O_RDONLY)
    try:
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        orphan.communicate(b"\n")
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(handle)


@pytest.mark.parametrize("name", ["__init__", "environment", "installing", "pythons", "uv"])
def test_the_first_start_is_readable_by_an_old_python(name):
    """It runs before any Python was chosen."""
    source = Path(setup.__file__).with_name(f"{name}.py").read_text()
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__" not in source


def test_names_in_a_lock(tmp_path):
    lock = tmp_path / "some.lock"
    lock.write_text(
        "django==6.1 \\\n    --hash=sha256:00\ncolorama==0.4 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"
    )
    assert names_in(str(lock)) == ["django", "colorama"]


def test_a_missing_network_is_named():
    lines = ["WARNING: Retrying after NewConnectionError", "ERROR: No matching distribution found for django==6.1"]
    assert why_it_failed(lines) == (
        "The packages could not be fetched: connect this machine to the network, or set up pip for a package index "
        "that it reaches, and start again. pip said: ERROR: No matching distribution found for django==6.1"
    )


def test_any_other_failure_quotes_pip():
    assert why_it_failed(["Collecting x", "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"]).endswith(
        "pip said: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"
    )
