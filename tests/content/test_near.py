"""Clubs and councils near the reader: groups by commune, rounded totals, never a name, a village or a register."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.ask_pages import make_ask_board
from participation.models import Kind
from places.models import AdminArea
from reports.actions import publish_snapshot
from reports.models import PublicSnapshot, SnapshotArea
from tests.factories.accounts import stranger
from tests.factories.asks import make_ask_release
from tests.factories.councils import make_body, make_mandate, make_representation, make_seat
from tests.factories.participation import make_ask, make_group, make_membership, make_post
from tests.factories.people import make_person
from tests.factories.places import make_commune, make_village

pytestmark = pytest.mark.django_db


def html(address: str, **asked: str) -> str:
    answer = stranger().get(address, asked)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    return answer.content.decode().split("</style>")[1]


@pytest.fixture
def figures():
    """A club of twenty and a council of three in one commune, a network in another, and a commune without a group."""
    club = make_group(area=make_village("05060101", name_latin="Secret village"), name_latin="Star club")
    for turn in range(20):
        make_membership(group=club, person=make_person(sex=("female", "male")[turn % 2], birth_year=2014))
    council = make_group(area=make_commune("050601"), kind=Kind.COUNCIL, name_latin="Moon council")
    make_membership(group=council, person=make_person(family_name="Secretname", birth_year=2013))
    make_group(area=make_commune("050602"), kind=Kind.NETWORK)
    make_commune("060101")
    return publish_snapshot()


def test_provinces_lead_to_their_communes(figures):
    shown = html("/en/near/")
    assert 'href="/en/near/mef05/"' in shown
    assert "/en/near/mef06/" not in shown
    inside = html("/en/near/mef05/")
    assert "Place 0506" in inside
    commune = re.search(r'<li id="mef050601">(.*?)</li>', inside, re.DOTALL)[1]
    assert "1 club" in commune
    assert "1 council" in commune
    assert re.search(
        r"1 family protection network\b", re.search(r'<li id="mef050602">(.*?)</li>', inside, re.DOTALL)[1]
    )


def test_no_small_number_no_name_and_no_village_is_shown(figures):
    for address in ("/en/near/", "/en/near/mef05/", "/km/near/mef05/"):
        shown = html(address)
        assert [word for word in ("Secret", "Star club", "Moon council", "21 ", "about 3") if word in shown] == []
    row = figures.areas.get(area="mef050602")
    assert (row.networks, row.children) == (1, None)


def test_a_commune_is_found_by_its_name(figures):
    make_commune("050603", name_km="ឃុំស្វាយ", name_latin="Svay")
    shown = html("/en/near/", q="Place 050601")
    assert 'href="/en/near/mef05/#mef050601"' in shown
    assert 'href="/en/near/mef050601/council/"' in shown
    assert "/council/" not in html("/en/near/", q="Place 050602")
    assert "Place 05" in shown
    assert "មិនទាន់មានក្រុមទេ" in html("/km/near/", q="ស្វាយ")
    assert "No commune is called" in html("/en/near/", q="xyzxyz")
    assert "noindex" in stranger().get("/en/near/", {"q": "Svay"}).text


@pytest.mark.parametrize("asked", ["", " ", "\x00", "%", "'", "<b>", "១", "a" * 5000])
def test_any_name_may_be_asked_for(figures, asked):
    shown = html("/en/near/", q=asked)
    assert "<b>”" not in shown


@pytest.mark.parametrize("area", ["mef06", "mef0506", "mef050601", "mef", "x", "mef99"])
def test_only_a_province_with_a_group_has_a_page(figures, area):
    assert stranger().get(f"/en/near/{area}/").status_code == 404


def test_what_joins_after_the_snapshot_is_not_shown(figures):
    make_group(area=make_commune("060101"))
    assert "/en/near/mef06/" not in html("/en/near/")
    publish_snapshot()
    assert "/en/near/mef06/" in html("/en/near/")


def test_without_figures_the_page_still_says_how_to_join():
    shown = html("/en/near/")
    assert "No figures are published yet." in shown
    assert "How to join" in shown
    assert stranger().get("/en/near/mef05/").status_code == 404


# --- the councils of a commune ---------------------------------------------------------------------------------------
@pytest.fixture
def councils(figures):
    """Beside what is there: a council of ten with a leader, in the commune of the network."""
    council = make_group(area=make_commune("050602"), kind=Kind.COUNCIL, name_latin="Sun council")
    posts = [make_post(Kind.COUNCIL, "leader"), *[make_post(Kind.COUNCIL)] * 9]
    make_post(Kind.COUNCIL, "secretary")
    for number, post in enumerate(posts, 1):
        person = make_person(family_name="Secretname", birth_year=2014)
        make_membership(group=council, person=person, post=post)
        seat = make_seat(council=council, number=number, title_km="Secret seat")
        if number < 9:
            make_mandate(seat=seat, person=person)
    make_representation(council=council, body=make_body(name_km="ក្រុមប្រឹក្សាឃុំ", name_en="Commune council"))
    return publish_snapshot()


def test_a_commune_leads_to_its_councils_with_posts_and_no_name(councils):
    inside = html("/en/near/mef05/")
    assert 'href="/en/near/mef050602/council/"' in inside
    shown = html("/en/near/mef050602/council/")
    assert "About 10 children belong to it." in shown
    assert re.search(r"<b>Leader</b> <span>somebody holds this post", shown)
    assert re.search(r"<b>Secretary</b> <span>nobody holds this post now", shown)
    assert "It has 10 seats." in shown
    assert "A seat is free" in shown
    assert "<li>Commune council</li>" in shown
    assert [word for word in ("Secretname", "Sun council", "Secret village", "Secret seat") if word in shown] == []
    assert "ប្រធាន" in html("/km/near/mef050602/council/")


def test_a_small_council_tells_nothing_but_how_to_reach_it(councils):
    shown = html("/en/near/mef050601/council/")
    assert "Few children belong to it" in shown
    assert "Leader" not in shown
    assert "How to reach it" in shown


@pytest.fixture
def board(portal_with):
    portal_with(make_ask_board)


def test_a_council_leads_to_what_was_asked_in_its_commune(board, councils):
    assert "/en/asks/" not in html("/en/near/mef050602/council/")
    make_ask_release(ask=make_ask("sent", group=make_group(area=make_village("05060201"))))
    for language in ("en", "km"):
        assert f'href="/{language}/asks/?place=mef050602"' in html(f"/{language}/near/mef050602/council/")
    assert "/en/asks/" not in html("/en/near/mef050601/council/")


def test_councils_are_those_of_the_snapshot(councils):
    make_group(area=make_commune("060101"), kind=Kind.COUNCIL)
    assert stranger().get("/en/near/mef060101/council/").status_code == 404
    publish_snapshot()
    assert "How to reach it" in html("/en/near/mef060101/council/")
    for wrong in ("mef05", "mef0506", "mef05060101", "x", "mef999999"):
        assert stranger().get(f"/en/near/{wrong}/council/").status_code == 404


def test_councils_cost_few_queries_however_many(councils):
    client = stranger()
    for more in (0, 2):
        for _number in range(more):
            group = make_group(area=make_commune("050602"), kind=Kind.COUNCIL)
            for _turn in range(5):
                make_membership(group=group, person=make_person(birth_year=2014))
        publish_snapshot()
        client.get("/km/near/mef050602/council/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/km/near/mef050602/council/")
        assert len(asked) <= 4


def country() -> None:
    """Every province, district and commune of a list as long as the real one, each commune with a group."""
    whole = PublicSnapshot.objects.create(
        counted_on="2026-11-01", clubs=1660, councils=0, networks=0, communes=1660, children=33200
    )
    make_commune("010101")
    first = AdminArea.objects.get(pk="mef010101")
    made = []
    for province in range(1, 26):
        codes = [(1, f"{province:02}")]
        for district in range(1, 9 if province <= 15 else 10):
            codes.append((2, f"{province:02}{district:02}"))
            codes += [(3, f"{province:02}{district:02}{commune:02}") for commune in range(1, 9)]
        made += [
            AdminArea(
                id=f"mef{code}",
                source="mef",
                code=code,
                dataset_year=first.dataset_year,
                level=level,
                unit_type=("khaet", "srok", "khum")[level - 1],
                name_km=f"ទី{code}",
                name_latin=f"Place {code}",
                name_key=f"place {code}",
                parent_id=f"mef{code[:-2]}" if level > 1 else None,
            )
            for level, code in codes
        ]
    known = set(AdminArea.objects.values_list("pk", flat=True))
    AdminArea.objects.bulk_create([area for area in made if area.pk not in known])
    SnapshotArea.objects.bulk_create(
        SnapshotArea(snapshot=whole, area=area, clubs=1, councils=0, networks=0, children=20, girls=10, boys=10)
        for area in made
        if area.level != 2
    )


def test_a_whole_country_costs_few_queries_and_few_bytes(figure):
    country()
    client = stranger()
    for address, most in (("/km/near/", 2), ("/km/near/mef20/", 2), ("/km/near/?q=Place", 3)):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert len(asked) <= most
        size = len(answer.content) / 1000
        figure(f"first answer, {address}, 25 provinces and 1,660 communes, br: {size:.1f} kB (at most 14)")
        assert size <= 14
    assert SnapshotArea.objects.of_level(AdminArea.COMMUNE).count() > 1650
