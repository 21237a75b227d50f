import io
import time
import zipfile
from datetime import date, datetime

import pytest

from participation.imports import refusals
from participation.imports.columns import COLUMNS
from participation.imports.layout import LAYOUT
from participation.imports.reading import Row, read_rows
from participation.imports.sheets import MOST_ROWS
from participation.imports.templates import csv_template, headings, xlsx_template
from tests.participation.imports.files import HEADINGS, archive, csv_file, csv_of, row, table, xlsx_file, xlsx_of

pytestmark = pytest.mark.once
READ = {
    "group_kind": "club",
    "group_name": "ក្លឹបផ្កាឈូក",
    "place_code": "050601",
    "founded_on": date(2020, 1, 15),
    "family_name": "សុខ",
    "given_name": "បូផា",
    "sex": "female",
    "birth_year": 2014,
    "post": "member",
    "began_on": date(2023, 3, 1),
}


def problems_of(content):
    return [each.problems for each in read_rows(content)]


@pytest.mark.parametrize(
    "content",
    [
        csv_of(row()),
        csv_file(table([row()]), encoding="utf-8"),
        csv_file(table([row()]), encoding="utf-16"),
        csv_file(table([row()]), delimiter=";"),
        csv_file(table([row()]), delimiter="\t"),
        xlsx_of(row()),
        xlsx_of(row(founded_on=datetime(2020, 1, 15), birth_year=2014, place_code=50601, began_on=date(2023, 3, 1))),
        xlsx_of(row(birth_year=2014.0, began_on="1 មីនា 2023", founded_on="2020-01-15", group_kind="ក្លឹបកុមារ")),
    ],
    ids=["csv", "no mark", "utf-16", "semicolon", "tab", "xlsx", "typed cells", "words"],
)
def test_row_is_read_alike_from_every_file(content):
    assert read_rows(content) == [Row(2, READ)]


@pytest.mark.parametrize("language", ["km", "en"])
def test_headings_of_the_template_are_known(language):
    assert [LAYOUT.column_of(heading) for heading in headings(language)] == [column.key for column in COLUMNS]


@pytest.mark.parametrize("make", [csv_template, xlsx_template])
def test_template_holds_headings_and_no_row(make):
    with pytest.raises(refusals.NothingInTheSheet):
        read_rows(make("km"))


def test_template_of_csv_opens_as_utf8():
    assert csv_template("km").startswith(b"\xef\xbb\xbf")


def test_kobo_columns_are_known_by_the_last_part_of_their_name():
    kobo = [["start", "club/group_name", "club/member/family_name", "_id", "meta/instanceID"], ["x", "ក", "ខ", 1, "u"]]
    assert read_rows(csv_file(kobo)) == [Row(2, {"group_name": "ក", "family_name": "ខ"})]


def test_blank_lines_are_passed_over_and_rows_keep_their_number():
    lines = table([row(), row(), row()])
    lines[2] = [None] * len(HEADINGS)
    assert [each.number for each in read_rows(xlsx_file(lines))] == [2, 4]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"birth_year": "2557"}, "birth_year"),
        ({"birth_year": "=2000+14"}, "birth_year"),
        ({"birth_year": True}, "birth_year"),
        ({"began_on": "១ មីនា ២៥៦៦"}, "began_on"),
        ({"began_on": "១០កើត ខែជេស្ឋ"}, "began_on"),
        ({"began_on": "12/25/2020"}, "began_on"),
        ({"began_on": 45000}, "began_on"),
        ({"sex": "?"}, "sex"),
        ({"group_kind": "team"}, "group_kind"),
        ({"place_code": "TK0506"}, "place_code"),
        ({"family_name": "123"}, "family_name"),
        ({"given_name": "ក" * 61}, "given_name"),
        ({"given_name": date(2020, 1, 1)}, "given_name"),
        ({"person_code": "10OO"}, "person_code"),
    ],
    ids=str,
)
def test_unclear_cell_is_named(changed, column):
    assert [set(problems) for problems in problems_of(xlsx_of(row(), row(**changed)))] == [set(), {column}]


def test_cell_is_not_taken_for_one_above_that_only_equals_it():
    years, posts = (
        [row(birth_year=year) for year in (2014.0, 2014, "2014")],
        [row(post=post) for post in (1, True, "1")],
    )
    found = read_rows(xlsx_of(*years, *posts))
    assert [each.values["birth_year"] for each in found[:3]] == [2014, 2014, 2014]
    assert [each.values.get("post") for each in found[3:]] == ["1", None, "1"]
    assert [list(each.problems) for each in found[3:]] == [[], ["post"], []]


def test_merged_cells_are_named():
    place = HEADINGS.index("group_name")
    block = f"{'ABCDEFGHIJKLM'[place]}2:{'ABCDEFGHIJKLM'[place]}3"
    assert [set(each) for each in problems_of(xlsx_of(row(), row(), row(), merged=[block]))] == [
        {"group_name"},
        {"group_name"},
        set(),
    ]


def test_error_of_the_spreadsheet_is_named():
    def change(sheet):
        sheet.cell(2, HEADINGS.index("sex") + 1).value = "#REF!"

    assert set(problems_of(xlsx_of(row(), change=change))[0]) == {"sex"}


def test_invisible_signs_are_named():
    assert set(problems_of(csv_of(row(family_name="សុ\x07ខ")))[0]) == {"family_name"}


def with_declaration():
    stream = io.BytesIO(xlsx_of(row()))
    with zipfile.ZipFile(stream) as book:
        members = {name: book.read(name) for name in book.namelist()}
    members["xl/sharedStrings.xml"] = b'<!DOCTYPE a [<!ENTITY b "cc">]><sst/>'
    return archive(members)


REFUSED = {
    "a bomb": (lambda: archive({"xl/worksheets/sheet1.xml": b"0" * (21 * 1024 * 1024)}), refusals.UnpacksTooLarge),
    "a thousand members": (lambda: archive({f"{n}.xml": b"" for n in range(300)}), refusals.UnpacksTooLarge),
    "declarations": (with_declaration, refusals.NotASheet),
    "half an archive": (lambda: xlsx_of(row())[:2000], refusals.NotASheet),
    "an archive of something": (lambda: archive({"a.txt": b"a"}), refusals.NotASheet),
    "too large": (lambda: b"a," * (3 * 1024 * 1024), refusals.FileTooLarge),
    "too many rows": (lambda: csv_of(*[row()] * (MOST_ROWS + 1)), refusals.TooManyRows),
    "a hundred thousand lines": (lambda: csv_file(table([row()]) + [["a"]] * 100_000), refusals.TooManyRows),
    "a far line": (lambda: xlsx_of(row(), change=lambda sheet: sheet.cell(90_000, 1, "a")), refusals.TooManyRows),
    "too many columns": (lambda: csv_file([["group_name", *"a" * 300], ["b"] * 301]), refusals.TooManyColumns),
    "old letters": (lambda: "group_name\nសុខ é".encode().replace(b"\xc3", b""), refusals.UnknownEncoding),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", refusals.UnknownEncoding),
    "zeros": (lambda: b"group_name\n\x00\x00", refusals.UnknownEncoding),
    "an open quote": (lambda: b'group_name\n"abc', refusals.NotASheet),
    "nothing": (lambda: b"", refusals.NothingInTheSheet),
    "only headings": (lambda: csv_of(), refusals.NothingInTheSheet),
    "a heading twice": (lambda: csv_file([["group_name", "Group name"], ["a", "b"]]), refusals.HeadingTwice),
    "foreign headings": (lambda: csv_file([["nom", "club"], ["a", "b"]]), refusals.HeadingsUnknown),
    "merged headings": (lambda: xlsx_of(row(), merged=["A1:B1"]), refusals.HeadingsMerged),
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_is_refused_with_a_sentence(name):
    make, refusal = REFUSED[name]
    content, began = make(), time.monotonic()
    with pytest.raises(refusal) as caught:
        read_rows(content)
    assert caught.value.message_dict["file"]
    assert time.monotonic() - began < 5


def test_row_comes_back_from_what_is_stored():
    (found,) = read_rows(csv_of(row()))
    assert Row.restored(2, found.stored()) == found


def test_reading_ends_after_a_while(monkeypatch):
    monkeypatch.setattr("participation.imports.sheets.LONGEST_READING", -1)
    with pytest.raises(refusals.TakesTooLong):
        read_rows(csv_of(row()))
