"""A validator of our own pages: ``faults(html)`` is empty for a page that keeps the rules of HTML.

A parser tells what a browser would silently put right. What it does not see is asked here: ids and what points at them,
who may stand in whom, attributes and the words in them. ``words`` has the rules; they know what our pages use, and an
element or attribute they do not know is a fault, so a page cannot outgrow them unseen.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from xml.etree.ElementTree import Element

from html5lib import HTMLParser
from html5lib.constants import E as MESSAGES

from tests.guards.conformance import words

TEMPLATE = re.compile(r"(<template\b[^>]*>)(.*?)(</template>)", re.DOTALL | re.IGNORECASE)
OF_A_TABLE = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "thead": "table", "col": "colgroup"}
FIRST_TAG = re.compile(r"<(\w+)")
SCREENS = "template"
FILLED_BY_A_SCRIPT = frozenset({SCREENS, "dialog"})
DATE = re.compile(
    r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?|\d\d:\d\d(:\d\d)?|\d{4}-W\d\d"
)
NUMBER = re.compile(r"-?\d+")
NOT_NEGATIVE = re.compile(r"\d+")
NUMBERS = {"tabindex": NUMBER, **dict.fromkeys(("width", "height", "colspan", "rowspan", "rows", "size"), NOT_NEGATIVE)}


class Tree:
    """One parsed document, or what waits in one ``<template>``."""

    def __init__(self, html: str, *, within: str = "") -> None:
        parser = HTMLParser(namespaceHTMLElements=False)
        self.root = parser.parseFragment(html, container=within) if within else parser.parse(html)
        self.source, self.errors = html, parser.errors
        self.is_document = not within

    @cached_property
    def ids(self) -> list[str]:
        return [each.attrib["id"] for each in elements(self.root) if "id" in each.attrib]

    def parse_errors(self) -> Iterator[str]:
        lines = self.source.split("\n")
        for (line, column), code, told in self.errors:
            yield f"parser: {MESSAGES[code] % told}: …{lines[line - 1][max(column - 90, 0) : column + 10]}…"


def elements(root: Element) -> Iterator[Element]:
    """Elements of HTML: neither comments nor what a drawing holds."""
    return (each for each in root.iter() if isinstance(each.tag, str) and not each.tag.startswith("{"))


def name_of(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def trees_of(html: str) -> list[Tree]:
    """The page, and each of its templates, which its parser does not know, on its own."""
    waiting: list[str] = []

    def take(found: re.Match) -> str:
        waiting.append(found[2])
        return found[1] + found[3]

    page = Tree(TEMPLATE.sub(take, html))
    within = [FIRST_TAG.search(each) for each in waiting]
    containers = [OF_A_TABLE.get(found[1], "div") if found else "div" for found in within]
    return [page, *(Tree(text, within=name) for text, name in zip(waiting, containers, strict=True))]


def faults(html: str, *, screens: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with a whole page, one line a fault. ``screens``: where its script leads from ``#name`` to."""
    trees = trees_of(html)
    known = {*screens, *(each for tree in trees for each in tree.ids)}
    found = [fault for tree in trees for fault in (*tree.parse_errors(), *_of_ids(tree), *_of_elements(tree, known))]
    return [*found, *_of_the_page(trees[0])]


def _shown(element: Element) -> str:
    attributes = " ".join(f'{name}="{value[:40]}"' for name, value in list(element.attrib.items())[:5])
    return f"<{name_of(element)} {attributes}>".replace(" >", ">")


def _of_ids(tree: Tree) -> Iterator[str]:
    for name, number in Counter(tree.ids).items():
        if number > 1:
            yield f"id {name!r} stands {number} times"
        if not name or re.search(r"\s", name):
            yield f"id {name!r} is none"


# --- the page --------------------------------------------------------------------------------------------------------
def _of_the_page(tree: Tree) -> Iterator[str]:
    count = Counter(each.tag for each in elements(tree.root))
    for name in ("title", "main", "h1"):
        if count[name] != 1:
            yield f"{count[name]} × <{name}>, where one should stand"
    if not "".join(tree.root.find(".//title").itertext()).strip() if count["title"] else False:
        yield "the title is empty"
    if "lang" not in tree.root.attrib:
        yield "<html> has no lang"
    metas = Counter(name for each in elements(tree.root) if each.tag == "meta" and (name := each.get("name")))
    yield from (
        f"{number} × <meta name={name}>" for name, number in metas.items() if number > 1 and name != "theme-color"
    )
    if "viewport" not in metas:
        yield "no <meta name=viewport>"


def _is_body_ok(element: Element) -> bool:
    """A link that fetches something for the page may stand among its words (HTML, 4.2.4, "body-ok")."""
    kinds = element.get("rel", "").split()
    return element.tag == "link" and bool(kinds) and words.BODY_OK.issuperset(kinds)


# --- its elements ----------------------------------------------------------------------------------------------------
def _of_elements(tree: Tree, known: set[str]) -> Iterator[str]:
    by_id = {each.attrib["id"]: each for each in elements(tree.root) if "id" in each.attrib}

    def walk(element: Element, parent: str, allowed: frozenset[str] | None, around: tuple[str, ...]) -> Iterator[str]:
        tag = element.tag
        faults = [*_of_attributes(element, known), *_of_kind(element, around, by_id)]
        if tag in words.NEVER_EMPTY and not FILLED_BY_A_SCRIPT & {*around} and not _says_something(element):
            faults.append("is empty")
        if allowed is not None and not (
            tag in allowed or (parent in ("body", "head") and tag == SCREENS) or _is_body_ok(element)
        ):
            faults.append(f"may not stand in <{parent}>")
        if tag in words.ONLY_IN and parent not in (*words.ONLY_IN[tag], SCREENS):
            faults.append(f"may not stand in <{parent}>, only in {', '.join(sorted(words.ONLY_IN[tag]))}")
        yield from (f"{_shown(element)}: {fault}" for fault in faults)
        inside = _allowed_in(element, parent, allowed)
        named = (*around, "interactive " + tag) if _is_interactive(element) else (*around, tag)
        for child in element:
            if isinstance(child.tag, str) and not child.tag.startswith("{"):
                yield from walk(child, tag, inside, named)
            elif isinstance(child.tag, str) and inside is not None and name_of(child) not in inside:
                yield f"{_shown(child)}: may not stand in <{tag}>"

    if tree.is_document:
        yield from walk(tree.root, "", frozenset({"html"}), ())
    else:
        for child in tree.root:
            if isinstance(child.tag, str) and not child.tag.startswith("{"):
                yield from walk(child, SCREENS, None, (SCREENS,))


def _allowed_in(element: Element, parent: str, allowed: frozenset[str] | None) -> frozenset[str] | None:
    tag = element.tag
    if tag in words.TRANSPARENT:
        return (allowed or words.FLOW) | (words.FILES if tag in ("audio", "video") else frozenset())
    if tag == "div" and parent == "dl":
        return frozenset({"dt", "dd", "script", "template"})
    if tag == "div" and allowed is not None and not allowed >= words.FLOW - words.HEADINGS - {"table"}:
        return allowed
    return words.CHILDREN.get(tag, frozenset())


def _is_interactive(element: Element) -> bool:
    if element.tag == "input":
        return element.get("type") != "hidden"
    needed = words.EMPTY_ATTRIBUTES_OF.get(element.tag)
    return element.tag in words.INTERACTIVE and (needed is None or needed in element.attrib)


def _of_kind(element: Element, around: tuple[str, ...], by_id: dict[str, Element]) -> Iterator[str]:
    """What each kind of element must have, or must not stand in."""
    tag = element.tag
    if _is_interactive(element) or "tabindex" in element.attrib:
        for outer in ("a", "button"):
            if f"interactive {outer}" in around:
                yield f"stands in <{outer}>"
        if tag == "label" and "interactive label" in around:
            yield "stands in <label>"
    if tag == "img" and not {"alt", "src"} <= element.attrib.keys():
        yield "has no alt or no src"
    if tag == "button" and element.get("type") not in ("submit", "button", "reset"):
        yield "does not say of which type it is"
    if tag == "label":
        yield from _of_label(element, by_id)
    if tag in words.ONE_AND_FIRST:
        yield from _first(element, words.ONE_AND_FIRST[tag])
    if tag == "dl":
        yield from _of_terms(element)
    if tag == "time" and not DATE.fullmatch(element.get("datetime", "".join(element.itertext()))):
        yield "tells no time that a machine reads"
    if tag == "select" and "required" in element.attrib and not {"multiple", "size"} & element.attrib.keys():
        first = next(iter(element.iter("option")), None)
        if first is None or first.get("value", "".join(first.itertext())) != "":
            yield "is required, and its first option is not the empty one"
    if (
        tag == "a"
        and "href" not in element.attrib
        and {"target", "rel", "download", "hreflang"} & element.attrib.keys()
    ):
        yield "leads nowhere"
    if tag == "meta" and "content" not in element.attrib and "charset" not in element.attrib:
        yield "has no content"
    if tag == "ruby" or tag == "style" and "body" in around:
        yield "is not for here"


def _of_label(element: Element, by_id: dict[str, Element]) -> Iterator[str]:
    inside = [each for each in elements(element) if each.tag in words.LABELABLE and each.get("type") != "hidden"]
    target = by_id.get(element.get("for", ""))
    if len(inside) > 1:
        yield "holds more than one field"
    if target is not None and (target.tag not in words.LABELABLE or target.get("type") == "hidden"):
        yield f"is for a <{target.tag}>"
    if inside and "for" in element.attrib and inside[0].get("id") != element.get("for"):
        yield "holds another field than it is for"
    if not inside and "for" not in element.attrib:
        yield "is for nothing"


def _first(element: Element, name: str) -> Iterator[str]:
    places = [place for place, child in enumerate(element) if child.tag == name]
    if len(places) > 1 or places and places[0] != 0:
        yield f"<{name}> should be its first, and one"
    if not places and name == "summary":
        yield "has no summary"


def _of_terms(element: Element) -> Iterator[str]:
    rows = [child for child in element if child.tag in ("dt", "dd")]
    for group in (rows, *([each for each in child if each.tag in ("dt", "dd")] for child in element.iter("div"))):
        names = [each.tag for each in group]
        if names and (names[0] != "dt" or names[-1] != "dd"):
            yield "has a term without its words, or words without a term"


def _says_something(element: Element) -> bool:
    if (
        "".join(element.itertext()).strip()
        or element.get("label")
        or element.tag == "option"
        and "value" in element.attrib
    ):
        return True
    return any(each.get("alt") or each.get("aria-label") for each in element.iter())


# --- their attributes ------------------------------------------------------------------------------------------------
def _attributes_of(element: Element) -> set[str]:
    own = words.ATTRIBUTES.get(element.tag, "").split()
    if element.tag == "input":
        own += f"{words.EVERY_INPUT} {words.INPUT.get(element.get('type', 'text'), '')}".split()
    return {*words.GLOBAL, *own}


def _of_attributes(element: Element, known: set[str]) -> Iterator[str]:
    may = _attributes_of(element)
    for name, value in element.attrib.items():
        if name.startswith("aria-") and name.removeprefix("aria-") not in words.ARIA:
            yield f"{name} is not known"
        if name not in may and not name.startswith(words.OURS) and element.tag != "html":
            yield f"may not have {name}"
        if name in words.REFERENCES:
            missing = [each for each in value.split() if each not in known]
            if missing or not value.strip():
                yield f"{name} points at {' '.join(missing) or 'nothing'}"
        if name in NUMBERS and not NUMBERS[name].fullmatch(value):
            yield f"{name} is {value!r}, which is no number"
        if name in ("href", "src", "action", "formaction") and re.search(r"\s", value):
            yield f"{name} holds a space"
        if name in ("lang", "hreflang") and value not in words.LANGUAGES:
            yield f"{name} is {value!r}"
    target = element.get("href", "")
    if target.startswith("#") and target.removeprefix("#") not in {*known, "top"}:
        yield f"href points at {target}"
    role = element.get("role")
    if role is not None and not set(role.split()) <= words.ROLES or role == "":
        yield f"role {role!r} is not known"
    if role is None and element.tag in words.NAMELESS and {"aria-label", "aria-labelledby"} & element.attrib.keys():
        yield "has a name, which an element without a role may not have"
