"""Codes from a spreadsheet: the list that was taken comes back filled in; each row is looked at; all is taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.models import JournalEntry
from participation.models import ImportRun
from reports.actions.dhis2 import set_code
from reports.dhis2.cells import cells_of
from reports.models import DhisCode, DhisPlace, Indicator
from tests.accounts.downloads.reading import rows_in
from tests.factories.accounts import make_user, signed_in
from tests.factories.places import make_area
from tests.factories.reports import make_dhis_code, make_dhis_place, make_indicators, make_system
from tests.participation.imports.files import csv_file, xlsx_file
from tests.reports.dhis2.quarters import DEEDS, PEOPLE

pytestmark = pytest.mark.django_db
CODES = ["indicator", "breakdown", "group", "data_element", "option_combo", "counts"]
PLACES = ["place_code", "org_unit"]


@pytest.fixture
def known():
    make_system()
    return make_indicators()


@pytest.fixture
def client(known, django_capture_on_commit_callbacks):
    """Its reader's jobs are done before the next request."""
    with translation.override("en"):
        client = signed_in(make_user("administrator", language="en"))
        post = client.post

        def post_and_work(*args, **kwargs):
            with django_capture_on_commit_callbacks(execute=True):
                return post(*args, **kwargs)

        client.post = post_and_work
        yield client


def upload(client, subject: str, rows: list[list], make=csv_file) -> ImportRun:
    file = SimpleUploadedFile("list.csv", make(rows))
    client.post(reverse(f"{subject}:add"), {"file": file})
    return ImportRun.objects.get(is_applied=False)


def codes(client, *rows, make=csv_file) -> ImportRun:
    return upload(client, "dhis2_codes", [CODES, *rows], make)


def places(client, *rows) -> ImportRun:
    return upload(client, "dhis2_places", [PLACES, *rows])


def states(run: ImportRun) -> list[str]:
    return list(run.rows.order_by("number").values_list("state", flat=True))


def problems(run: ImportRun) -> list[dict]:
    return list(run.rows.order_by("number").values_list("problems", flat=True))


def act(client, subject: str, name: str, run: ImportRun):
    return client.post(reverse(f"{subject}:{name}", args=[run.pk]))


@pytest.mark.parametrize("make", [csv_file, xlsx_file], ids=["csv", "xlsx"])
def test_codes_are_looked_at_imported_and_taken_back(client, known, make):
    kept = make_dhis_code(indicator=known[DEEDS], data_element="DEEDS")
    run = codes(
        client,
        [PEOPLE, "total", None, "KIDS", None, None],
        [PEOPLE, "Sex", "Female", "KIDS_SEX", "F", "to_date"],
        [PEOPLE, "age_group", "6_9", "KIDS_AGE", "AGE 6-9", None],
        [known[DEEDS].name_km, "សរុប", None, "DEEDS", None, "in_quarter"],
        ["mechanisms", None, None, None, None, None],
        make=make,
    )
    assert problems(run) == [{}] * 5
    assert states(run) == ["new", "new", "new", "changed", "known"]
    assert DhisCode.objects.count() == 1
    act(client, "dhis2_codes", "apply", run)
    told = set(
        DhisCode.objects.values_list("indicator__code", "split", "group", "data_element", "option_combo", "counts")
    )
    assert told == {
        (PEOPLE, "", "", "KIDS", "", "to_date"),
        (PEOPLE, "sex", "female", "KIDS_SEX", "F", "to_date"),
        (PEOPLE, "age_group", "6_9", "KIDS_AGE", "AGE 6-9", "to_date"),
        (DEEDS, "", "", "DEEDS", "", "in_quarter"),
    }
    assert JournalEntry.objects.get(verb="import.applied").details == {"made": 3, "changed": 1}
    assert "New codes" in client.get(reverse("dhis2_codes:page", args=[run.pk])).text
    act(client, "dhis2_codes", "undo", run)
    assert list(DhisCode.objects.values_list("pk", "counts")) == [(kept.pk, "to_date")]
    assert not ImportRun.objects.exists()


def test_an_import_is_not_taken_back_over_what_came_after(client, known):
    run = codes(client, [PEOPLE, "total", None, "KIDS", None, None])
    act(client, "dhis2_codes", "apply", run)
    set_code(indicator=known[PEOPLE], cell=("", ""), data_element="OTHER", by=make_user("administrator"))
    act(client, "dhis2_codes", "undo", run)
    assert (DhisCode.objects.get().data_element, ImportRun.objects.count()) == ("OTHER", 1)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (["zoo", "total", None, "X", None, None], "indicator", "No indicator in use has this code."),
        ([None, "total", None, "X", None, None], "indicator", "This is needed here."),
        ([PEOPLE, "colour", "red", "X", None, None], "breakdown", "Write total, sex, age_group"),
        ([PEOPLE, "sex", "other", "X", None, None], "group", "This indicator has no such group."),
        ([PEOPLE, "sex", None, "X", None, None], "group", "This is needed here."),
        (["mechanisms", "part", "club", "X", None, None], "group", "This indicator has no such group."),
        ([PEOPLE, "total", None, "=1+1", None, None], "data_element", ""),
        ([PEOPLE, "total", None, "a,b", None, None], "data_element", "Write the code as it stands in DHIS2"),
        ([PEOPLE, "total", None, None, "F", None], "data_element", "This is needed here."),
        ([PEOPLE, "total", None, "X", None, "sometimes"], "counts", "Write to_date or in_quarter."),
        ([PEOPLE, "total", None, "X", None, "in_quarter"], "counts", "would tell of single people"),
    ],
)
def test_each_fault_is_said_at_its_cell(client, row, column, words):
    run = codes(client, row)
    (found,) = problems(run)
    assert states(run) == ["refused"]
    assert words in found[column]


def test_two_rows_about_one_number_or_on_one_element_are_refused(client):
    run = codes(
        client,
        [PEOPLE, "total", None, "KIDS", None, None],
        [PEOPLE, "total", None, "OTHER", None, None],
        [DEEDS, "total", None, "KIDS", None, None],
    )
    assert [list(found) for found in problems(run)] == [[], ["group"], ["data_element"]]


def test_the_list_that_was_taken_comes_back_filled_in(client, known):
    make_dhis_code(indicator=known[PEOPLE], split="sex", group="male", data_element="KIDS", option_combo="M")
    for name in ("dhis2_csv", "dhis2_xlsx"):
        rows = rows_in(client.get(reverse(f"targets:{name}")))
        assert len(rows) == sum(len(list(cells_of(one))) for one in Indicator.objects.filter(is_active=True))
        headings = list(rows[0])
        values = [[str(value or "") for value in row.values()] for row in rows]
        assert states(upload(client, "dhis2_codes", [headings, *values])) == ["known"] * len(values)
    at = next(number for number, row in enumerate(rows) if list(row.values())[:3] == [PEOPLE, "sex", "female"])
    values[at][3:5] = ["KIDS", "F"]
    run = upload(client, "dhis2_codes", [headings, *values])
    assert states(run).count("new") == 1
    act(client, "dhis2_codes", "apply", run)
    assert DhisCode.objects.get(group="female").option_combo == "F"


def test_places_are_looked_at_imported_and_taken_back(client):
    for code in ("05", "10", "12"):
        make_area(code)
    make_dhis_place(area=make_area("10"), org_unit="KH_10")
    run = places(client, ["5", "KH_05"], ["10", "KH_X"], ["12", "12"], ["99", "KH_99"], ["05", "KH_5"])
    assert states(run) == ["new", "changed", "known", "refused", "refused"]
    run = places(client, ["5", "KH_05"], ["10", "KH_X"], ["12", None])
    act(client, "dhis2_places", "apply", run)
    assert dict(DhisPlace.objects.values_list("area", "org_unit")) == {"mef05": "KH_05", "mef10": "KH_X"}
    act(client, "dhis2_places", "undo", run)
    assert dict(DhisPlace.objects.values_list("area", "org_unit")) == {"mef10": "KH_10"}


def test_the_list_of_places_comes_back_as_it_was_taken(client):
    for code in ("05", "10"):
        make_area(code)
    make_dhis_place(area=make_area("10"), org_unit="KH_10")
    rows = rows_in(client.get(reverse("targets:dhis2_places_xlsx")))
    assert [list(row.values())[:2] for row in rows] == [["05", "05"], ["10", "KH_10"]]
    values = [[str(value) for value in row.values()] for row in rows]
    assert states(upload(client, "dhis2_places", [list(rows[0]), *values])) == ["known", "known"]


def test_who_keeps_targets_of_one_province_brings_no_codes(known, django_capture_on_commit_callbacks):
    local = signed_in(make_user("programme_officer", area=make_area("05"), language="en"))
    for subject, row in (("dhis2_codes", [PEOPLE, "total", None, "X", None, None]), ("dhis2_places", ["05", "X"])):
        with translation.override("en"), django_capture_on_commit_callbacks(execute=True):
            run = upload(local, subject, [CODES if subject == "dhis2_codes" else PLACES, row])
        assert states(run) == ["refused"]
        assert "Codes are kept by who keeps targets in the whole country." in str(problems(run))
        run.delete()


@pytest.mark.parametrize("subject", ["dhis2_codes", "dhis2_places"])
def test_only_ones_own_imports_are_seen(client, subject):
    make_area("05")
    row = [PEOPLE, "total", None, "X", None, None] if subject == "dhis2_codes" else ["05", "X"]
    run = upload(client, subject, [CODES if subject == "dhis2_codes" else PLACES, row])
    stranger = signed_in(make_user("administrator"))
    for name in ("page", "apply", "decide", "again", "drop", "undo"):
        ask = stranger.get if name == "page" else stranger.post
        assert ask(reverse(f"{subject}:{name}", args=[run.pk])).status_code == 404
    assert act(client, subject, "drop", run).status_code == 302
    assert not ImportRun.objects.exists()
