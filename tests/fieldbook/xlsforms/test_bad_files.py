"""Files from hell: each is refused with a sentence at once or at its row, none is an error of ours."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts.refusals import Refusal
from fieldbook.xlsforms.reading import MOST_SUBMISSIONS, rows_in
from fieldbook.xlsforms.refusals import (
    HasMacros,
    LockedArchive,
    NoTables,
    NotOurForm,
    TooManySubmissions,
    TooManyTables,
)
from fieldbook.xlsforms.survey import every_question
from participation.imports.refusals import (
    FileTooLarge,
    HeadingsMerged,
    HeadingsUnknown,
    HeadingTwice,
    NotASheet,
    NothingInTheSheet,
    TooManyRows,
    UnknownEncoding,
    UnpacksTooLarge,
)
from participation.models import ImportRun, Kind, Meeting
from tests.factories.participation import make_post
from tests.fieldbook.xlsforms.exports import (
    Filled,
    csv_of,
    kobo_csv,
    kobo_tables,
    kobo_xlsx,
    odk_zip,
    xlsx_of,
    zip_of,
)
from tests.participation.reaches import Reach, browser

pytestmark = pytest.mark.django_db
ADD = "/desk/kobo/imports/new/"
ONE = Filled(
    "0b3f3a4e-0000-4000-8000-000000000001",
    {"was_held": "yes", "group_code": "C-0506-0001", "held_on": "2026-11-10", "kind": "ordinary"},
)


def main(*more: list) -> list[list]:
    return [*kobo_tables([ONE])["Meetings"], *more]


def locked() -> bytes:
    content = bytearray(zip_of({"club_meetings.csv": csv_of(main())}))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def merged() -> bytes:
    book = Workbook()
    for row in main():
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_macros() -> bytes:
    stream = io.BytesIO(kobo_xlsx([ONE]))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    return stream.getvalue()


def lying() -> bytes:
    """A member that says it is small."""
    content = bytearray(zip_of({"a.csv": b"a" * 100_000}))
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def twice() -> list[list]:
    rows = main()
    return [[*row, value] for row, value in zip(rows, ("where/group_code", "C-1"), strict=True)]


BAD = {
    "nothing": (lambda: b"", NothingInTheSheet),
    "large": (lambda: b"a" * (5 * 1024 * 1024 + 1), FileTooLarge),
    "zero": (lambda: b"portal_form\0,x\n1,2", UnknownEncoding),
    "Latin letters": (lambda: "portal_form;x\nécole;1".encode("latin-1"), UnknownEncoding),
    "damaged": (lambda: kobo_xlsx([ONE])[:200], NotASheet),
    "PK": (lambda: b"PK", NotASheet),
    "bomb of a workbook": (lambda: zip_of({"[Content_Types].xml": b"0" * (21 << 20)}), UnpacksTooLarge),
    "bomb of tables": (lambda: zip_of({f"{n}.csv": b"0" * (8 << 20) for n in range(3)}), UnpacksTooLarge),
    "many members": (lambda: zip_of({f"media/{n}.jpg": b"" for n in range(300)}), UnpacksTooLarge),
    "a member that lies": (lying, NotASheet),
    "macros": (with_macros, HasMacros),
    "locked": (locked, LockedArchive),
    "no table": (lambda: zip_of({"media/photo.jpg": b"1"}), NoTables),
    "many tables": (lambda: zip_of({f"{n}.csv": b"a,b\n1,2" for n in range(30)}), TooManyTables),
    "two main tables": (lambda: zip_of({f"{n}.csv": csv_of(main()) for n in range(2)}), TooManyTables),
    "another form": (lambda: csv_of([["name", "age"], ["A", 3]]), NotOurForm),
    "one word": (lambda: b"hello", NotOurForm),
    "a register": (lambda: csv_of([["group_code", "family_name"], ["C-1", "A"]]), NotOurForm),
    "without a column": (lambda: csv_of([["portal_form", "group_code"], ["club-meetings-1", "C-1"]]), HeadingsUnknown),
    "only headings": (lambda: csv_of(main()[:1]), NothingInTheSheet),
    "column twice": (lambda: csv_of(twice()), HeadingTwice),
    "merged headings": (merged, HeadingsMerged),
    "many rows": (lambda: csv_of([*main()[:1], *[main()[1]] * 1_300]), TooManySubmissions),
    "100,000 lines": (lambda: csv_of(main()[:1]) + b"\n" * 100_000 + csv_of(main()[1:]), TooManyRows),
    "entities": (lambda: zip_of({"[Content_Types].xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), NotASheet),
}


@pytest.fixture
def client(django_capture_on_commit_callbacks):
    reach = Reach()
    make_post(Kind.COUNCIL, "leader")
    client = browser(reach.officer())
    post = client.post

    def post_and_work(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*args, **kwargs)

    client.post = post_and_work
    return client


@pytest.mark.parametrize("name", BAD)
def test_file_is_refused_with_a_sentence(name):
    make, refusal = BAD[name]
    with pytest.raises(refusal):
        list(rows_in(make()))


@pytest.mark.parametrize("name", BAD)
def test_refused_file_is_said_on_the_page_and_nothing_is_kept(client, name):
    response = client.post(ADD, {"file": SimpleUploadedFile("export.xlsx", BAD[name][0]())})
    if response.status_code == 302:
        run = ImportRun.objects.get()
        assert (run.stage, bool(run.failure), run.rows.count(), hasattr(run, "file")) == ("failed", True, 0, False)
        assert client.get(reverse("kobo_imports:page", args=[run.pk])).status_code == 200
    else:
        assert (response.status_code, ImportRun.objects.count()) == (422, 0)
        assert response.context["form"].errors["file"]
    assert not Meeting.objects.exists()


def test_longest_file_is_read():
    lines = csv_of([*main()[:1], *[main()[1]] * MOST_SUBMISSIONS])
    assert len(list(rows_in(lines))) == MOST_SUBMISSIONS


def test_file_of_a_spreadsheet_program_in_utf_16_is_read():
    text = csv_of(main()).decode().replace(",", "\t")
    assert [row.values["group_code"] for row in rows_in(text.encode("utf-16"))] == ["C-0506-0001"]


@pytest.mark.parametrize("value", ["=HYPERLINK(1)", "a\x01b", True, date(2026, 1, 1), 1e308, "x" * 5000, "﷽" * 300])
@pytest.mark.parametrize(
    "name", ["group_code", "held_on", "was_held", "kind", "girls_number", "started_at", "member_codes"]
)
def test_strange_value_is_said_at_its_cell(name, value):
    filled = Filled(ONE.uuid, {**ONE.answers, name: value})
    make = kobo_csv if value == "a\x01b" else kobo_xlsx
    (row,) = rows_in(make([filled]))
    assert set(row.problems) <= {name}
    assert row.problems or name in ("group_code", "held_on", "girls_number")


with translation.override("en"):
    HEADINGS = st.sampled_from(
        [*(question.name for question in every_question()), *(f"g/{question.name}" for question in every_question())]
        + [
            "_uuid",
            "KEY",
            "PARENT_KEY",
            "_index",
            "_parent_index",
            "articles/x",
            "attendance/members_present/ZZZZZZZZ",
            "",
        ]
    )
CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.booleans(),
    st.sampled_from(["yes", "no", "club-meetings-1", "2026-11-10", "C-0506-0001", "1", "=1", "uuid:1", "២០២៦"]),
)
TABLES = st.lists(st.lists(HEADINGS, min_size=1, max_size=12), min_size=1, max_size=3)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_the_cells_hold_rows_come_out_or_a_sentence(data):
    needed = ["portal_form", "group_code", "was_held", "held_on", "decisions_number", "issues_number"]
    tables = {}
    for number, headings in enumerate(data.draw(TABLES)):
        columns = list(dict.fromkeys((needed if number == 0 else []) + headings))
        rows = data.draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), max_size=3))
        tables[f"t{number}"] = [columns, *rows]
    if data.draw(st.booleans()):
        content = zip_of({f"{name}.csv": csv_of(rows) for name, rows in tables.items()})
    else:
        content = xlsx_of({name: [[_writable(cell) for cell in row] for row in rows] for name, rows in tables.items()})
    assert came_of(content)


def came_of(content: bytes) -> list[str]:
    """The sentences at the cells and the rows as they are kept, or the sentence that refuses the file."""
    try:
        return [json.dumps([row.stored(), row.problems], ensure_ascii=False) for row in rows_in(content)]
    except Refusal as refusal:
        return refusal.messages


def _writable(cell):
    """What openpyxl can write; signs that it cannot write reach us by CSV."""
    return "".join(sign for sign in cell if sign.isprintable()) if isinstance(cell, str) else cell


WHOLE = [kobo_xlsx([ONE]), odk_zip([ONE]), kobo_csv([ONE])]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_bytes_are_never_an_error_of_ours(data):
    content = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = bytes(content[: data.draw(st.integers(1, len(content)))])
    assert came_of(content)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(list(ONE.answers)), CELLS), max_size=3))
def test_whatever_is_uploaded_the_pages_answer(client, changes):
    filled = Filled(ONE.uuid, {**ONE.answers, **{name: _writable(cell) for name, cell in changes}})
    ImportRun.objects.all().delete()
    response = client.post(ADD, {"file": SimpleUploadedFile("export.xlsx", kobo_xlsx([filled]))})
    assert response.status_code == 302
    run = ImportRun.objects.get()
    assert client.get(reverse("kobo_imports:page", args=[run.pk])).status_code == 200
    assert client.post(reverse("kobo_imports:apply", args=[run.pk])).status_code in (302, 422)
