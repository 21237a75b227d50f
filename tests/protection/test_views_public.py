"""Who helps in a commune: for everybody, in a child's words, silent in history, and on a sheet of paper."""

import re
from base64 import b64decode
from datetime import date

import pytest
import time_machine

from protection.models import Service
from tests.factories.accounts import stranger
from tests.factories.helplines import helpline
from tests.factories.places import make_commune, make_source
from tests.factories.services import make_coverage, make_service, make_type
from tests.guards.conformance.page import faults
from tests.protection.conftest import HERE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
HERE_ID = f"mef{HERE}"
PAGE, SHEET = f"/en/more/{HERE_ID}/", f"/en/more/{HERE_ID}/sheet/"
TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel("2026-11-23 05:00", tick=False):
        yield


@pytest.fixture
def centre(db) -> Service:
    helpline(number="1280", verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1))
    service = make_service(
        type=make_type("health"),
        area=make_commune(HERE),
        name_km="មណ្ឌលសុខភាព",
        name_en="Health centre",
        provider_en="Ministry",
        hours_en="Day and night",
        for_whom_en="For all children",
        cost="free",
        languages=["km", "csx"],
        is_accessible=True,
        is_child_friendly=True,
        phones="012 345 678, 099 111 222",
        checked_on=date(2026, 10, 1),
    )
    make_coverage(service=service)
    return service


def html(address: str) -> str:
    answer = stranger().get(address)
    assert answer.status_code == 200, address
    assert answer.cookies == {}
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    return answer.content.decode()


def test_a_commune_is_reached_by_province_and_district(centre):
    assert 'href="/en/more/near/"' in html("/en/more/")
    assert 'href="/en/more/near/mef05/"' in html("/en/more/near/")
    assert f'href="{PAGE}"' in html("/en/more/near/mef05/")
    assert stranger().get("/en/more/near/mef06/").status_code == 404
    assert stranger().get(f"/en/more/near/{HERE_ID}/").status_code == 404


def test_page_says_in_a_childs_words_what_helps_with_what(centre):
    text = html(PAGE)
    assert "When you are ill or hurt and need a nurse or a doctor" in text
    assert re.findall(r'href="tel:([^"]*)"', text) == ["1280", "012345678", "099111222"]
    for word in ("Health centre", "Ministry", "Day and night", "For all children", "It costs nothing", "Sign language"):
        assert word in text
    assert "You get in without steps" in text
    khmer = html(f"/km/more/{HERE_ID}/")
    assert "មណ្ឌលសុខភាព" in khmer
    assert "Health centre" not in khmer


def test_only_what_is_checked_open_and_covers_the_commune_today_is_shown(centre):
    for name, given in {
        "Unchecked": {"is_checked": False},
        "Faded": {"checked_on": date(2026, 1, 1)},
        "Closed": {"closed_on": date(2026, 11, 1)},
        "Elsewhere": {},
        "Ended": {},
        "Ahead": {},
        "Due": {"checked_on": date(2026, 5, 1)},
    }.items():
        service = make_service(name_en=f"{name} office", area=make_commune("050602"), **given)
        period = {"Ended": {"ended_on": date(2026, 11, 22)}, "Ahead": {"began_on": date(2026, 11, 24)}}.get(name, {})
        commune = make_commune("050602" if name == "Elsewhere" else HERE)
        make_coverage(service=service, commune=commune, **period)
    text = html(PAGE)
    assert sorted(set(re.findall(r"(\w+) office", text))) == ["Due"]


@pytest.mark.parametrize("language", ["km", "en"])
def test_pages_are_html_without_a_fault(centre, language):
    for address in (PAGE, SHEET, "/en/more/near/", "/en/more/near/mef05/"):
        assert faults(html(address.replace("/en/", f"/{language}/"))) == [], address


def test_titles_and_addresses_say_nothing_and_the_way_out_is_there(centre):
    for address in ("/en/more/near/", "/en/more/near/mef05/", PAGE, SHEET):
        text = html(address)
        assert TITLE.search(text)[1].startswith("More")
        assert text.count('href="/en/calendar/" rel="noreferrer" data-leave') == 2
        assert "<form" not in text
        assert "noindex" in text


def test_paper_outlives_a_service(centre):
    """A square on a wall still leads somewhere when nothing is known there any more; a place that is none does not."""
    Service.objects.all().delete()
    assert "We know of no service here that was checked lately." in html(PAGE)
    assert "1280" in html(SHEET)
    assert "We know of no service that was checked lately." in html("/en/more/near/")
    for address in ("/en/more/mef0506/", "/en/more/mef999999/", "/en/more/x/", "/en/more/mef0506/sheet/"):
        assert stranger().get(address).status_code == 404


def test_a_commune_of_a_list_of_before_is_none(centre):
    make_source("ncdd", is_current=False)
    make_commune(HERE, source="ncdd")
    assert stranger().get(f"/en/more/ncdd{HERE}/").status_code == 404


def test_sheet_carries_a_square_that_leads_to_the_page(centre, settings):
    settings.PUBLIC_URL = "https://portal.example"
    text = html(SHEET)
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', text)[1]
    assert b"<svg" in b64decode(picture)
    assert f"portal.example{PAGE}" in text
    assert "012 345 678, 099 111 222" in text


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_and_three(centre, number, django_assert_num_queries):
    for place in range(number):
        make_coverage(service=make_service(type=make_type(("police", "legal", "shelter")[place]), area=centre.area))
    for address, queries in ((PAGE, 3), (SHEET, 3), ("/en/more/near/", 2), ("/en/more/near/mef05/", 1)):
        stranger().get(address)
        with django_assert_num_queries(queries):
            stranger().get(address)
