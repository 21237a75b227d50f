import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from places import views
from places.choices import MOST_MATCHES
from tests.factories.accounts import make_user
from tests.factories.places import make_area, make_source

pytestmark = pytest.mark.django_db

SEARCH = "/desk/places/search"
CHILDREN = "/desk/places/children"


@pytest.fixture
def officer(client):
    client.force_login(make_user(language="en"))
    return client


@pytest.fixture
def areas():
    make_area("05", name_km="កំពង់ស្ពឺ", name_latin="Kampong Speu")
    make_area("0501", name_km="បរសេដ្ឋ", name_latin="Basedth")
    make_area("050101", name_km="កណ្ដាល", name_latin="Kandal")
    make_area("05010101", name_km="ថ្មី", name_latin="Thmei")
    make_area("060101", name_km="ថ្មី", name_latin="Thmei")
    make_area("060102", name_km="ចាស់", name_latin="Chas", is_active=False)


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_addresses():
    assert (reverse("places:search"), reverse("places:children")) == (SEARCH, CHILDREN)


@pytest.mark.parametrize("address", [SEARCH, CHILDREN])
def test_strangers_are_asked_to_sign_in(client, areas, address):
    response = client.get(address, {"q": "ថ្មី", "parent": "mef05"})
    assert response.status_code == 302
    assert "ថ្មី" not in response.content.decode()


@pytest.mark.parametrize("address", [SEARCH, CHILDREN])
def test_nothing_can_be_sent(officer, address):
    assert officer.post(address).status_code == 405


def test_search_shows_the_full_path_in_both_scripts(officer, areas):
    html = text(officer.get(SEARCH, {"q": "កណ្តាល"}))
    assert "ខេត្តកំពង់ស្ពឺ › ស្រុកបរសេដ្ឋ › ឃុំកណ្ដាល" in strip_tags(html)
    assert "Kampong Speu › Basedth › Kandal" in html
    assert 'data-place-id="mef050101"' in html
    assert html.count('role="option"') == 1
    assert "1 place found." in html


def test_search_keeps_to_levels_and_area(officer, areas):
    def found(**parameters):
        html = text(officer.get(SEARCH, {"q": "ថ្មី", **parameters}))
        return [area for area in ("mef05010101", "mef060101") if f'"{area}"' in html]

    assert found() == ["mef05010101", "mef060101"]
    assert found(level="3") == ["mef060101"]
    assert found(level="4,3") == ["mef05010101", "mef060101"]
    assert found(within="mef05") == ["mef05010101"]
    assert found(within="mef06,mef0501") == ["mef05010101", "mef060101"]
    assert found(level="x", within="rubbish") == ["mef05010101", "mef060101"]


def test_search_leaves_out_vanished_places_and_other_lists(officer, areas):
    make_source("ncdd")
    make_area("050101", source="ncdd", name_latin="Kandal")
    assert "No place with this name." in text(officer.get(SEARCH, {"q": "Chas"}))
    assert "ncdd" not in text(officer.get(SEARCH, {"q": "Kandal"}))


def test_search_shows_twenty_and_says_that_there_are_more(officer):
    for number in range(1, MOST_MATCHES + 2):
        make_area(f"0501{number:02}", name_km="ថ្មី")
    html = text(officer.get(SEARCH, {"q": "ថ្មី"}))
    assert html.count('role="option"') == MOST_MATCHES
    assert "There are more places. Type more letters." in html


def test_children_are_a_select_of_the_next_level(officer, areas):
    html = text(officer.get(CHILDREN, {"parent": "mef05", "name": "area", "id": "id_area"}))
    assert '<select name="area-2" id="id_area_2">' in html
    assert '<option value="mef0501">Basedth</option>' in html
    assert "mef0601" not in html


def test_children_keep_to_levels_and_area(officer, areas):
    make_area("0502")
    assert text(officer.get(CHILDREN, {"parent": "mef050101", "level": "3"})) == ""
    html = text(officer.get(CHILDREN, {"parent": "mef05", "within": "mef0501"}))
    assert "mef0501" in html
    assert "mef0502" not in html
    assert text(officer.get(CHILDREN, {"parent": "mef05010101"})) == ""


@pytest.mark.parametrize("parent", ["", "x", "mef99", "mef'", "mef\x00", "05"])
def test_children_of_what_is_no_place_are_nothing(officer, areas, parent):
    assert text(officer.get(CHILDREN, {"parent": parent})) == ""


def test_names_of_controls_are_never_taken_as_they_come(officer, areas):
    html = text(officer.get(CHILDREN, {"parent": "mef05", "name": '"><script>', "id": "a b"}))
    assert 'name="area-2" id="id_area_2"' in html
    assert "<script>" not in html
    assert 'id="places_1"' in text(officer.get(SEARCH, {"q": "ថ្មី", "list": '"><script>'}))


@given(st.text(max_size=20), st.text(max_size=8), st.text(max_size=8))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_question_breaks_the_picker(officer, areas, q, level, within):
    parameters = {"q": q, "level": level, "within": within, "parent": within, "name": level, "list": level}
    assert officer.get(SEARCH, parameters).status_code == 200
    assert officer.get(CHILDREN, parameters).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_pickers_cost_one_query(rf, count, django_assert_num_queries):
    for number in range(1, count + 1):
        make_area(f"0501{number:02}01", name_km="ថ្មី")
    person = make_user()

    def answer(view, **parameters) -> str:
        request = rf.get("/", parameters)
        request.user = person
        with django_assert_num_queries(1):
            return text(view(request))

    assert answer(views.search, q="ថ្មី").count('role="option"') == count
    assert answer(views.children, parent="mef0501").count('value="mef0501') == count
