import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from participation.imports.reading import read_rows
from participation.imports.refusals import NothingInTheSheet
from participation.models import CommunityGroup, ImportRun, Kind
from tests.factories.participation import make_import, make_post, make_rule
from tests.participation.imports.files import csv_of, row, table, xlsx_file, xlsx_of
from tests.participation.reaches import Reach, browser

pytestmark = pytest.mark.django_db
LIST, ADD = "/desk/imports/", "/desk/imports/new/"


@pytest.fixture
def reach():
    make_rule(Kind.COUNCIL)
    make_post(Kind.COUNCIL)
    return Reach()


@pytest.fixture
def officer(reach):
    return reach.officer()


@pytest.fixture
def client(officer):
    return browser(officer)


def upload(client, content, name="list.csv"):
    return client.post(ADD, {"file": SimpleUploadedFile(name, content)})


def act(client, name, run, **given):
    return client.post(reverse(f"imports:{name}", args=[run.pk]), given)


@pytest.mark.parametrize("content", [csv_of(row()), xlsx_of(row())], ids=["csv", "xlsx"])
def test_file_is_looked_at_imported_and_taken_back(client, content):
    assert upload(client, content).status_code == 302
    run = ImportRun.objects.get()
    page = client.get(reverse("imports:page", args=[run.pk])).text
    assert "សុខ បូផា" in page
    assert not CommunityGroup.objects.filter(name_km="ក្លឹបផ្កាឈូក").exists()
    assert act(client, "apply", run).status_code == 302
    assert CommunityGroup.objects.filter(name_km="ក្លឹបផ្កាឈូក").exists()
    page = client.get(reverse("imports:page", args=[run.pk])).text
    assert "សុខ បូផា" not in page
    assert reverse("imports:undo", args=[run.pk]) in page
    assert act(client, "undo", run).status_code == 302
    assert not CommunityGroup.objects.filter(name_km="ក្លឹបផ្កាឈូក").exists()
    assert run.file_name not in client.get(LIST).text


def test_refused_cell_is_shown_and_keeps_the_file_out(client):
    upload(client, csv_of(row(), row(sex="?", given_name="ដារា")))
    run = ImportRun.objects.get()
    page = client.get(reverse("imports:page", args=[run.pk])).text
    assert "Write female, male or other." in page
    assert reverse("imports:apply", args=[run.pk]) not in page
    assert act(client, "apply", run).status_code == 422
    assert not CommunityGroup.objects.filter(name_km="ក្លឹបផ្កាឈូក").exists()
    assert act(client, "drop", run).status_code == 302
    assert not ImportRun.objects.exists()


def test_rows_can_be_narrowed_to_one_answer(client):
    upload(client, csv_of(row(), row(sex="?", given_name="ដារា")))
    address = reverse("imports:page", args=[ImportRun.objects.get().pk])
    assert [each.number for each in client.get(address, {"state": "refused"}).context["rows"]] == [3]
    assert [each.number for each in client.get(address, {"state": "x"}).context["rows"]] == [2, 3]


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"\xff\xfe\x00", b"group_name\n\x00", b"a" * (5 * 1024 * 1024 + 1)], ids=len
)
def test_refused_file_is_said_at_the_field(client, content):
    response = upload(client, content)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("name", ["template_xlsx", "template_csv"])
def test_template_is_a_download_that_is_read_again(client, name):
    response = client.get(reverse(f"imports:{name}"))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    with pytest.raises(NothingInTheSheet):
        read_rows(response.content)


def test_imports_are_for_who_keeps_groups_and_people(reach):
    for user in (reach.facilitator(), reach.nameless(), reach.reader()):
        assert browser(user).get(LIST).status_code == 404


def test_import_of_somebody_else_is_not_found(client, reach):
    other = make_import(reach.officer())
    assert client.get(reverse("imports:page", args=[other.pk])).status_code == 404
    assert act(client, "drop", other).status_code == 404
    assert ImportRun.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_list_and_page_cost_the_same_for_any_number_of_rows(client, officer, django_assert_max_num_queries, number):
    runs = [make_import(officer, is_applied=False) for _ in range(number)]
    for each in range(number):
        runs[0].rows.create(number=each + 10, state="new")
    client.get(LIST)
    with django_assert_max_num_queries(8):
        client.get(LIST)
    with django_assert_max_num_queries(10):
        client.get(reverse("imports:page", args=[runs[0].pk]))


def test_far_sheet_is_refused_soon(client):
    assert upload(client, xlsx_file(table([row()] * 5001)), "a.xlsx").context["form"].errors["file"]


def test_way_to_the_imports_is_shown_to_who_may_import(client, reach):
    assert LIST in client.get(reverse("groups:list")).text
    assert LIST not in browser(reach.nameless()).get(reverse("groups:list")).text
