"""The styles of a page for everybody: all the rules that it needs, and their hash in its policy."""

import hashlib
import re
from base64 import b64encode

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.pruning import READ, Group, rules_of
from portal.public_style import PLACE, put_styles, style_element, styles, styles_for
from portal.stylesheets import AFTER, MADE
from reports.actions import publish_snapshot
from tests.content.conftest import EVERY_KIND
from tests.factories.accounts import stranger
from tests.factories.helplines import helpline
from tests.guards.conformance.test_public import asked_about, others, published

STATES = (":hover", ":focus-visible", ":focus-within", ":focus", ":active", "::before", "::after", "::marker")
"""What is true of an element now and then, or is drawn beside it."""


def made(sheet: str) -> str:
    return MADE[sheet](sheet)


def selectors(rules) -> set[str]:
    """The selectors of all rules, as they find elements in whatever state."""
    found = set()
    for rule in rules:
        found |= selectors(rule.rules) if isinstance(rule, Group) else {selector for selector, _names in rule.selectors}
    return found


def lasting(selector: str) -> str:
    for state in STATES:
        selector = selector.replace(state, "")
    return re.sub(r":not\(,*\)", "", selector)


@pytest.mark.django_db
@pytest.mark.once
def test_no_rule_is_left_out_that_finds_something_on_a_page(portal_with):
    portal_with(*EVERY_KIND, rights=(12, 13))
    helpline()
    publish_snapshot()
    whole, lengths = selectors(rules_of(styles())), {}
    for address in [*asked_about(published()), *others()]:
        page = stranger().get(address).content
        kept = styles_for(page)[0].decode()
        soup = BeautifulSoup(page, "html.parser")
        there = selectors(rules_of(kept + made(AFTER)))
        lost = [each for each in whole - there if "-webkit-" not in each]
        assert [each for each in lost if soup.select(lasting(each))] == [], address
        lengths[address] = len(kept)
    assert len(set(lengths.values())) > 5  # kinds of pages have styles of their own
    assert lengths["/km/rights/12/?age=7"] < 0.7 * len(styles())


def test_the_place_is_taken_by_the_styles_and_their_hash_is_told():
    page, fingerprint = put_styles(f'<head>{PLACE}</head><body class="public">'.encode())
    text = page.partition(b"<style>")[2].partition(b"</style>")[0]
    assert b".public{" in text
    assert b".polls" not in text
    assert fingerprint == f"'sha256-{b64encode(hashlib.sha256(text).digest()).decode()}'"
    assert PLACE.encode() not in page


def test_a_page_without_a_place_stays_as_it_is():
    assert put_styles(b"<p>x</p>") == (b"<p>x</p>", None)


def test_what_a_script_may_make_is_there_before_it_runs():
    """Nothing on the page says so yet; the scripts do."""
    text = styles_for(b'<script src="/static/js/leave.js" defer></script>')[0].decode()
    assert ".pack{" in text
    assert ".button{" in text
    assert ".search-found" not in text


def test_a_page_without_a_script_keeps_nothing_for_scripts():
    text = styles_for(b'<script type="application/ld+json">{}</script><p class="public">words</p>')[0].decode()
    assert ".pack,.pack-shelf{" not in text
    assert "[data-theme=" not in text.replace(':not([data-theme="light"])', "")
    assert "fieldset{" not in text
    assert "fieldset{" in styles_for(b'<fieldset class="public">')[0].decode()


def test_what_comes_after_the_words_declares_what_it_reads():
    after, kept = made(AFTER), styles_for(b'<p class="public">')[0].decode()
    read = set(READ.findall(after))
    assert len(read) > 10
    assert {name for name in read if f"{name}:" not in after} == set()
    assert "--danger-soft:" not in kept
    assert after.startswith("@layer ")


def test_what_paper_gives_another_value_is_read_where_it_is_used():
    """As the shadow of a card, which has one value on every screen and none on paper."""
    kept = styles_for(b'<p class="public"><a class="right-card">x</a></p>')[0].decode()
    assert "--shadow:none" in made(AFTER)
    assert "box-shadow:var(--shadow)" in kept
    assert "--radius" not in kept


def test_blanks_between_lines_go_but_where_they_count():
    for written, left in (("<p>x\n\n  y</p>", b"<p>x\ny</p>"), ("<pre>x\n\n  y</pre>", b"<pre>x\n\n  y</pre>")):
        assert left in put_styles(f"\n<head>{PLACE}</head>{written}".encode())[0]


@pytest.mark.parametrize(
    "shown",
    [
        b'<svg><path fill="var(--skin)"/></svg>',
        b'<svg class="drawing"><use href="/static/img/drawings.0a1b.svg#search"/></svg>',
        b'<script src="/static/js/leave.js"></script>',  # which may show one
    ],
)
def test_a_drawing_finds_its_colours_on_the_page_that_shows_it(shown):
    page = b'<p class="public">'
    assert "--skin:" not in styles_for(page)[0].decode()
    assert "--skin:" in styles_for(page + shown)[0].decode()


def test_paper_is_ruled_after_the_words():
    assert "@page" not in styles_for(b'<p class="public">')[0].decode()
    assert "@page" in made(AFTER)
    assert "@font-face" in made(AFTER)


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_a_page_of_an_error_has_rules_and_our_letters(template):
    """Where a machine has no Khmer letters of its own, its words would be boxes."""
    linked = re.findall(r'<link rel="stylesheet" href="/static/(css/\w+\.css)">', render_to_string(template))
    assert linked == ["css/public.css", AFTER]


def test_behind_the_door_a_page_links_to_the_whole_sheet():
    assert style_element(RequestFactory().get("/km/more/")) == PLACE
    for request in (None, RequestFactory().get("/desk/")):
        assert 'rel="stylesheet"' in style_element(request)
