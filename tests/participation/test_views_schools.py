import pytest
from django.urls import reverse

from participation.models import School
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_group, make_school
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
LIST, ADD = "/desk/schools/", "/desk/schools/new/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def answers(**changed):
    given = {"name_km": "សាលាបឋមសិក្សាថ្មី", "level": "primary", "area": f"mef{HERE}", **changed}
    return {name: value for name, value in given.items() if value is not None}


def listed(client, **asked):
    response = client.get(LIST, asked)
    assert response.status_code == 200
    return [row.school for row in response.context["rows"]]


def edit_url(school):
    return reverse("schools:edit", args=[school.pk])


def test_list_counts_the_open_groups_that_the_reader_sees(reach, officer):
    school = make_school(area=make_area(HERE))
    make_group(area=make_area(HERE), setting="school", school=school)
    make_group(area=make_area(THERE), setting="school", school=school)
    make_closed_group(area=make_area(HERE), setting="school", school=school)
    (row,) = officer.get(LIST).context["rows"]
    assert (row.school, row.groups) == (school, 1)


def test_row_offers_only_what_lies_within_reach(officer):
    here, there = make_school(area=make_area(HERE)), make_school(area=make_area(THERE))
    page = officer.get(LIST).content.decode()
    assert edit_url(here) in page
    assert f"{reverse('groups:add')}?school={here.pk}" in page
    assert edit_url(there) not in page
    assert str(there.pk) not in page


@pytest.mark.parametrize(
    ("asked", "fits", "differs"),
    [
        ({"level": "other"}, {"level": "other"}, {}),
        ({"area": "mef050602"}, {"area": "05060201"}, {"area": "050603"}),
        ({"q": "ត្រពាំង"}, {"name_km": "សាលាត្រពាំង"}, {}),
        ({"q": "TRAPEANG"}, {"name_latin": "Trapeang school"}, {}),
        ({"q": "0506-1"}, {"official_code": "0506-1"}, {"official_code": "0506-2"}),
    ],
    ids=str,
)
def test_filter_keeps_what_fits(officer, asked, fits, differs):
    def school(fields):
        return make_school(**{**fields, "area": make_area(fields.get("area", HERE))})

    fitting = school(fits)
    school(differs)
    assert listed(officer, **asked) == [fitting]


@pytest.mark.parametrize("asked", [{"level": "high"}, {"area": "x"}, {"q": "\x00"}, {"after": "x"}], ids=str)
def test_filter_that_makes_no_sense_is_left_out(officer, asked):
    school = make_school()
    assert listed(officer, **asked) == [school]


def test_list_costs_the_same_at_one_row_and_at_three(officer, django_assert_num_queries):
    make_school(area=make_area(HERE))
    officer.get(LIST)
    with django_assert_num_queries(9):
        officer.get(LIST)
    for code in ("050602", "05060101"):
        make_school(area=make_area(code))
    with django_assert_num_queries(9):
        assert len(listed(officer)) == 3


@pytest.mark.parametrize("role", ["donor", "communications"])
def test_list_is_closed_to_who_sees_no_groups(role):
    assert browser(make_user(role)).get(LIST).status_code == 404


def test_add_writes_the_school(officer):
    response = officer.post(ADD, answers(name_latin="New school", official_code="05-1"))
    school = School.objects.get()
    assert response.url == LIST
    assert (school.name_latin, school.official_code, school.area_id) == ("New school", "05-1", f"mef{HERE}")
    assert [row.about_id for row in journal_rows("school.added")] == [str(school.pk)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name_km": ""}, "name_km"),
        ({"name_km": "ក" * 121}, "name_km"),
        ({"level": "high"}, "level"),
        ({"area": None}, "area"),
        ({"area": "mef05"}, "area"),
        ({"area": f"mef{THERE}"}, "area"),
        ({"official_code": "taken"}, "official_code"),
        ({"official_code": "\x00"}, "official_code"),
    ],
    ids=str,
)
def test_add_refuses_with_a_sentence_at_the_field(officer, changed, field):
    make_school(official_code="taken", area=make_area(THERE))
    response = officer.post(ADD, answers(**changed))
    assert field in response.context["form"].errors
    assert School.objects.count() == 1


def test_edit_saves(officer):
    school = make_school(area=make_area(HERE))
    assert officer.get(edit_url(school)).context["form"]["name_km"].value() == school.name_km
    officer.post(edit_url(school), answers(name_km="សាលាចាស់", is_active=None))
    school.refresh_from_db()
    assert (school.name_km, school.is_active) == ("សាលាចាស់", False)
    assert len(journal_rows("school.changed")) == 1


def test_edit_of_a_foreign_school_is_not_found(officer):
    school = make_school(area=make_area(THERE), name_km="ឆ្ងាយ")
    assert officer.get(edit_url(school)).status_code == 404
    assert officer.post(edit_url(school), answers()).status_code == 404
    school.refresh_from_db()
    assert school.name_km == "ឆ្ងាយ"


def test_changes_are_closed_to_who_only_works_with_groups(reach):
    school = make_school(area=make_area(HERE))
    client = browser(reach.facilitator())
    assert listed(client) == [school]
    for url in (ADD, edit_url(school)):
        assert client.get(url).status_code == 404
        assert client.post(url, answers()).status_code == 404
    assert School.objects.count() == 1


def test_administrator_keeps_schools_everywhere():
    school = make_school(area=make_area(THERE))
    client = browser(make_user("administrator"))
    page = client.get(LIST).content.decode()
    assert edit_url(school) in page
    assert f"?school={school.pk}" not in page
    assert client.get(edit_url(school)).status_code == 200
