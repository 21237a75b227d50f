"""What Primero and OSCaR call our types and places, at the desk: who says it, what is refused, what is noted."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import JournalEntry
from protection.models import ExchangeList, ExchangePlace, ServiceTypeCode
from protection.seeds.exchange_codes import BESIDE_OSCAR
from protection.seeds.service_types import plant_service_types
from tests.factories.accounts import make_user, signed_in
from tests.factories.places import make_area, make_commune, make_source
from tests.factories.services import make_exchange_place, make_type, make_type_code

pytestmark = pytest.mark.django_db
UUID = "7c3fd50a-4ec0-45df-b359-d584cbd587af"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def client():
    return signed_in(make_user("administrator"))


def url(name: str, *args) -> str:
    return reverse(f"services:{name}", args=args)


def details(verb: str) -> list[dict]:
    return list(JournalEntry.objects.filter(verb=verb).order_by("pk").values_list("details", flat=True))


def test_page_shows_both_systems_and_what_is_missing(client):
    make_type_code()
    make_type("police")
    make_commune()
    page = client.get(url("exchange")).text
    assert "health_medical_service" in page
    assert "1 type has no code and is left out of the files." in page
    assert "2 types have no code and are left out of the files." in page
    assert url("primero-agencies_file") in page
    assert f"{url('oscar-gazetteer_file')}?province=05" in page


def test_who_sees_services_takes_files_and_changes_nothing():
    officer = signed_in(make_user("area_officer"))
    row, place = make_type_code(), make_exchange_place()
    page = officer.get(url("exchange")).text
    assert url("primero_code", row.type_id) not in page
    closed = [url("primero_code", row.type_id), url("oscar_code", row.type_id), url("exchange_remove_code", row.pk)]
    closed += [url(name) for name in ("take_primero", "take_oscar", "primero_source", "exchange_places")]
    closed += [url("exchange_place"), url("exchange_remove_place", place.pk)]
    assert {officer.get(address).status_code for address in closed} == {404}
    assert {officer.post(address).status_code for address in closed} - {404, 405} == set()
    assert (ServiceTypeCode.objects.count(), ExchangePlace.objects.count()) == (1, 1)


def test_type_is_given_a_code_and_loses_it(client):
    type = make_type("health")
    answer = client.post(url("oscar_code", type.pk), {"code": UUID, "name_en": "Provision of medical care"})
    assert answer.headers["Location"] == url("exchange")
    row = ServiceTypeCode.objects.get()
    assert (row.system, row.code, row.name_en) == ("oscar", UUID, "Provision of medical care")
    told = {"system": "oscar", "type": "health", "code": UUID}
    assert details("exchange.type_coded") == [told]
    client.post(url("exchange_remove_code", row.pk))
    assert (ServiceTypeCode.objects.count(), details("exchange.type_uncoded")) == (0, [told])


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("oscar_code", "health", "Write the UUID of the service"),
        ("oscar_code", UUID.upper(), "Write the UUID of the service"),
        ("primero_code", "Health Service", "Write the identifier of the value"),
        ("primero_code", "=1+1", "Write the identifier of the value"),
    ],
)
def test_codes_have_the_shape_of_their_system(client, name, code, words):
    answer = client.post(url(name, make_type().pk), {"code": code, "name_en": "Health"})
    assert words in answer.text
    assert not ServiceTypeCode.objects.exists()


def test_one_identifier_has_one_name(client):
    make_type_code(code="other_service", name_en="Other Service")
    type = make_type("police")
    answer = client.post(url("primero_code", type.pk), {"code": "other_service", "name_en": "Police"})
    assert "Another type has this identifier under other names." in answer.text
    client.post(url("primero_code", type.pk), {"code": "other_service", "name_en": "Other Service"})
    assert ServiceTypeCode.objects.filter(code="other_service").count() == 2


def test_a_list_is_taken_over_whole(client):
    plant_service_types()
    make_type_code(type=make_type("health"), code="by_hand", name_en="By hand")
    make_type_code(type=make_type("health"), system="oscar", code=UUID)
    client.post(url("take_primero_oscar"))
    found = dict(ServiceTypeCode.objects.filter(system="primero").values_list("type__code", "code"))
    assert found == {type: called.code for type, called in BESIDE_OSCAR.items()}
    assert ServiceTypeCode.objects.get(system="oscar").code == UUID
    assert details("exchange.list_taken") == [{"system": "primero", "list": "primero_oscar", "types": 11}]


def test_a_system_follows_another_list_and_the_one_in_use_again(client):
    make_commune()
    source = make_source("ncdd")
    assert "ncdd · 2025 · NCDD" in client.get(url("oscar_source")).text
    client.post(url("oscar_source"), {"source": source.pk})
    assert ExchangeList.objects.get().source == source
    assert "as in the list “ncdd”" in client.get(url("exchange")).text
    client.post(url("oscar_source"), {"source": ""})
    assert not ExchangeList.objects.exists()
    assert [row["source"] for row in details("exchange.source_set")] == ["ncdd", ""]


def test_a_place_has_another_code_there(client):
    area = make_commune()
    client.post(url("exchange_place"), {"system": "oscar", "area": area.pk, "code": "050699"})
    assert "050699" in client.get(url("exchange_places")).text
    assert details("exchange.place_coded") == [{"system": "oscar", "area": "mef050601", "code": "050699"}]
    answer = client.post(url("exchange_place"), {"system": "oscar", "area": make_area("050602").pk, "code": "050699"})
    assert "Another place has this code in that system." in answer.text
    for wrong in ("5", "0506011", "0506x1", "=050601"):
        client.post(url("exchange_place"), {"system": "oscar", "area": area.pk, "code": wrong})
    assert ExchangePlace.objects.get().code == "050699"
    client.post(url("exchange_remove_place", ExchangePlace.objects.get().pk))
    assert details("exchange.place_uncoded") == [{"system": "oscar", "area": "mef050601", "code": "050699"}]


def test_an_empty_list_is_explained(client):
    assert "Every place goes by the code of the list." in client.get(url("exchange_places")).text


def test_pages_ask_the_same_few_questions(client, django_assert_max_num_queries):
    make_type_code()
    make_exchange_place()
    for name in ("exchange", "exchange_places"):
        client.get(url(name))
        with django_assert_max_num_queries(16) as few:
            client.get(url(name))
        if name == "exchange":
            make_type_code(type=make_type("police"), code="police_other_service")
        else:
            make_exchange_place(area=make_commune("050602"), code="050602")
        with django_assert_max_num_queries(len(few.captured_queries)):
            client.get(url(name))
