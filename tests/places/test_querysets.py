import pytest
from django.db import connection

from places.models import AdminArea
from tests.factories.places import make_area, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    make_area("05", name_km="កំពង់ស្ពឺ", name_latin="Kampong Speu")
    make_area("0506", name_km="កណ្ដាល", name_latin="Siem-Reap")
    make_area("050601", name_km="ថ្មី", name_latin="Thmei")
    make_area("050602", name_km="ស្រែថ្មី", name_latin="Srae Thmei")
    make_area("06", name_km="កំពង់ធំ", name_latin="Kampong Thom")
    make_area("0601", name_km="ចាស់", name_latin="Chas", is_active=False)
    make_source("ncdd")
    make_area("05", source="ncdd", name_km="កំពង់ស្ពឺ", name_latin="Kampong Speu")


def ids(queryset) -> list[str]:
    return list(queryset.order_by("id").values_list("id", flat=True))


def found(text: str) -> list[str]:
    return ids(AdminArea.objects.current().matching(text))


def test_current_leaves_out_other_lists_and_vanished_areas(areas):
    assert ids(AdminArea.objects.current()) == ["mef05", "mef0506", "mef050601", "mef050602", "mef06"]
    assert "mef0601" not in ids(AdminArea.objects.active())
    assert "ncdd05" in ids(AdminArea.objects.active())


def test_within_is_the_area_and_all_in_it(areas):
    assert ids(AdminArea.objects.within("mef05")) == ["mef05", "mef0506", "mef050601", "mef050602"]
    assert ids(AdminArea.objects.within(AdminArea.objects.get(pk="mef050601"))) == ["mef050601"]


def test_children_are_one_level_below(areas):
    assert ids(AdminArea.objects.children_of("mef0506")) == ["mef050601", "mef050602"]
    assert ids(AdminArea.objects.children_of(None)) == ["mef05", "mef06", "ncdd05"]
    assert ids(AdminArea.objects.of_level(2)) == ["mef0506", "mef0601"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("កំពង់", ["mef05", "mef06"]),
        ("ខេត្តកំពង់ធំ", ["mef06"]),
        ("កណ្តាល", ["mef0506"]),
        ("ថ្មី", ["mef050601", "mef050602"]),
        ("ថ្\u200bមី", ["mef050601", "mef050602"]),
        ("kampongspeu", ["mef05"]),
        ("KAMPONG  S", ["mef05"]),
        ("siem reap", ["mef0506"]),
        ("0506", ["mef0506", "mef050601", "mef050602"]),
        ("០៥០៦០១", ["mef050601"]),
        ("05'", []),
        ("%", []),
        ("_", []),
        ('"', []),
        ("", []),
        ("\x00", []),
        ("ចាស់", []),
    ],
)
def test_matching_finds_every_spelling(areas, text, expected):
    assert found(text) == expected


def test_best_first_puts_the_very_name_before_longer_ones(areas):
    found = AdminArea.objects.current().matching("ថ្មី").best_first("ថ្មី")
    assert [area.id for area in found] == ["mef050601", "mef050602"]
    make_area("0507", name_km="ថ្មីលើ", name_latin="Leu")
    found = AdminArea.objects.current().matching("ថ្មី").best_first("ថ្មី")
    assert [area.id for area in found] == ["mef050601", "mef0507", "mef050602"]


def test_within_is_served_by_an_index(areas):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a table of seven rows is read whole otherwise
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = AdminArea.objects.within("mef05").explain()
    assert "SEARCH places_adminarea USING INDEX" in plan or "Index Cond: (((id)" in plan
