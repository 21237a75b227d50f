"""The house: which package may import which, and that no name hides another."""

import subprocess
import sys
from collections import Counter
from importlib.metadata import packages_distributions

import pytest

from tests.guards.tree import ROOT, packages

pytestmark = pytest.mark.once


def lint_imports(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{folder}:{folder}/site"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_floors_hold():
    done = lint_imports(ROOT, "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_floors_find_an_import_upwards(tmp_path):
    """The contract is worth something only if it finds a planted fault."""
    contracts = (ROOT / "pyproject.toml").read_text()
    for package in packages():
        folder = tmp_path / package.relative_to(ROOT)
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
    (tmp_path / "site" / "people" / "planted.py").write_text("import participation\n")
    (tmp_path / "pyproject.toml").write_text(contracts)
    done = lint_imports(tmp_path, "--no-cache")
    assert done.returncode == 1
    assert "people.planted -> participation" in done.stdout


def test_every_package_stands_on_a_floor():
    contracts = (ROOT / "pyproject.toml").read_text().split("[tool.importlinter]")[1]
    assert [package.name for package in packages() if f'"{package.name}"' not in contracts] == []


def test_site_is_no_package():
    """``site`` is a module of the standard library that is loaded before ours."""
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_package_hides_another():
    names = Counter(package.name for package in packages())
    assert [name for name, times in names.items() if times > 1] == []
    assert [name for name in names if name in sys.stdlib_module_names] == []
    assert [name for name in names if name in packages_distributions()] == []


def test_packages_open_with_their_contract_and_nothing_else():
    for package in packages():
        text = (package / "__init__.py").read_text().strip()
        assert text.startswith('"""'), package
        assert text.endswith('"""'), package
        assert text.count('"""') == 2, package
