"""The rules of a stylesheet that a page has a use for: those whose classes stand in it, and all without a class."""

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

GROUPS = ("@layer", "@media", "@supports", "@container")
"""What holds rules of its own. Everything else in braces is one rule."""
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
PROPERTY = re.compile(r"(?<=[{;])(--[\w-]+):([^;{}]*)(?:;|(?=\}))")
READ = re.compile(r"var\((--[\w-]+)")
EMPTY = re.compile(r"[^{};]+\{\}")
INNERMOST = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """``needs``: the classes of each of its selectors; those of one of them must be there. Empty: it always stays."""

    text: str
    needs: tuple[frozenset[str], ...] = ()

    def cut(self, has: Callable[[frozenset[str]], bool]) -> str:
        return self.text if not self.needs or any(map(has, self.needs)) else ""


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


def pruned(rules: tuple[Rule | Group, ...], classes: Set[str]) -> str:
    """The sheet without the rules that speak of classes which are not there."""
    return "".join(rule.cut(classes.issuperset) for rule in rules)


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


def known_classes(rules: tuple[Rule | Group, ...]) -> frozenset[str]:
    """Every class on which it depends whether a rule stays."""
    found: set[str] = set()
    for rule in rules:
        found |= known_classes(rule.rules) if isinstance(rule, Group) else frozenset().union(*rule.needs)
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
            yield Rule(sheet[start : close + 1], () if before.startswith("@") else _needs(before))
        start = close + 1


def _closing(sheet: str, brace: int) -> int:
    depth = 0
    for found in re.finditer(r"[{}]", sheet[brace:]):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return brace + found.start()
    raise ValueError(f"A brace is not closed: {sheet[brace - 40 : brace + 40]}")


def _needs(selectors: str) -> tuple[frozenset[str], ...]:
    """What stands in brackets, as in ``:is(…)`` and ``:not(…)``, is taken for granted."""
    while (shorter := INNERMOST.sub("", selectors)) != selectors:
        selectors = shorter
    needs = tuple(frozenset(CLASS.findall(selector)) for selector in selectors.split(","))
    return needs if all(needs) else ()
