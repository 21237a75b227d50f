"""Services from a spreadsheet: each row new, changed, known or refused at its cell, and all of it taken back whole."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import JournalEntry
from participation.imports.refusals import RowsHaveChanged
from participation.models import ImportRun
from protection.actions.services import close_service, confirm_service
from protection.imports.applying import apply_import
from protection.imports.columns import COLUMNS
from protection.imports.undoing import undo_import
from protection.models import Service, ServiceCoverage
from tests.factories.places import make_area, make_commune
from tests.factories.services import make_coverage, make_service, make_type
from tests.participation.imports.files import csv_file, xlsx_file
from tests.protection.conftest import HERE, THERE, browser

pytestmark = pytest.mark.django_db
LIST, ADD = "/desk/services/imports/", "/desk/services/imports/new/"
KEYS = [column.key for column in COLUMNS]
ROW = {
    "service_type": "Health",
    "name_km": "មណ្ឌលថ្មី",
    "name_en": "New centre",
    "place_code": "50601",
    "hours_km": "រៀងរាល់ថ្ងៃ",
    "cost": "ឥតគិតថ្លៃ",
    "languages": "Khmer, sign language",
    "is_accessible": "yes",
    "phones": "០១២ ៣៤៥ ៦៧៨",
    "checked_on": "01/11/2026",
    "commune_code": "050601",
    "began_on": "01/03/2023",
    "source": "visit",
}


def row(**changed) -> dict:
    return {key: value for key, value in {**ROW, **changed}.items() if value is not None}


def table(rows) -> list[list]:
    return [KEYS, *([each.get(key) for key in KEYS] for each in rows)]


@pytest.fixture
def client(directory, django_capture_on_commit_callbacks):
    """Its reader's jobs are done before the next request."""
    make_commune("050602")
    client = browser(directory.keeper())
    post = client.post

    def post_and_work(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*args, **kwargs)

    client.post = post_and_work
    return client


def upload(client, *rows, content: bytes = b"") -> ImportRun:
    client.post(ADD, {"file": SimpleUploadedFile("list.csv", content or csv_file(table(rows)))})
    return ImportRun.objects.get(is_applied=False)


def states(run: ImportRun) -> list[str]:
    return list(run.rows.order_by("number").values_list("state", flat=True))


def problems(run: ImportRun) -> list[dict]:
    return list(run.rows.order_by("number").values_list("problems", flat=True))


def act(client, name: str, run: ImportRun):
    return client.post(reverse(f"service_imports:{name}", args=[run.pk]))


@pytest.mark.parametrize("make", [csv_file, xlsx_file], ids=["csv", "xlsx"])
def test_a_list_is_looked_at_imported_and_taken_back(client, directory, make):
    before = set(Service.objects.values_list("pk", flat=True))
    rows = (row(), row(commune_code="050602", hours_km=None), row(name_km="ប៉ុស្តិ៍", service_type="police"))
    make_type("police")
    run = upload(client, content=make(table(rows)))
    assert states(run) == ["new", "new", "new"]
    page = client.get(reverse("service_imports:page", args=[run.pk])).text
    assert "មណ្ឌលថ្មី" in page
    assert Service.objects.count() == len(before)
    act(client, "apply", run)
    service = Service.objects.get(name_en="New centre", type=directory.type)
    assert (service.code, service.phones, service.cost) == ("S-0506-0001", "012 345 678", "free")
    assert (service.languages, service.is_accessible) == (["km", "csx"], True)
    assert (service.checked_on, service.checked_as) == (date(2026, 11, 1), "area_officer")
    assert sorted(service.coverages.values_list("commune_id", flat=True)) == [f"mef{HERE}", "mef050602"]
    page = client.get(reverse("service_imports:page", args=[run.pk])).text
    assert "What this file brought" in page
    assert reverse("services:page", args=[service.pk]) in page
    assert JournalEntry.objects.get(verb="import.applied").details == {"services": 2, "coverages": 3, "changed": 0}
    act(client, "undo", run)
    assert set(Service.objects.values_list("pk", flat=True)) == before
    assert ServiceCoverage.objects.count() == 2
    assert not ImportRun.objects.exists()


def test_a_file_of_before_changes_ends_and_knows(client, directory):
    known, service = directory.coverage, directory.service
    by_code = {"service_code": service.code, "name_km": service.name_km}
    began = known.began_on.strftime("%d/%m/%Y")
    none = dict.fromkeys(("service_type", "place_code", "checked_on", "name_en"))
    run = upload(
        client,
        row(
            **by_code,
            **none,
            began_on=began,
            phones="099 111 222",
            hours_km=None,
            cost=None,
            languages=None,
            is_accessible=None,
        ),
        row(**by_code, **none, commune_code="050602", phones="099 111 222"),
    )
    assert states(run) == ["changed", "new"]
    act(client, "apply", run)
    service.refresh_from_db()
    assert (service.phones, service.checked_as) == ("099 111 222", "focal_point")
    run = upload(client, row(**by_code, **none, began_on=began, ended_on="01/11/2026", phones="099 111 222"))
    assert states(run) == ["changed"]
    act(client, "apply", run)
    known.refresh_from_db()
    assert known.ended_on == date(2026, 11, 1)
    run = upload(client, row(**by_code, **none, began_on=began, ended_on="01/11/2026", phones="099 111 222"))
    assert states(run) == ["known"]


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"service_type": "zoo"}, "service_type", "No type of service in use has this name."),
        ({"service_type": None}, "service_type", "This is needed here."),
        ({"name_km": None, "service_code": "S-9"}, "service_code", "No open service with this code"),
        ({"place_code": THERE}, "place_code", "This place lies outside your area."),
        ({"place_code": "05060101"}, "place_code", "No place has this code."),
        ({"place_code": "x"}, "place_code", "Write the official code"),
        ({"cost": "?"}, "cost", "Write free, partly"),
        ({"languages": "Khmer, Klingon"}, "languages", "Write languages such as"),
        ({"is_accessible": "maybe"}, "is_accessible", "Write yes or no."),
        ({"phones": "call me"}, "phones", "Write up to three telephone numbers"),
        ({"checked_on": "01/11/2099"}, "checked_on", "lies in the future"),
        ({"commune_code": THERE}, "commune_code", "This place lies outside your area."),
        ({"commune_code": "0506"}, "commune_code", "A place of another kind has this code."),
        ({"began_on": None}, "began_on", "This is needed here."),
        ({"source": None}, "source", "This is needed here."),
        ({"source": "rumour"}, "source", "Write agreement, provider"),
        ({"ended_on": "01/01/2020"}, "ended_on", "The last day lies before the first."),
        ({"name_en": "=1+1"}, "name_en", "A formula stands here."),
        ({"name_km": "០១២"}, "name_km", "A name needs at least one letter."),
        ({"hours_km": "ក" * 121}, "hours_km", "This is too long."),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_keeps_the_file_out(client, changed, column, words):
    make_area("050601")
    run = upload(client, row(**changed))
    (found,) = problems(run)
    assert words in found[column]
    assert states(run) == ["refused"]
    assert act(client, "apply", run).status_code == 422
    assert Service.objects.count() == 2
    assert act(client, "drop", run).status_code == 302


def test_rows_may_not_say_two_things_or_cover_twice(client):
    run = upload(client, row(), row(commune_code="050602", phones="099 999 999"), row(began_on="01/01/2024"))
    assert states(run) == ["new", "refused", "refused"]
    _first, second, third = problems(run)
    assert second == {"phones": "Row 2 says something else about the same service."}
    assert third == {"began_on": "The service covers this commune in that time already."}


def test_a_commune_covered_already_is_refused(client, directory):
    service = directory.service
    run = upload(client, row(service_code=service.code, name_km=None, service_type=None, place_code=None))
    assert problems(run) == [{"began_on": "The service covers this commune in that time already."}]


def test_what_changed_since_the_check_keeps_all_rows_out(client, directory):
    run = upload(
        client,
        row(
            service_code=directory.service.code,
            name_km=None,
            began_on="01/01/2020",
            ended_on="01/01/2021",
            service_type=None,
            place_code=None,
        ),
        row(),
    )
    assert states(run) == ["new", "new"]
    close_service(service=directory.service, closed_on=date(2026, 1, 1), by=directory.keeper())
    with pytest.raises(RowsHaveChanged):
        apply_import(run=run, by=run.created_by)
    assert states(run) == ["refused", "new"]
    assert not Service.objects.filter(name_en="New centre").exists()


@pytest.mark.parametrize("what", ["confirmed", "covered", "closed"])
def test_what_life_went_on_with_is_not_taken_back(client, directory, what):
    run = upload(client, row())
    act(client, "apply", run)
    service = Service.objects.get(name_en="New centre")
    if what == "covered":
        make_coverage(service=service, commune=make_commune("050602"))
    elif what == "closed":
        close_service(service=service, closed_on=date(2026, 11, 2), by=directory.keeper())
    else:
        confirm_service(service=service, by=directory.keeper())
    act(client, "undo", run)
    run.refresh_from_db()
    assert "cannot be taken back" in run.failure
    assert Service.objects.filter(pk=service.pk).exists()


def test_an_undo_puts_corrections_and_ends_back(client, directory):
    before = Service.objects.filter(pk=directory.service.pk).values().get()
    began = directory.coverage.began_on.strftime("%d/%m/%Y")
    none = dict.fromkeys(("service_type", "place_code", "name_km"))
    run = upload(client, row(service_code=directory.service.code, **none, began_on=began, ended_on="01/11/2026"))
    act(client, "apply", run)
    assert Service.objects.get(pk=directory.service.pk).name_en == "New centre"
    undo_import(run=ImportRun.objects.get(pk=run.pk), by=run.created_by)
    assert Service.objects.filter(pk=directory.service.pk).values().get() == before
    directory.coverage.refresh_from_db()
    assert directory.coverage.ended_on is None


def test_imports_of_services_and_of_the_register_keep_apart(client, directory):
    run = upload(client, row())
    assert client.get(f"/desk/imports/{run.pk}/").status_code == 404
    assert run.file_name in client.get(LIST).text
    other = browser(directory.keeper())
    assert other.get(reverse("service_imports:page", args=[run.pk])).status_code == 404


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_template_has_the_columns(client, format):
    answer = client.get(reverse(f"service_imports:template_{format}"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="template.{format}"'


def test_checking_costs_the_same_for_few_and_many_rows(client, directory, django_assert_max_num_queries):
    from participation.imports.reading import read_rows
    from protection.imports.checking import Checker
    from protection.imports.columns import LAYOUT

    for place in range(2, 30):
        make_commune(f"0506{place:02d}")
    communes = [f"0506{place:02d}" for place in range(1, 30)]
    for number in (2, 29):
        rows = read_rows(csv_file(table([row(commune_code=code) for code in communes[:number]])), LAYOUT)
        user = directory.keeper()
        with django_assert_max_num_queries(9):
            found = Checker(user).findings(rows, {})
        assert {each.state for each in found} == {"new"}


def test_a_service_that_covers_nothing_yet_needs_no_commune(client):
    run = upload(client, row(commune_code=None, began_on=None, source=None, checked_on=None))
    assert states(run) == ["new"]
    act(client, "apply", run)
    service = Service.objects.get(name_en="New centre")
    assert (service.checked_on, service.coverages.count()) == (None, 0)


def test_a_service_known_by_its_name_is_not_made_twice(client, directory):
    make_service(type=directory.type, area=directory.commune, name_km="មណ្ឌល  ថ្មី")
    run = upload(client, row())
    act(client, "apply", run)
    assert Service.objects.filter(type=directory.type, area=directory.commune).count() == 2
