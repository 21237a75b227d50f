"""The rules of a stylesheet that a page has a use for: those whose classes, elements and data attributes stand in it.

Names are written as in a selector: ``.card``, ``table``, ``[data-theme]``.
"""

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

GROUPS = ("@layer", "@media", "@supports", "@container")
"""What holds rules of its own. Everything else in braces is one rule."""
NAME = re.compile(r"(\.-?[A-Za-z_][\w-]*)|(\[data-[\w-]+)|(?:^|(?<=[\s>+~]))([A-Za-z][\w-]*)")
PROPERTY = re.compile(r"(?<=[{;])(--[\w-]+):([^;{}]*)(?:;|(?=\}))")
READ = re.compile(r"var\((--[\w-]+)")
EMPTY = re.compile(r"[^{};]+\{\}")
INNERMOST = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """``selectors``: each with the names that must be there for it to find anything. None: the rule always stays."""

    text: str
    selectors: tuple[tuple[str, frozenset[str]], ...] = ()

    def cut(self, has: Callable[[frozenset[str]], bool]) -> str:
        if not self.selectors:
            return self.text
        left = [selector for selector, needs in self.selectors if has(needs)]
        return ",".join(left) + self.text if left else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rules under one condition."""

    opening: str
    rules: tuple["Rule | Group", ...]

    def cut(self, has: Callable[[frozenset[str]], bool]) -> str:
        inner = "".join(rule.cut(has) for rule in self.rules)
        return f"{self.opening}{{{inner}}}" if inner else ""


def rules_of(sheet: str) -> tuple[Rule | Group, ...]:
    """The rules of a sheet without comments, and without braces in its strings."""
    return tuple(_rules(sheet))


def pruned(rules: tuple[Rule | Group, ...], names: Set[str]) -> str:
    """The sheet without the selectors that speak of what is not there, and without the rules that have none left."""
    return "".join(rule.cut(names.issuperset) for rule in rules)


def without_unused(sheet: str, used: Set[str]) -> str:
    """The sheet without the custom properties (``--name``) that neither it reads nor somebody else: ``used``."""
    values: dict[str, set[str]] = {}
    for name, value in PROPERTY.findall(sheet):
        values.setdefault(name, set()).update(READ.findall(value))
    wanted: set[str] = set()
    more = used | set(READ.findall(PROPERTY.sub("", sheet)))
    while more:
        wanted |= more
        more = set().union(*(values.get(name, ()) for name in more)) - wanted
    left = PROPERTY.sub(lambda found: found[0] if found[1] in wanted else "", sheet)
    while (shorter := EMPTY.sub("", left)) != left:
        left = shorter
    return left.replace(";}", "}")


def known_names(rules: tuple[Rule | Group, ...]) -> frozenset[str]:
    """Every class, element and data attribute on which it depends whether a selector stays."""
    found: set[str] = set()
    for rule in rules:
        if isinstance(rule, Group):
            found |= known_names(rule.rules)
        else:
            found = found.union(*(needs for _selector, needs in rule.selectors))
    return frozenset(found)


def _rules(sheet: str) -> Iterator[Rule | Group]:
    start = 0
    while start < len(sheet):
        brace, end = sheet.find("{", start), sheet.find(";", start)
        if end >= 0 and (brace < 0 or end < brace):  # a statement, as the order of the layers
            yield Rule(sheet[start : end + 1])
            start = end + 1
            continue
        if brace < 0:
            yield Rule(sheet[start:])
            return
        close = _closing(sheet, brace)
        before, inner = sheet[start:brace], sheet[brace + 1 : close]
        if before.startswith(GROUPS):
            yield Group(before, rules_of(inner))
        else:
            yield (
                Rule(sheet[start : close + 1])
                if before.startswith("@")
                else Rule(sheet[brace : close + 1], _needs(before))
            )
        start = close + 1


def _closing(sheet: str, brace: int) -> int:
    depth = 0
    for found in re.finditer(r"[{}]", sheet[brace:]):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return brace + found.start()
    raise ValueError(f"A brace is not closed: {sheet[brace - 40 : brace + 40]}")


def _needs(selectors: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((selector, _names(selector)) for selector in _apart(selectors))


def _apart(selectors: str) -> Iterator[str]:
    """The selectors of a list; a comma in brackets is none of its own."""
    depth = start = 0
    for place, letter in enumerate(selectors):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            yield selectors[start:place]
            start = place + 1
    yield selectors[start:]


def _names(selector: str) -> frozenset[str]:
    """What stands in round brackets, as in ``:is(…)`` and ``:not(…)``, is taken for granted."""
    while (shorter := INNERMOST.sub("", selector)) != selector:
        selector = shorter
    found = (klass or (f"{data}]" if data else element) for klass, data, element in NAME.findall(selector))
    return frozenset(found)
