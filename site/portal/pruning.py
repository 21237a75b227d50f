"""The rules of a stylesheet that a page has a use for: those whose classes, elements and data attributes stand in it.

Names are written as in a selector: ``.card``, ``table``, ``[data-theme]``.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

LAYER = "@layer"
GROUPS = (LAYER, "@media", "@supports", "@container")
"""What holds rules of its own. Everything else in braces is one rule."""
NAME = re.compile(r"(\.-?[A-Za-z_][\w-]*)|(\[data-[\w-]+)|(?:^|(?<=[\s>+~]))([A-Za-z][\w-]*)")
PROPERTY = re.compile(r"(?<=[{;])(--[\w-]+):([^;{}]*)(?:;|(?=\}))")
READ = re.compile(r"var\((--[\w-]+)")
INLINE = re.compile(r"var\((--[\w-]+)\)")
EMPTY = re.compile(r"[^{};]+\{\}")
ONE_OF = re.compile(r":(?:is|where|has)$")
"""What finds nothing unless one of the selectors in its brackets finds something."""
NOW_AND_THEN = re.compile(r":hover|::(?:placeholder|selection)")
"""What nobody sees before a finger or a pointer does something."""


type Ways = frozenset[frozenset[str]]
"""Sets of names; one of them must be there as a whole for a selector to find anything."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``selectors``: each with what must be there for it to find anything. None: ``text`` is the whole rule."""

    text: str
    selectors: tuple[tuple[str, Ways], ...] = ()

    def cut(self, stays: "Stays", *, whole: bool) -> str:
        if not self.selectors:
            return self.text if whole else ""
        left = [selector for selector, ways in self.selectors if stays(selector, ways)]
        return ",".join(left) + self.text if left else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rules under one condition."""

    opening: str
    rules: tuple["Rule | Group", ...]

    def cut(self, stays: "Stays", *, whole: bool) -> str:
        inner = "".join(rule.cut(stays, whole=whole) for rule in self.rules)
        return f"{self.opening}{{{inner}}}" if inner else ""


def rules_of(sheet: str) -> tuple[Rule | Group, ...]:
    """The rules of a sheet without comments, and without braces in its strings."""
    return tuple(_rules(sheet))


type Stays = Callable[[str, Ways], bool]
"""Whether a selector stays in its rule."""


def pruned(rules: tuple[Rule | Group, ...], names: Set[str]) -> str:
    """The sheet without the selectors that speak of what is not there, and without the rules that have none left.

    What only shows now and then (``now_and_then``) is left out too.
    """

    def stays(selector: str, ways: Ways) -> bool:
        return any(map(names.issuperset, ways)) and not NOW_AND_THEN.search(selector)

    return "".join(rule.cut(stays, whole=True) for rule in rules)


def now_and_then(rules: tuple[Rule | Group, ...]) -> str:
    """The rules of what is under a pointer, marked, or to be written: all that ``pruned`` takes from any page."""
    return "".join(rule.cut(lambda selector, _ways: bool(NOW_AND_THEN.search(selector)), whole=False) for rule in rules)


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


def with_plain_values(sheet: str, used: Set[str], declared_elsewhere: Set[str] = frozenset()) -> str:
    """The sheet with its value in place of each custom property that has one only, for the whole page.

    A browser that need not look them up is done sooner. ``used``: the names that somebody else reads, whose
    declarations stay; ``declared_elsewhere``: those to which another sheet may give another value.
    """
    declared = Counter(name for name, _value in PROPERTY.findall(sheet))
    plain = {
        name: value
        for name, value in PROPERTY.findall("".join(_of_root(rules_of(sheet))))
        if declared[name] == 1 and name not in declared_elsewhere and "var(" not in value
    }
    left = without_unused(INLINE.sub(lambda found: plain.get(found[1], found[0]), sheet), used)
    return left if left == sheet else with_plain_values(left, used, declared_elsewhere)


def _of_root(rules: tuple[Rule | Group, ...]) -> Iterator[str]:
    """The declarations in braces that hold for the whole page under every condition."""
    for rule in rules:
        if isinstance(rule, Group):
            if rule.opening.startswith(LAYER):
                yield from _of_root(rule.rules)
        elif [selector for selector, _ways in rule.selectors] == [":root"]:
            yield rule.text


def known_names(rules: tuple[Rule | Group, ...]) -> frozenset[str]:
    """Every class, element and data attribute on which it depends whether a selector stays."""
    found: set[str] = set()
    for rule in rules:
        if isinstance(rule, Group):
            found |= known_names(rule.rules)
        else:
            found = found.union(*(names for _selector, ways in rule.selectors for names in ways))
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


def _closing(text: str, opening: int) -> int:
    """Where the bracket that opens at this place is closed."""
    depth, pair = 0, {"{": "{}", "(": "()"}[text[opening]]
    for found in re.finditer(f"[{pair}]", text[opening:]):
        depth += 1 if found[0] == pair[0] else -1
        if not depth:
            return opening + found.start()
    raise ValueError(f"A bracket is not closed: {text[max(opening - 40, 0) : opening + 40]}")


def _needs(selectors: str) -> tuple[tuple[str, Ways], ...]:
    return tuple((selector, _ways(selector)) for selector in _apart(selectors))


def _apart(selectors: str) -> Iterator[str]:
    """The selectors of a list; a comma in brackets is none of its own."""
    depth = start = 0
    for place, letter in enumerate(selectors):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            yield selectors[start:place]
            start = place + 1
    yield selectors[start:]


def _ways(selector: str) -> Ways:
    """What stands in ``:not(…)`` and the like is taken for granted; of ``:is(…)`` and ``:has(…)`` one is needed."""
    outside, ways = "", [frozenset()]
    while (opening := selector.find("(")) >= 0:
        before, close = selector[:opening], _closing(selector, opening)
        if ONE_OF.search(before):
            inner = frozenset().union(*map(_ways, _apart(selector[opening + 1 : close])))
            ways = [names | more for names in ways for more in inner]
        outside, selector = outside + before, selector[close + 1 :]
    own = _names(outside + selector)
    return frozenset(names | own for names in ways)


def _names(selector: str) -> frozenset[str]:
    found = (klass or (f"{data}]" if data else element) for klass, data, element in NAME.findall(selector))
    return frozenset(found)
