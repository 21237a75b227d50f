"""The codes at the desk: who keeps them, what is said of what is missing, and what the journal keeps."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import JournalEntry
from reports.models import DhisCode, DhisPlace, DhisSystem
from tests.factories.accounts import make_user, signed_in
from tests.factories.places import make_area, make_commune
from tests.factories.reports import make_dhis_code, make_dhis_place, make_frozen, make_indicators, make_system
from tests.reports.dhis2.quarters import DEEDS, PEOPLE

pytestmark = pytest.mark.django_db
PAGES = ("dhis2", "dhis2_system", "dhis2_places", "dhis2_place", "dhis2_csv", "dhis2_places_xlsx")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def client():
    return signed_in(make_user("administrator", language="en"))


def url(name: str, *args, query: str = "") -> str:
    return reverse(f"targets:{name}", args=args) + query


def details(verb: str) -> list[dict]:
    return list(JournalEntry.objects.filter(verb=verb).order_by("pk").values_list("details", flat=True))


@pytest.mark.parametrize("role", ["area_officer", "donor", "safeguarding_officer", "facilitator", "focal_point"])
def test_codes_are_closed_to_who_keeps_no_targets(role):
    client = signed_in(make_user(role))
    assert {client.get(url(name)).status_code for name in PAGES} == {404}


def test_codes_are_closed_to_who_keeps_targets_of_one_province():
    client = signed_in(make_user("programme_officer", area=make_area("05")))
    code, place = make_dhis_code(), make_dhis_place()
    assert {client.get(url(name)).status_code for name in PAGES} == {404}
    assert client.post(url("dhis2_system"), {"data_set": "X"}).status_code == 404
    assert client.get(url("dhis2_code", code.indicator_id)).status_code == 404
    assert client.post(url("dhis2_remove_code", code.pk)).status_code == 404
    assert client.post(url("dhis2_remove_place", place.pk)).status_code == 404
    assert (DhisSystem.objects.count(), DhisCode.objects.count(), DhisPlace.objects.count()) == (0, 1, 1)


def test_page_says_what_is_missing(client):
    known = make_indicators()
    page = client.get(url("dhis2")).text
    assert "Say first which data set of DHIS2 receives the values." in page
    assert f"{len(known)} indicators have no DHIS2 code." in page
    make_system()
    make_dhis_code(indicator=known[PEOPLE], data_element="KIDS")
    page = client.get(url("dhis2")).text
    assert "Say first" not in page
    assert f"{len(known) - 1} indicators have no DHIS2 code." in page
    assert "KIDS" in page


def test_page_warns_of_two_numbers_on_one_element(client):
    known = make_indicators()
    make_system()
    for name in (PEOPLE, DEEDS):
        make_dhis_code(indicator=known[name], data_element="SAME")
    assert "would overwrite the other" in client.get(url("dhis2")).text


def test_page_asks_the_same_few_questions(client, django_assert_max_num_queries):
    known = make_indicators()
    client.get(url("dhis2"))
    with django_assert_max_num_queries(14) as few:
        client.get(url("dhis2"))
    for name in (PEOPLE, DEEDS, "participations"):
        make_dhis_code(indicator=known[name])
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url("dhis2"))


def test_system_is_described_and_noted(client):
    answer = client.post(
        url("dhis2_system"),
        {"data_set": "CLUBS", "id_scheme": "code", "place_scheme": "uid", "level": "3", "attribute_option_combo": ""},
    )
    assert answer.headers["Location"] == url("dhis2")
    system = DhisSystem.objects.get()
    assert (system.data_set, system.place_scheme, system.level, system.marks_complete) == ("CLUBS", "uid", 3, False)
    assert details("dhis2.changed") == [{"fields": ["data_set", "level", "place_scheme"]}]
    client.post(url("dhis2_system"), {"data_set": "A,B", "id_scheme": "code", "place_scheme": "code", "level": "1"})
    assert DhisSystem.objects.get().data_set == "CLUBS"


def test_number_is_given_a_code_another_one_and_none(client):
    known = make_indicators()
    address = url("dhis2_code", known[PEOPLE].pk, query="?cell=sex:female")
    assert "Sex: Female" in client.get(address).text
    client.post(address, {"data_element": "KIDS", "option_combo": "F"})
    client.post(address, {"data_element": "KIDS", "option_combo": "GIRLS"})
    code = DhisCode.objects.get()
    assert (code.cell, code.data_element, code.option_combo) == (("sex", "female"), "KIDS", "GIRLS")
    told = {"indicator": PEOPLE, "cell": "sex:female", "element": "KIDS"}
    assert details("dhis2.coded") == [{**told, "combo": "F"}, {**told, "combo": "GIRLS"}]
    client.post(url("dhis2_remove_code", code.pk))
    assert (DhisCode.objects.count(), details("dhis2.uncoded")) == (0, [{**told, "combo": "GIRLS"}])


def test_number_that_an_indicator_has_not_is_no_page(client):
    known = make_indicators()
    for cell in ("sex:other", "sex:", "zoo:lion", "part:club"):
        name = DEEDS if cell.startswith("sex") else "mechanisms"
        assert client.get(url("dhis2_code", known[name].pk, query=f"?cell={cell}")).status_code == 404


def test_people_are_never_sent_by_single_quarters(client):
    known = make_indicators()
    address = url("dhis2_code", known[PEOPLE].pk)
    assert "What was new in the quarter" not in client.get(address).text
    client.post(address, {"data_element": "KIDS", "counts": "in_quarter"})
    assert DhisCode.objects.get().counts == "to_date"
    address = url("dhis2_code", known[DEEDS].pk)
    assert "What was new in the quarter" in client.get(address).text
    client.post(address, {"data_element": "DEEDS", "counts": "in_quarter"})
    assert DhisCode.objects.get(indicator=known[DEEDS]).counts == "in_quarter"


@pytest.mark.parametrize("wrong", ["=1+1", "a,b", "x" * 51, "កុមារ", ""])
def test_only_codes_are_kept(client, wrong):
    known = make_indicators()
    answer = client.post(url("dhis2_code", known[PEOPLE].pk), {"data_element": wrong})
    assert (answer.status_code, DhisCode.objects.count()) == (200, 0)


def test_identifiers_are_asked_for_where_the_system_takes_them(client):
    known = make_indicators()
    make_system(id_scheme="uid", place_scheme="uid", data_set="lyLU2wR22tC")
    answer = client.post(url("dhis2_code", known[PEOPLE].pk), {"data_element": "KIDS"})
    assert "identifiers of eleven signs" in answer.text
    client.post(url("dhis2_code", known[PEOPLE].pk), {"data_element": "fbfJHSPpUQD"})
    assert DhisCode.objects.get().data_element == "fbfJHSPpUQD"
    area = make_area("05")
    assert "identifiers of eleven signs" in client.post(url("dhis2_place"), {"area": area.pk, "org_unit": "KH05"}).text
    client.post(url("dhis2_place"), {"area": area.pk, "org_unit": "O6uvpzGd5pu"})
    assert DhisPlace.objects.get().org_unit == "O6uvpzGd5pu"


def test_places_are_listed_as_they_are_sent(client):
    make_system()
    make_area("10")
    client.post(url("dhis2_place"), {"area": make_area("05").pk, "org_unit": "KH_05"})
    page = client.get(url("dhis2_places")).text
    assert "KH_05" in page
    assert ">10<" in page
    assert details("dhis2.place_coded") == [{"area": "mef05", "unit": "KH_05"}]
    client.post(url("dhis2_remove_place", DhisPlace.objects.get().pk))
    assert details("dhis2.place_uncoded") == [{"area": "mef05", "unit": "KH_05"}]
    assert not DhisPlace.objects.exists()


def test_a_village_has_no_code(client):
    answer = client.post(url("dhis2_place"), {"area": make_area("05060101").pk, "org_unit": "V1"})
    assert (answer.status_code, DhisPlace.objects.count()) == (200, 0)


def test_lists_of_places_ask_the_same_few_questions(client, django_assert_max_num_queries):
    make_system(level=3)
    make_commune("050601")
    client.get(url("dhis2_places"))
    with django_assert_max_num_queries(15) as few:
        client.get(url("dhis2_places"))
    for number in range(2, 6):
        make_commune(f"05060{number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url("dhis2_places"))


def test_administrator_hears_who_takes_the_files(client):
    make_indicators()
    make_frozen()
    page = client.get(url("dhis2")).text
    assert "The files of a quarter are taken by programme officers of the whole country" in page
    officer = signed_in(make_user("programme_officer", language="en"))
    assert "Take a quarter to DHIS2" in officer.get(url("dhis2")).text


def test_frozen_page_leads_to_dhis2_who_may_send(client):
    frozen = make_frozen(rules={})
    address = url("dhis2_preview", frozen.pk)
    officer = signed_in(make_user("programme_officer", language="en"))
    assert address in officer.get(url("frozen_page", frozen.pk)).text
    local = signed_in(make_user("programme_officer", area=make_area("05"), language="en"))
    assert address not in local.get(url("frozen_page", frozen.pk)).text
