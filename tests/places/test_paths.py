import pytest
from django.utils import translation

from places.models import AdminArea
from places.paths import lineage_of, name, parts_for, path, path_parts, paths_for
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db

KHMER = "ខេត្តកំពង់ស្ពឺ › ស្រុកបរសេដ្ឋ › ឃុំថ្មី › ភូមិ ២"
LATIN = "Kampong Speu › Basedth › Thmei › Phum Pir"


@pytest.fixture
def village():
    make_area("05", name_km="កំពង់ស្ពឺ", name_latin="Kampong Speu")
    make_area("0501", name_km="បរសេដ្ឋ", name_latin="Basedth")
    make_area("050101", name_km="ថ្មី", name_latin="Thmei")
    make_area("05010101", name_km="ភូមិ ២", name_latin="Phum Pir")
    return AdminArea.objects.get(pk="mef05010101")


def test_path_names_everything_above(village):
    assert path(village, "km") == KHMER
    assert path(village, "en") == LATIN


def test_path_follows_the_active_language(village):
    with translation.override("en"):
        assert path(village) == LATIN
    with translation.override("km"):
        assert path_parts(village)[0] == "ខេត្តកំពង់ស្ពឺ"


def test_a_name_that_holds_its_unit_word_keeps_one(village):
    assert name(village, "km") == "ភូមិ ២"


def test_a_place_without_latin_name_shows_its_khmer_one(village):
    assert name(make_area("050102", name_km="ត្នោត", name_latin=""), "en") == "ត្នោត"


def test_paths_for_many_cost_one_query(village, django_assert_num_queries):
    make_area("06")
    with django_assert_num_queries(1):
        paths = paths_for({"mef05010101", "mef0501", "mef06", "mef99", "rubbish"}, "en")
    assert paths == {
        "mef05010101": LATIN,
        "mef0501": "Kampong Speu › Basedth",
        "mef06": "Place 06",
    }
    with django_assert_num_queries(1):
        assert parts_for(["mef0501"], "km") == {"mef0501": ["ខេត្តកំពង់ស្ពឺ", "ស្រុកបរសេដ្ឋ"]}


def test_paths_for_nothing_cost_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert paths_for([]) == paths_for([None, ""]) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_with_paths_a_list_costs_one_query(village, count, django_assert_num_queries):
    for number in range(2, count + 1):
        make_area(f"050101{number:02}")
    with django_assert_num_queries(1):
        paths = [path(area, "km") for area in AdminArea.objects.of_level(4).with_paths()]
    assert len(paths) == count
    assert KHMER in paths


def test_the_lineage_of_a_lone_area_costs_one_query(village, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [area.id for area in lineage_of(village)] == ["mef05", "mef0501", "mef050101", "mef05010101"]
    half = AdminArea.objects.select_related("parent").get(pk="mef05010101")
    with django_assert_num_queries(1):
        assert path(half, "km") == KHMER
    with django_assert_num_queries(0):
        assert path(AdminArea(id="mef05", unit_type="khaet", name_km="កំពត"), "km") == "ខេត្តកំពត"
