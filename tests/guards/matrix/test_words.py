"""Pages in Khmer speak Khmer: no English of ours, of Django's or of allauth's is left on them, errors included."""

import re
from html.parser import HTMLParser

import pytest

from accounts.models import User
from tests.guards.matrix.elsewhere import OF_THE_FACTOR
from tests.guards.matrix.rules import RULES
from tests.guards.matrix.test_permissions import address, answer, client_of
from tests.guards.matrix.world import HERE, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]

READERS = ["anonymous", "facilitator", "programme_officer", "safeguarding_officer", "administrator"]
WORDS = re.compile(r"[A-Za-z]{2,}[,’' ]+[A-Za-z]{2,}")
"""Two words of Latin letters side by side: one alone may be a name or a code."""

OWN_NAMES = ("Account ", "Person ", "Zebra", "Quagga")
"""How accounts, people and groups of the matrix are called."""

SPOKEN = ("aria-label", "title", "placeholder", "alt")
NOT_READ = frozenset({"script", "style", "template", "code", "pre", "textarea"})
EMPTY = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


class EnglishLeft(HTMLParser):
    """Collects English that is read or spoken and stands in no element of another language than Khmer."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else "km"

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        language = own.get("lang") or ("-" if tag in NOT_READ else self.language)
        for name in SPOKEN:
            self._look(own.get(name) or "", language)
        if own.get("type") in ("submit", "button"):
            self._look(own.get("value") or "", language)
        if tag not in EMPTY:
            self.open.append((tag, language))

    def handle_endtag(self, tag):
        while self.open:
            name, _language = self.open.pop()
            if name == tag:
                break

    def handle_data(self, data):
        self._look(data, self.language)

    def _look(self, text: str, language: str) -> None:
        if language == "km" and WORDS.search(text) and not any(name in text for name in OWN_NAMES):
            self.found.append(" ".join(text.split()))


def english_in(content: str) -> list[str]:
    reader = EnglishLeft()
    reader.feed(content)
    return reader.found


@pytest.fixture
def world(world) -> World:
    User.objects.update(language="km")
    return world


def paths(world: World) -> list[tuple[str, str, tuple[str, ...]]]:
    ours = [(name, address(name, rule, world, HERE), rule.methods) for name, rule in sorted(RULES.items())]
    return [*ours, *((name, address(name, RULES["desk"], world, HERE), ("get", "post")) for name in OF_THE_FACTOR)]


@pytest.mark.parametrize("reader", READERS)
def test_pages_and_their_errors_are_in_khmer(reader, world):
    if user := world.users[reader]:
        user.refresh_from_db()
    client, faults = client_of(world, reader), []
    for name, path, methods in paths(world):
        for method in methods:
            response = answer(client, method, path)
            if response.headers.get("Content-Type", "").startswith("text/html"):
                found = english_in(response.content.decode())
                faults += [f"{method.upper()} {name} -> {response.status_code}: {text[:90]}" for text in found]
    assert not faults, "\n" + "\n".join(sorted(set(faults)))


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Save the changes</p>",
        '<button aria-label="Close this box">×</button>',
        '<input type="submit" value="Send the form">',
        '<div lang="en"><p>Sorng Khveang</p></div><option>- Select an option -</option>',
    ],
)
def test_english_that_was_left_is_found(planted):
    assert len(english_in(f'<html lang="km"><main>{planted}<p lang="en">This is quoted.</p></main></html>')) == 1


def test_what_is_marked_as_english_or_is_no_language_is_passed_over():
    assert (
        english_in('<p>ក្លឹប <span lang="en">Sorng Khveang club</span><br>A1-25</p><code>manage.py test now</code>') == []
    )
