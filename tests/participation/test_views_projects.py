from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import counting
from participation.models import Partner, Project, ProjectGroup
from participation.reads.kept import count_and_keep
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_partner, make_project, make_support
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
LIST, ADD, ADD_PARTNER = "/desk/projects/", "/desk/projects/new/", "/desk/projects/partners/new/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def answers(**changed):
    given = {"code": "CP-9", "name_km": "គម្រោងថ្មី", "began_on": "2026-01-01", **changed}
    if "partner" not in given:
        given["partner"] = make_partner().pk
    return given


def field_of(response, name):
    assert response.status_code == 200
    return response.context["form"].errors.get(name)


def support_url(group):
    return reverse("projects:support", args=[group.pk])


# --- list ------------------------------------------------------------------------------------------------------------
def test_list_counts_the_groups_within_reach(reach, officer):
    project = make_project()
    make_support(project=project, group=reach.group)
    make_support(project=project, group=reach.foreign_group)
    make_support(project=project, group=make_group(area=make_area(HERE)), ended_on=date(2024, 1, 1))
    (row,) = officer.get(LIST).context["rows"]
    assert (row.project, row.groups, row.is_over) == (project, 1, False)


def test_groups_of_a_whole_country_are_counted_by_the_worker(reach, officer, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 0)
    asked = []
    monkeypatch.setattr(type(count_and_keep), "enqueue", lambda task, *facts: asked.append(facts))
    project = make_project()
    make_support(project=project, group=reach.group)
    response = officer.get(LIST)
    assert ([row.groups for row in response.context["rows"]], len(asked)) == ([None], 1)
    assert "The figures are being counted." in response.text
    count_and_keep.func(*asked[0])
    response = officer.get(LIST)
    assert [row.groups for row in response.context["rows"]] == [1]
    assert "Counted on" in response.text


def test_running_projects_stand_before_those_that_are_over(officer):
    over = make_project(code="A", ended_on=date(2024, 1, 1))
    running = make_project(code="B")
    assert [row.project for row in officer.get(LIST).context["rows"]] == [running, over]


def test_list_costs_the_same_at_one_row_and_at_three(reach, officer, django_assert_num_queries):
    make_support(group=reach.group)
    officer.get(LIST)
    with django_assert_num_queries(8):
        officer.get(LIST)
    for _number in range(2):
        make_support(group=reach.group)
    with django_assert_num_queries(8):
        assert len(officer.get(LIST).context["rows"]) == 3


def test_who_only_sees_is_offered_no_changes(reach):
    project = make_project()
    page = browser(reach.facilitator()).get(LIST).content.decode()
    assert project.code in page
    assert ADD not in page
    assert reverse("projects:edit", args=[project.pk]) not in page


def test_list_is_closed_to_who_sees_no_groups():
    assert browser(make_user("donor")).get(LIST).status_code == 404


# --- projects and partners -------------------------------------------------------------------------------------------
def test_add_writes_the_project(officer):
    response = officer.post(ADD, answers(code="cp-9", ended_on="2026-12-31"))
    project = Project.objects.get()
    assert response.url == LIST
    assert (project.code, project.ended_on) == ("CP-9", date(2026, 12, 31))
    assert len(journal_rows("project.added")) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "TAKEN"}, "code"),
        ({"code": "x" * 31}, "code"),
        ({"name_km": "\x00"}, "name_km"),
        ({"partner": "x"}, "partner"),
        ({"partner": "00000000-0000-0000-0000-000000000000"}, "partner"),
        ({"began_on": "yesterday"}, "began_on"),
        ({"ended_on": "2025-12-31"}, "ended_on"),
    ],
    ids=str,
)
def test_add_refuses_with_a_sentence_at_the_field(officer, changed, field):
    make_project(code="TAKEN")
    assert field_of(officer.post(ADD, answers(**changed)), field)
    assert Project.objects.count() == 1


def test_edit_saves_and_keeps_a_partner_out_of_use(officer):
    project = make_project(partner=make_partner(is_active=False))
    url = reverse("projects:edit", args=[project.pk])
    assert officer.get(url).context["form"]["code"].value() == project.code
    officer.post(url, answers(partner=project.partner_id, name_en="Renamed"))
    project.refresh_from_db()
    assert project.name_en == "Renamed"


def test_project_cannot_end_before_its_supports(reach, officer):
    support = make_support(group=reach.group)
    url = reverse("projects:edit", args=[support.project_id])
    given = answers(partner=support.project.partner_id, began_on="2020-01-15", ended_on="2022-01-01")
    response = officer.post(url, given)
    assert response.status_code == 200
    assert response.context["form"].errors


def test_partner_is_added_and_changed(officer):
    officer.post(ADD_PARTNER, {"name_km": "អង្គការថ្មី", "type": "donor"})
    partner = Partner.objects.get()
    url = reverse("projects:edit_partner", args=[partner.pk])
    officer.post(url, {"name_km": "អង្គការថ្មី", "name_en": "New", "type": "donor"})
    partner.refresh_from_db()
    assert (partner.name_en, partner.is_active) == ("New", False)
    assert [len(journal_rows(f"partner.{verb}")) for verb in ("added", "changed")] == [1, 1]


def test_partner_of_the_same_name_is_refused(officer):
    make_partner(name_km="អង្គការ")
    assert field_of(officer.post(ADD_PARTNER, {"name_km": "អង្គការ", "type": "donor"}), "name_km")


@pytest.mark.parametrize("make", [Reach.facilitator, Reach.reader])
def test_changes_are_closed_to_others(reach, make):
    support = make_support(group=reach.group)
    client = browser(make(reach))
    for name, key in (
        ("projects:add", None),
        ("projects:add_partner", None),
        ("projects:edit", support.project_id),
        ("projects:edit_partner", support.project.partner_id),
        ("projects:support", reach.group.pk),
        ("projects:end_support", support.pk),
    ):
        url = reverse(name, args=[key] if key else [])
        assert client.get(url).status_code == 404, name
        assert client.post(url, answers()).status_code == 404, name


# --- supports --------------------------------------------------------------------------------------------------------
def test_support_begins(reach, officer):
    project = make_project()
    response = officer.post(support_url(reach.group), {"project": project.pk, "began_on": "2024-05-01"})
    assert response.url == reverse("groups:page", args=[reach.group.pk])
    assert ProjectGroup.objects.get().began_on == date(2024, 5, 1)
    assert len(journal_rows("support.begun")) == 1


def test_support_outside_the_project_is_refused(reach, officer):
    project = make_project(ended_on=date(2023, 1, 1))
    given = {"project": project.pk, "began_on": "2024-05-01"}
    assert field_of(officer.post(support_url(reach.group), given), "began_on")
    assert not ProjectGroup.objects.exists()


def test_project_that_supports_already_is_not_offered_again(reach, officer):
    support = make_support(group=reach.group)
    given = {"project": support.project_id, "began_on": "2024-05-01"}
    assert field_of(officer.post(support_url(reach.group), given), "project")


def test_support_of_a_foreign_group_is_not_found(reach, officer):
    project = make_project()
    url = support_url(reach.foreign_group)
    assert officer.get(url).status_code == 404
    assert officer.post(url, {"project": project.pk, "began_on": "2024-05-01"}).status_code == 404
    assert not ProjectGroup.objects.exists()


def test_support_ends(reach, officer):
    support = make_support(group=reach.group)
    url = reverse("projects:end_support", args=[support.pk])
    assert field_of(officer.post(url, {"ended_on": "2001-01-01"}), "ended_on")
    officer.post(url, {"ended_on": timezone.localdate().isoformat()})
    support.refresh_from_db()
    assert support.ended_on == timezone.localdate()


def test_end_of_a_foreign_support_is_not_found(reach, officer):
    support = make_support(group=reach.foreign_group)
    url = reverse("projects:end_support", args=[support.pk])
    assert officer.get(url).status_code == 404
    assert officer.post(url, {"ended_on": timezone.localdate().isoformat()}).status_code == 404
    support.refresh_from_db()
    assert support.ended_on is None
