"""One place in two lists: by code and name together, by what took its place, and never by a guess."""

import pytest

from places.counterparts import counterparts
from places.models import AdminArea
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db


def test_own_list_gives_own_codes_without_a_question(django_assert_num_queries):
    areas = [make_area("05"), make_area("050601")]
    with django_assert_num_queries(0):
        assert counterparts(areas, "mef") == {"mef05": "05", "mef050601": "050601"}


def test_same_code_and_name_in_another_list_are_one_place():
    commune = make_area("050601", name_km="ឃុំត្រពាំង")
    make_area("050601", source="ncdd", name_km="សង្កាត់ត្រពាំង")
    assert counterparts([commune], "ncdd") == {"mef050601": "050601"}


def test_same_code_under_another_name_is_nobody_and_so_is_a_place_that_the_list_has_not():
    renamed, missing = make_area("050601", name_km="ត្រពាំង"), make_area("050602")
    make_area("050601", source="ncdd", name_km="ព្រៃវែង")
    assert counterparts([renamed, missing], "ncdd") == {}


def test_what_took_a_place_gives_its_code():
    old = make_area("050601", name_km="ចាស់")
    new = make_area("050699", source="ncdd", name_km="ថ្មី")
    AdminArea.objects.filter(pk=old.pk).update(is_active=False, replaced_by=new)
    old.refresh_from_db()
    assert counterparts([old], "ncdd") == {"mef050601": "050699"}


def test_many_places_cost_one_question(django_assert_num_queries):
    areas = [make_area(f"05060{number}") for number in range(1, 6)]
    for area in areas:
        make_area(area.code, source="ncdd", name_km=area.name_km)
    with django_assert_num_queries(1):
        assert len(counterparts(areas, "ncdd")) == 5
