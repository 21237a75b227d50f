"""What the look promises in a real browser: Khmer drawn as Khmer, menus without scripts, scripts that only help."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from participation.models import Kind
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_group,
    make_mark,
    make_meeting,
    make_membership,
    make_post,
    make_rule,
)
from tests.factories.people import make_person
from tests.factories.places import make_commune, make_village
from tests.journeys.conftest import DESK, PHONE

OUR_FONT = "Noto Sans Khmer"

# Text that is wider or taller than a box that hides what sticks out, and boxes that a line of it does not fit into.
CLIPPED = """() => [...document.querySelectorAll("body *")].filter((box) => {
  if (!box.checkVisibility() || box.closest("svg, select, .visually-hidden, thead")) return false;
  const own = [...box.childNodes].some((node) => node.nodeType === 3 && /[\\u1780-\\u17ff]/.test(node.data));
  const hides = getComputedStyle(box).overflow !== "visible";
  return own && hides && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1);
}).map((box) => box.outerHTML.slice(0, 120))"""

# Lines that stand closer together than the ink of the hardest words is high.
CRAMPED = """() => [...document.querySelectorAll("body *")].filter((box) => {
  if (!box.checkVisibility() || box.closest("svg")) return false;
  if (![...box.childNodes].some((node) => node.nodeType === 3 && /[\\u1780-\\u17ff]/.test(node.data))) return false;
  const style = getComputedStyle(box);
  return parseFloat(style.lineHeight) < 1.67 * parseFloat(style.fontSize);
}).map((box) => box.outerHTML.slice(0, 120))"""

SMALL = """(least) => [...document.querySelectorAll("a.button, button, summary, input:not([type=hidden]), select")]
  .filter((box) => box.checkVisibility() && !box.closest(".visually-hidden, label"))
  .map((box) => [box.getBoundingClientRect().height, box.outerHTML.slice(0, 120)])
  .filter(([height]) => height && height < least - 0.5)"""


def fonts_of_khmer(page: Page) -> set[tuple[str, bool]]:
    """The fonts that draw elements which hold one Khmer word and nothing else: name, and whether they came from us.

    A space, and the colon after the heading of a cell, are drawn by the font of Latin.
    """
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    page.evaluate("""() => document.querySelectorAll("body *").forEach((box) => {
      if (!box.checkVisibility() || box.matches("[data-label], :has(*)")) return;
      if (/^\\s*[\\u1780-\\u17ff]+\\s*$/.test(box.textContent)) box.dataset.khmer = "";
    })""")
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-khmer]"})["nodeIds"]
    assert nodes
    return {
        (font["familyName"], font["isCustomFont"])
        for node in nodes
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    }


@pytest.fixture
def officer(transactional_db):
    make_rule(Kind.CLUB)
    make_post(code="member")
    commune = make_commune("250101")
    club = make_group(area=make_village("25010101"), name_km="ក្លឹបកុមារភូមិស្ត្រីញ៉ុំព្រឹទ្ធ")
    make_membership(group=club, person=make_person(family_name="ញ៉ុំ", given_name="ស្ត្រី", birth_year=2014))
    user = make_user("programme_officer", area=commune.parent.parent, language="km", second_factor=False)
    user.club = club
    return user


@pytest.fixture
def officers_page(new_page, officer, enter_as, monkeypatch):
    """``officers_page(PHONE)``: a page on which the officer is signed in; the second factor is another journey."""
    monkeypatch.setattr("accounts.middleware.lacks_second_factor", lambda request: False)

    def open_page(size: dict, **choices) -> Page:
        page = new_page(size, **choices)
        enter_as(page, officer)
        return page

    return open_page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_khmer_is_drawn_by_our_font_and_nothing_is_cut(officers_page, officer, size):
    page = officers_page(size)
    for path in ("/desk/", "/desk/groups/", f"/desk/groups/{officer.club.pk}/", "/desk/groups/new/"):
        page.goto(path)
        page.evaluate("document.fonts.ready")
        assert fonts_of_khmer(page) == {(OUR_FONT, True)}
        assert (path, page.evaluate(CLIPPED)) == (path, [])
        assert (path, page.evaluate(CRAMPED)) == (path, [])
        assert (path, page.evaluate(SMALL, 44)) == (path, [])


SIDEWAYS = """() => [...document.querySelectorAll(".table-frame")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_roster_shows_attendance_and_consent_without_scrolling_sideways(officers_page, officer, size, language):
    """Twelve meetings, a long name and a long post: as wide as a roster gets."""
    officer.language = language
    officer.save()
    post = make_post(code="deputy_leader", name_km="អនុប្រធានក្រុម", name_en="Deputy leader")
    child = make_person(family_name="ឈឿន", given_name="ស្រីណុច", name_latin="Chhoeun Sreynoch", birth_year=2010)
    make_membership(group=officer.club, person=child, post=post)
    for ago in range(12):
        meeting = make_meeting(group=officer.club, held_on=timezone.localdate() - timedelta(days=7 * ago))
        make_mark(meeting=meeting, person=child)
    page = officers_page(size, language=language)
    page.goto(f"/desk/groups/{officer.club.pk}/")
    row = page.locator(".table-dense tbody tr", has_text="ស្រីណុច")
    expect(row.locator(".heat-cell")).to_have_count(12)
    expect(row.locator(".consent-mark")).to_have_count(3)
    assert page.evaluate(SIDEWAYS) == []
    page.locator(".table-dense").evaluate("table => { table.style.minInlineSize = '90rem' }")
    assert len(page.evaluate(SIDEWAYS)) == 1


def test_khmer_names_have_their_height_on_english_pages(officers_page, officer):
    officer.language = "en"
    officer.save()
    page = officers_page(DESK, language="en")
    for path in ("/desk/", "/desk/groups/", f"/desk/groups/{officer.club.pk}/"):
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert (path, page.evaluate(CRAMPED)) == (path, [])


def test_children_read_bigger_letters_and_touch_bigger_targets(phone):
    phone.goto("/km/more/")
    phone.evaluate("document.fonts.ready")
    assert fonts_of_khmer(phone) == {(OUR_FONT, True)}
    assert phone.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") >= 18
    assert phone.evaluate(CLIPPED) == []
    assert phone.evaluate(CRAMPED) == []
    assert phone.evaluate(SMALL, 48) == []


def test_what_is_cut_or_cramped_is_found(phone):
    """A planted fault for each of the measures above."""
    phone.goto("/km/more/")
    phone.evaluate("""() => {
      const box = document.createElement("p");
      box.textContent = "ស្ត្រី ញ៉ុំ ព្រឹទ្ធ";
      Object.assign(box.style, {height: "1rem", overflow: "hidden", lineHeight: "1.2"});
      const button = document.createElement("button");
      Object.assign(button.style, {height: "20px", minHeight: "0"});
      document.querySelector("main").append(box, button);
    }""")
    assert len(phone.evaluate(CLIPPED)) == 1
    assert len(phone.evaluate(CRAMPED)) == 1
    assert len(phone.evaluate(SMALL, 48)) == 1


def test_menu_opens_under_the_thumb_and_closes_by_escape(officers_page):
    page = officers_page(PHONE)
    page.goto("/desk/")
    menu = page.locator("#navigation")
    expect(menu).to_be_hidden()
    page.locator(".bottom-bar button").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_menu_stands_at_the_side_on_a_wide_screen(officers_page):
    page = officers_page(DESK)
    page.goto("/desk/groups/")
    expect(page.locator("#navigation")).to_be_visible()
    expect(page.locator(".bottom-bar")).to_be_hidden()
    expect(page.locator("#navigation [aria-current=page]")).to_have_attribute("href", "/desk/groups/")


def test_desk_works_without_scripts(chromium, live_server, officers_page):
    signed_in = officers_page(PHONE)
    context = chromium.new_context(
        base_url=live_server.url,
        viewport=PHONE,
        java_script_enabled=False,
        storage_state=signed_in.context.storage_state(),
    )
    page = context.new_page()
    page.goto("/desk/groups/")
    page.locator(".bottom-bar button").click()
    expect(page.locator("#navigation")).to_be_visible()
    page.goto("/desk/groups/")
    page.locator(".filter-bar-summary").click()
    expect(page.locator(".filter-bar-fields")).to_be_visible()
    page.locator("main .filter-bar-search button").click()
    expect(page.locator("h1")).to_be_visible()
    context.close()


def test_brightness_is_the_readers_choice_and_stays(officers_page):
    page = officers_page(DESK, dark=True)
    page.goto("/desk/")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.locator(".topbar-account").click()
    page.locator("[data-theme-choice] button[value=light]").click()
    light = page.evaluate(ground)
    assert light != dark
    page.goto("/desk/groups/")
    assert page.evaluate(ground) == light
    page.locator(".topbar-account").click()
    expect(page.locator("[data-theme-choice] button[value=light]")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-theme-choice] button[value=system]").click()
    assert page.evaluate(ground) == dark


def test_unsaved_words_are_not_lost_by_a_slip(officers_page):
    page = officers_page(DESK)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/desk/schools/new/")
    page.goto("/desk/groups/")
    assert asked == []
    page.goto("/desk/schools/new/")
    page.locator("main form input[type=text]").first.press_sequentially("Samaki")
    page.goto("/desk/groups/")
    assert asked == ["beforeunload"]


def test_paper_shows_the_page_and_not_the_portal(officers_page, officer):
    page = officers_page(DESK, dark=True)
    page.goto(f"/desk/groups/{officer.club.pk}/")
    expect(page.locator(".print-header")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".print-header")).to_be_visible()
    for chrome in (".topbar", "#navigation", ".bottom-bar", ".page-actions", ".tabs"):
        expect(page.locator(chrome)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


def test_paper_holds_the_register_in_its_width(officers_page, overflow):
    """A sheet of A4 held upright is about 680 pixels wide between its margins."""
    page = officers_page({"width": 680, "height": 960})
    page.emulate_media(media="print")
    page.goto("/desk/groups/")
    assert overflow(page) == 0
    narrow = "() => [...document.querySelectorAll('.place-path')].map((path) => path.getBoundingClientRect().width)"
    assert min(page.evaluate(narrow)) > 80


def test_tools_stand_at_the_end_of_the_bar_without_a_search_too(new_page, enter_as, transactional_db):
    page = new_page(DESK)
    enter_as(page, make_user("donor", language="km"))
    page.goto("/desk/")
    expect(page.locator(".topbar-search")).to_have_count(0)
    box = page.locator(".topbar-tools").bounding_box()
    assert DESK["width"] - (box["x"] + box["width"]) < 40
