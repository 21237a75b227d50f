"""Every sentence of ours that can be translated, read from the code itself: no tool outside Python is needed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from tests.guards.tree import ROOT

type Sentence = tuple[str, str, str]
"""Context, sentence, plural; the empty text where there is none."""

CALLS = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
}
PACKAGES = ("clubs", "content", "councils", "protection", "site")
_CALL_IN_TEMPLATE = re.compile(r"(?<![\w.])(_|n?p?gettext)\(")


def sentences() -> set[Sentence]:
    """All of them, from Python and from templates."""
    found: set[Sentence] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                found.update(in_python(path.read_text(encoding="utf-8")))
    for path in (ROOT / "templates").rglob("*.*"):
        if path.suffix in {".html", ".txt"}:
            found.update(in_template(path))
    return found


def in_python(source: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if sentence := _sentence(name, node.args):
                yield sentence


def in_template(path: Path) -> Iterator[Sentence]:
    """Django turns a template into lines that look like calls; each is read as the Python that it is."""
    text = templatize(path.read_text(encoding="utf-8"), origin=path.name)
    for match in _CALL_IN_TEMPLATE.finditer(text):
        call = _balanced(text, match.start())
        node = ast.parse(call, mode="eval").body
        if isinstance(node, ast.Call) and (sentence := _sentence(match[1], node.args)):
            yield sentence


def _balanced(text: str, start: int) -> str:
    """The call that begins at ``start``, up to the bracket that closes it; the shortest text that is Python."""
    end = start
    while (end := text.find(")", end + 1)) != -1:
        call = text[start : end + 1]
        try:
            ast.parse(call, mode="eval")
        except SyntaxError:
            continue
        return call
    raise ValueError(f"no end: {text[start : start + 80]}")


def _sentence(name: str, arguments: list[ast.expr]) -> Sentence | None:
    parts = CALLS.get(name)
    if parts is None or len(arguments) < len(parts):
        return None
    texts = dict(zip(parts, arguments, strict=False))
    values = {}
    for part, node in texts.items():
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return None
        values[part] = node.value
    return values.get("context", ""), values["msgid"], values.get("plural", "")
