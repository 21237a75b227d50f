"""Every kind of public page, and the phone's app, is HTML without a fault; and a fault that is planted is found."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from fieldbook.shell import shell
from reports.actions import publish_snapshot
from tests.content.conftest import EVERY_KIND
from tests.factories.accounts import stranger
from tests.factories.helplines import helpline
from tests.guards.conformance.page import faults

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LANGUAGES = ("km", "en")
ADDRESSES = ("help", "calendar", "near", "search", "offline", "account_login")


SCREENS = frozenset({"home", "phone", "worried", "pin"})
"""What the phone's app shows at ``#name``."""


def published() -> dict[type, list[str]]:
    """The addresses of all public pages, by kind."""
    found: dict[type, list[str]] = {}
    for page in Page.objects.live().filter(depth__gt=1).specific():
        if address := page.get_url():
            found.setdefault(type(page), []).append(address)
    return found


def asked_about(pages: dict[type, list[str]]) -> list[str]:
    """All but what reads the same twice: of a kind with many pages, the first and last in each language."""
    some = []
    for addresses in pages.values():
        for language in LANGUAGES:
            own = sorted(each for each in addresses if each.startswith(f"/{language}/"))
            some += {*own[:1], *own[-1:]}
    return some


def others() -> list[str]:
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found += [reverse(name) for name in ADDRESSES]
            search = reverse("search")
        words = ("សិទ្ធិ", "right", "zzzz")
        found += [f"{search}?q={word}" for word in words]
        found += [f"/{language}/rights/12/?age={age}" for age in (7, 15)]
        found += [f"/{language}/polls/best-in-the-club/?result=1", f"/{language}/nothing/here/"]
    return found


def test_public_pages_have_no_fault(portal_with, figure):
    portal_with(*EVERY_KIND, rights=(12, 13))
    helpline()
    publish_snapshot()
    pages = published()
    found, read = [], 0
    for address in [*asked_about(pages), *others()]:
        answer = stranger().get(address)
        assert answer.status_code == (404 if "nothing" in address else 200), address
        assert answer.headers["Content-Type"].startswith("text/html"), address
        found += [f"{address}: {fault}" for fault in faults(answer.content.decode())]
        read += 1
    figure(f"HTML validator: {len(found)} errors on {read} public pages of {len(pages)} kinds")
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_app_of_the_phone_has_no_fault(language):
    assert faults(shell(language).body.decode(), screens=SCREENS) == []


# --- what the validator is worth -------------------------------------------------------------------------------------
WHOLE = (
    '<!doctype html><html lang="km"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>x</title></head><body><main><h1>x</h1>{}</main></body></html>"
)


def test_a_page_that_keeps_the_rules_has_no_fault():
    rows = "<template><tr><td>1</td></tr></template><dl><div><dt>a</dt><dd>b</dd></div></dl>"
    field = '<form action="/x/"><label for="a">n</label><input id="a" type="number" min="1"></form>'
    svg = '<svg viewBox="0 0 9 9" aria-hidden="true"><use href="#nowhere"/></svg>'
    link = '<a href="#a"><span>to</span></a><time datetime="2026-11-28">28</time>'
    sheet = '<link rel="stylesheet" href="/x.css">'
    assert faults(WHOLE.format(rows + field + svg + link + sheet)) == []


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("<p><div>x</div></p>", "parser: "),
        ("<p>x<span>y</p>", "parser: "),
        ('<p id="a">x</p><p id="a">y</p>', "id 'a' stands 2 times"),
        ('<p id="">x</p>', "id '' is none"),
        ('<label for="a">x</label>', "for points at a"),
        ('<p aria-describedby="a b" id="b">x</p>', "aria-describedby points at a"),
        ('<a href="#a">x</a>', "href points at #a"),
        ("<span><div>x</div></span>", "<div>: may not stand in <span>"),
        ('<button type="button"><h2>x</h2></button>', "<h2>: may not stand in <button>"),
        ("<strong><a href='/'><h2>x</h2></a></strong>", "<h2>: may not stand in <a>"),
        ("<ul><p>x</p></ul>", "<p>: may not stand in <ul>"),
        ("<div><li>x</li></div>", "<li>: may not stand in <div>, only in menu, ol, ul"),
        ("<dl><dt>x</dt></dl>", "without its words"),
        ('<a href="/"><button type="button">x</button></a>', "stands in <a>"),
        ('<button type="button"><span tabindex="0">x</span></button>', "stands in <button>"),
        ('<img src="/x.png">', "has no alt"),
        ("<button>x</button>", "of which type"),
        ("<h1>y</h1>", "2 × <h1>"),
        ("<main>y</main>", "2 × <main>"),
        ("<h2> </h2>", "is empty"),
        ('<p lang="kh">x</p>', "lang is 'kh'"),
        ("<center>x</center>", "may not stand in <main>"),
        ('<link rel="icon" href="/x.svg">', "<link"),
        ('<table align="left"><tr><td>x</td></tr></table>', "may not have align"),
        ('<input type="checkbox" placeholder="x">', "may not have placeholder"),
        ('<p hx-get="/x/">x</p>', "may not have hx-get"),
        ('<p aria-lable="x">x</p>', "aria-lable is not known"),
        ('<p role="buton">x</p>', "role 'buton' is not known"),
        ('<span aria-label="x">y</span>', "without a role may not have"),
        ('<select required><option value="a">x</option></select>', "not the empty one"),
        ("<time>ថ្ងៃនេះ</time>", "tells no time"),
        ("<template><span><ul><li>x</li></ul></span></template>", "<ul>: may not stand in <span>"),
    ],
)
def test_what_is_wrong_is_found(planted, said):
    found = faults(WHOLE.format(planted))
    assert any(said in fault for fault in found), found


def test_a_page_without_language_or_title_is_found():
    assert set(faults("<!doctype html><main><h1>x</h1></main>")) == {
        "0 × <title>, where one should stand",
        "<html> has no lang",
        "no <meta name=viewport>",
    }
