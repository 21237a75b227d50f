"""The Khmer font of the measure: the machine's own, else one unpacked for it, else none, and it is said which."""

import subprocess
from pathlib import Path

import pytest

from portal.bench import fonts

pytestmark = pytest.mark.once


@pytest.fixture
def machine(settings, tmp_path, monkeypatch):
    """A machine with every program, on which ``said`` is what fc-list finds and ``fetched`` what a package holds."""

    class Machine:
        said, fetched, ran = "", ["NotoSansKhmer-Regular.ttf", "NotoSans-Regular.ttf"], []

    found = Machine()
    found.ran = []

    def run(command, cwd=None, **options):
        found.ran.append(command[0])
        if command[0] == "apt-get" and found.fetched:
            (Path(cwd) / "fonts.deb").touch()
        if command[0] == "dpkg-deb":
            for name in found.fetched:
                (Path(cwd) / name).touch()
        return subprocess.CompletedProcess(command, 0, stdout=found.said)

    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(fonts.shutil, "which", lambda name: name)
    monkeypatch.setattr(fonts.subprocess, "run", run)
    return found


def test_the_font_of_the_machine_is_taken_where_there_is_one(machine):
    machine.said = "Noto Serif Khmer\nKhmer OS,ខ្មែរ\n"
    assert (fonts.khmer_font(), fonts.as_on_a_telephone()) == ("Khmer OS", {})
    assert "apt-get" not in machine.ran


def test_else_one_is_unpacked_once(machine, tmp_path):
    wanted = {"FONTCONFIG_FILE": str(tmp_path / "fonts" / "fonts.conf")}
    assert [fonts.as_on_a_telephone() for _ in range(2)] == [wanted, wanted]
    assert machine.ran.count("apt-get") == 1
    assert {path.name for path in (tmp_path / "fonts").iterdir()} == {"NotoSansKhmer-Regular.ttf", "fonts.conf"}
    assert f"<dir>{tmp_path / 'fonts'}</dir>" in (tmp_path / "fonts" / "fonts.conf").read_text()


def test_where_none_comes_there_is_none(machine):
    machine.fetched = []
    assert (fonts.khmer_font(), fonts.as_on_a_telephone()) == ("", {})


def test_without_any_of_the_programs_there_is_none(machine, monkeypatch):
    monkeypatch.setattr(fonts.shutil, "which", lambda name: None)
    assert (fonts.khmer_font(), fonts.as_on_a_telephone(), machine.ran) == ("", {}, [])
