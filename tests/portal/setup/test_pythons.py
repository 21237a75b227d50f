"""Finding a Python: by running what lies in the usual places, never by its name."""

import json
import stat
import sys
from pathlib import Path

import pytest

from portal.setup.pythons import NoPython, Python, ask, find, likely_places, pyenv_folders, runnable

pytestmark = pytest.mark.once


def fake_python(path, version=(3, 13, 0), missing=(), exit_code=0):
    """A program that answers the question as a Python of this version would."""
    answer = json.dumps({"where": str(path), "version": list(version), "missing": list(missing)})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n[ {exit_code} = 0 ] || exit {exit_code}\necho '{answer}'\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_asks_the_running_python():
    answer = ask(sys.executable)
    assert answer.version == sys.version_info[:3]
    assert answer.missing == ()


def test_a_shim_of_a_version_that_is_not_selected_is_no_python(tmp_path):
    shim = fake_python(tmp_path / "shims" / "python3.13", exit_code=127)
    assert ask(shim) is None
    with pytest.raises(NoPython):
        find({}, [shim])


def test_something_that_answers_nonsense_is_no_python(tmp_path):
    path = tmp_path / "python3.13"
    path.write_text("#!/bin/sh\necho Python 3.13.0\n")
    path.chmod(0o755)
    assert ask(str(path)) is None
    assert ask(str(tmp_path / "not there")) is None


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        ([(3, 11, 7), (3, 12, 1)], (3, 12, 1)),
        ([(3, 9, 18), (3, 13, 0), (3, 12, 1)], (3, 13, 0)),
        ([(3, 16, 0), (3, 12, 1)], (3, 12, 1)),
        ([(3, 11, 7), (3, 16, 0)], (3, 16, 0)),
    ],
    ids=["old passed over", "first that fits", "tried before newer", "newer before none"],
)
def test_finds_the_first_that_fits(tmp_path, versions, chosen):
    paths = [fake_python(tmp_path / str(number) / "python3", version) for number, version in enumerate(versions)]
    assert find({}, paths).version == chosen


def test_prefers_one_that_can_make_an_environment(tmp_path):
    bare = fake_python(tmp_path / "bare" / "python3", (3, 13, 0), missing=["ensurepip"])
    whole = fake_python(tmp_path / "whole" / "python3", (3, 12, 1))
    assert find({}, [bare, whole]).path == whole


def test_says_what_to_install_when_a_part_is_missing(tmp_path):
    bare = fake_python(tmp_path / "python3", (3, 12, 1), missing=["ensurepip"])
    with pytest.raises(NoPython) as refusal:
        find({}, [bare])
    assert str(refusal.value) == (
        f"{bare} lacks ensurepip: install the missing part (Debian: apt-get install python3.12-venv)."
    )


def test_says_what_to_install_when_there_is_none(tmp_path):
    with pytest.raises(NoPython) as refusal:
        find({}, [fake_python(tmp_path / "python3", (3, 11, 7))])
    assert str(refusal.value) == (
        "This needs Python 3.12 or newer and found none: install one (Debian: apt-get install python3.12 "
        "python3.12-venv) or set PORTAL_PYTHON to its path."
    )


def test_the_operators_choice_comes_first(tmp_path):
    path = fake_python(tmp_path / "own" / "python", (3, 12, 9))
    assert find({"PORTAL_PYTHON": path}, [sys.executable]) == Python(path, (3, 12, 9), ())


@pytest.mark.parametrize("version", [(3, 11, 7), (2, 7, 18)])
def test_a_wrong_choice_of_the_operator_is_not_passed_over(tmp_path, version):
    path = fake_python(tmp_path / "python", version)
    with pytest.raises(NoPython, match=r"PORTAL_PYTHON is .*, which is not a Python 3\.12 or newer that runs\."):
        find({"PORTAL_PYTHON": path}, [sys.executable])


def test_looks_beside_a_shim_on_the_path(tmp_path):
    """The shim itself fails, as its version is not selected; the Python that it hides is found."""
    shim = fake_python(tmp_path / "pyenv" / "shims" / "python3.13", exit_code=127)
    real = fake_python(tmp_path / "pyenv" / "versions" / "3.13.0" / "bin" / "python3")
    environ = {"PATH": str(Path(shim).parent), "HOME": str(tmp_path / "nobody")}
    assert str(tmp_path / "pyenv") in pyenv_folders(environ)
    assert find(environ, likely_places(environ, outside=str(tmp_path / "nothing"))).path == real


@pytest.mark.parametrize(
    "place",
    [
        "usr/local/bin/python3.12",
        "opt/python/bin/python3",
        "opt/python/3.13/bin/python3",
        "opt/tools/python/3.13/bin/python3",
    ],
)
def test_looks_in_the_usual_folders(tmp_path, place):
    path = fake_python(tmp_path / place)
    assert path in runnable(likely_places({"PATH": ""}, outside=str(tmp_path)))


@pytest.mark.parametrize("place", [".pyenv/versions/3.13.0/bin/python3", ".local/share/uv/python/x/bin/python3"])
def test_looks_under_the_home_folder(tmp_path, place):
    path = fake_python(tmp_path / place)
    assert path in runnable(likely_places({"HOME": str(tmp_path)}, outside=str(tmp_path / "nothing")))


def test_looks_under_the_home_folder_of_the_password_database(tmp_path, monkeypatch):
    """A service or sudo may name another HOME."""

    class Entry:
        pw_dir = str(tmp_path)

    monkeypatch.setattr("pwd.getpwuid", lambda number: Entry)
    path = fake_python(tmp_path / ".pyenv" / "versions" / "3.12.1" / "bin" / "python3")
    assert path in runnable(likely_places({"HOME": str(tmp_path / "other")}, outside=str(tmp_path / "nothing")))


def test_newer_versions_of_pyenv_come_first(tmp_path):
    for version in ("3.9.18", "3.13.0", "3.12.1"):
        fake_python(tmp_path / ".pyenv" / "versions" / version / "bin" / "python3")
    found = [path for path in likely_places({"HOME": str(tmp_path)}, outside="/nothing") if str(tmp_path) in path]
    assert [path.split("/")[-3] for path in found] == ["3.13.0", "3.12.1", "3.9.18"]
