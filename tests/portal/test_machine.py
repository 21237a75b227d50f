"""What the tests need of the machine is installed where that is allowed; else they fail with the line to type."""

import subprocess

import pytest

from portal import machine
from portal.machine import Missing, Need, lighthouse, provide, scanner

pytestmark = pytest.mark.once


@pytest.fixture
def lacking():
    """A need that is met once ``installed`` is filled."""
    installed = []
    return Need("Browser", lambda: bool(installed), "some-browser"), installed


def test_nothing_is_done_where_nothing_is_missing(monkeypatch):
    monkeypatch.setattr(subprocess, "run", None)
    provide([Need("Shell", lambda: True, "dash")], say=None)


def test_others_than_root_get_the_line_to_type(lacking, monkeypatch):
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    with pytest.raises(Missing) as missing:
        provide([lacking[0]], say=None)
    assert str(missing.value) == "The tests need Browser. Type as root: apt-get install some-browser"


def test_root_on_debian_installs(lacking, monkeypatch):
    need, installed = lacking
    typed, said = [], []

    def run(command, **options):
        typed.append(command)
        installed.append("some-browser")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(machine.subprocess, "run", run)
    provide([need], said.append)
    assert [command[1] for command in typed] == ["update", "install"]
    assert typed[1][-1] == "some-browser"
    assert "--no-install-recommends" in typed[1]
    assert said == ["Installing Browser with apt-get …"]


def test_an_installation_that_fails_is_no_success(lacking, monkeypatch):
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(machine.subprocess, "run", lambda command, **options: subprocess.CompletedProcess(command, 100))
    with pytest.raises(Missing, match="apt-get could not do it here"):
        provide([lacking[0]], lambda text: None)


# --- Lighthouse ------------------------------------------------------------------------------------------------------
@pytest.fixture
def listed(tmp_path, monkeypatch):
    """A list of npm's; ``npm ci`` makes what stands in it and is noted."""
    folder = tmp_path / "listed"
    folder.mkdir()
    for name in ("package.json", "package-lock.json"):
        (folder / name).write_text("{}")
    typed = []

    def run(command, cwd, **options):
        typed.append(command[:2])
        program = cwd / "node_modules" / "lighthouse" / "cli" / "index.js"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.touch()
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(machine.shutil, "which", lambda name: name)
    monkeypatch.setattr(machine.subprocess, "run", run)
    return folder, typed


def test_lighthouse_is_installed_once_and_anew_when_its_list_changes(listed, tmp_path):
    folder, typed = listed
    for _turn in range(2):
        command = lighthouse(folder, tmp_path / "there")
    assert command == ["node", str(tmp_path / "there/node_modules/lighthouse/cli/index.js")]
    assert typed == [["npm", "ci"]]
    (folder / "package-lock.json").write_text('{"lockfileVersion": 3}')
    lighthouse(folder, tmp_path / "there")
    assert typed == [["npm", "ci"]] * 2


def test_lighthouse_without_npm_says_what_to_type(listed, tmp_path, monkeypatch):
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    with pytest.raises(Missing, match="apt-get install npm"):
        lighthouse(listed[0], tmp_path / "there")


def test_lighthouse_that_does_not_come_is_missing(listed, tmp_path, monkeypatch):
    monkeypatch.setattr(machine.subprocess, "run", lambda command, **options: subprocess.CompletedProcess(command, 1))
    with pytest.raises(Missing, match="could not be installed: npm ci"):
        lighthouse(listed[0], tmp_path / "there")


@pytest.fixture
def lock(tmp_path):
    lock = tmp_path / "scanner.lock"
    lock.write_text("scanner==1 --hash=sha256:0")
    return lock


def installing(monkeypatch, made):
    """Python environments that are there at once; what pip is asked, and whether it makes the program."""
    asked = []
    monkeypatch.setattr("venv.create", lambda folder, with_pip: (folder / "bin").mkdir(parents=True))

    def run(command, **_given):
        asked.append(command)
        if made:
            command[0].with_name("scan").touch()
        return subprocess.CompletedProcess(command, 0 if made else 1)

    monkeypatch.setattr("portal.machine.subprocess.run", run)
    return asked


def test_a_scanner_is_installed_once_and_anew_when_its_lock_changes(lock, tmp_path, monkeypatch):
    asked = installing(monkeypatch, made=True)
    for _time in range(2):
        assert scanner(lock, tmp_path / "there", "scan") == str(tmp_path / "there/bin/scan")
    assert len(asked) == 1
    assert "--require-hashes" in asked[0]
    lock.write_text("scanner==2 --hash=sha256:0")
    scanner(lock, tmp_path / "there", "scan")
    assert len(asked) == 2


def test_a_scanner_that_does_not_come_is_missing(lock, tmp_path, monkeypatch):
    installing(monkeypatch, made=False)
    with pytest.raises(Missing, match="scan could not be installed"):
        scanner(lock, tmp_path / "there", "scan")
