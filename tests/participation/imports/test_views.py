import re
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from participation.imports.progress import SILENT
from participation.imports.reading import read_rows
from participation.imports.refusals import NothingInTheSheet
from participation.models import CommunityGroup, ImportedFile, ImportRun, Kind
from tests.factories.participation import make_import, make_post, make_rule
from tests.participation.imports.files import archive, csv_of, row, table, xlsx_file, xlsx_of
from tests.participation.reaches import Reach, browser

pytestmark = pytest.mark.django_db
LIST, ADD = "/desk/imports/", "/desk/imports/new/"
NUMBER = re.compile(r'class="stat-card-number">([^<]*)<')


@pytest.fixture
def reach():
    make_rule(Kind.COUNCIL)
    make_post(Kind.COUNCIL)
    return Reach()


@pytest.fixture
def officer(reach):
    return reach.officer()


@pytest.fixture
def client(officer, django_capture_on_commit_callbacks):
    """Its reader's jobs are done before the next request."""
    client = browser(officer)
    post = client.post

    def post_and_work(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*args, **kwargs)

    client.post = post_and_work
    return client


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
    group = CommunityGroup.objects.get(name_km="ក្លឹបផ្កាឈូក")
    assert reverse("groups:page", args=[group.pk]) in page
    assert NUMBER.findall(page) == ["1", "1", "1", "0"]
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


BOMB = archive({"xl/worksheets/sheet1.xml": b"0" * (21 * 1024 * 1024)})


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"\xff\xfe\x00", b"\x00", b"a" * (5 * 1024 * 1024 + 1), BOMB],
    ids=["nothing", "PK", "marks", "zero", "large", "bomb"],
)
def test_what_can_be_said_at_once_is_said_at_the_field(client, content):
    began = time.monotonic()
    response = upload(client, content)
    assert (response.status_code, time.monotonic() - began < 5) == (422, True)
    assert response.context["form"].errors["file"]
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    "make",
    [lambda: b"nom\nx", csv_of, lambda: xlsx_file(table([row()] * 5001))],
    ids=["strange", "empty", "long"],
)
def test_file_that_cannot_be_read_says_why_and_is_not_kept(client, make):
    assert upload(client, make()).status_code == 302
    run = ImportRun.objects.get()
    assert (run.task, run.stage, run.rows.count(), ImportedFile.objects.count()) == ("check", "failed", 0, 0)
    page = client.get(reverse("imports:page", args=[run.pk])).text
    assert (escape(run.failure) in page, ADD in page) == (True, True)
    assert act(client, "apply", run).status_code == 422
    assert act(client, "drop", run).status_code == 302
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


def test_way_to_the_imports_is_shown_to_who_may_import(client, reach):
    assert LIST in client.get(reverse("groups:list")).text
    assert LIST not in browser(reach.nameless()).get(reverse("groups:list")).text


@pytest.mark.parametrize(
    ("task", "silent", "follows", "offers"),
    [
        ("check", False, True, False),
        ("apply", False, True, False),
        ("undo", False, False, False),
        ("apply", True, False, True),
    ],
)
def test_page_follows_the_work_until_it_is_done_or_has_stopped(client, officer, task, silent, follows, offers):
    moment = timezone.now() - (SILENT * 2 if silent else timedelta())
    applied = {"is_applied": True, "applied_at": moment} if task == "undo" else {}
    run = make_import(officer, task=task, stage="working", stage_at=moment, rows_total=9, **applied)
    address = reverse("imports:page", args=[run.pk])
    page, words = client.get(address).text, f'hx-get="{address}"'
    assert (words in page, reverse("imports:again", args=[run.pk]) in page) == (follows, offers)
    assert "បូផា" not in page
    assert f'hx-get="{LIST}"' in client.get(LIST).text
    assert act(client, "again", run).status_code == (302 if offers else 422)


def test_list_stands_still_when_nothing_is_under_way(client, officer):
    make_import(officer)
    assert "hx-get" not in client.get(LIST).text
