"""What deploy/ says and what the settings read, as data for the tests that compare them."""

import ast
import re
from pathlib import Path

import yaml

from tests.guards.tree import ROOT

DEPLOY = ROOT / "deploy"
SETTINGS = ROOT / "site" / "portal" / "settings"
NOT_FOR_OPERATORS = {"test.py"}
READERS = {"env", "required"}


def example() -> dict[str, str]:
    """The variables that portal.env.example sets."""
    return dict(_variables(r"^([A-Z0-9_]+)=(.*)$"))


def example_with_suggestions() -> set[str]:
    return {name for name, _value in _variables(r"^#?([A-Z0-9_]+)=(.*)$")}


def _variables(pattern: str) -> list[tuple[str, str]]:
    return re.findall(pattern, (DEPLOY / "portal.env.example").read_text(), re.M)


def read_by_settings(folder: Path = SETTINGS) -> set[str]:
    """Every variable that a settings file asks the environment for."""
    files = [path for path in folder.glob("*.py") if path.name not in NOT_FOR_OPERATORS]
    return {name for path in files for name in read_by(path.read_text())}


def read_by(source: str) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    return {call.args[0].value for call in calls if _reads(call.func) and isinstance(call.args[0], ast.Constant)}


def _reads(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "env"
    return isinstance(function, ast.Name) and function.id in READERS


def documented() -> set[str]:
    """The variables of the table in deploy/README.md."""
    return set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (DEPLOY / "README.md").read_text(), re.M))


def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def unit(path: Path) -> dict[str, list[tuple[str, str]]]:
    """A unit of systemd: section by section, with keys that may stand more than once."""
    sections: dict[str, list[tuple[str, str]]] = {}
    current = ""
    for line in path.read_text().splitlines():
        if found := re.fullmatch(r"\[(\w+)\]", line):
            current = found[1]
            sections[current] = []
        elif line and not line.startswith("#"):
            key, _sign, value = line.partition("=")
            sections[current].append((key, value))
    return sections
