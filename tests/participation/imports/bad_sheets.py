"""Bad sheets by number: three good rows and one flaw, and the cell at which it must be said (``None``: the file)."""

from dataclasses import dataclass
from random import Random

from tests.participation.imports.files import HEADINGS, csv_file, row, table, xlsx_file

NAMES = ("ដារា", "បូផា", "សុភា")
FLAWS = {
    "group_name": ["123", "ក" * 161, "=A1", None],
    "group_kind": ["team", "ក្រុមបាល់ទាត់", "=1"],
    "place_code": ["99", "99999999", "100101", "KH-5", "05 06 01 01 01"],
    "founded_on": ["31/02/2020", "2563-01-01", "១ មករា ២៥៦៣", "01/01/2099", "12/31/2020", "43845"],
    "person_code": ["1", "22222222", "OOOOOOOO"],
    "family_name": ["...", "ក" * 61, "=HYPERLINK(1)", None, "សុ\x07ខ"],
    "given_name": ["១២៣", "ក" * 61, "=1+1", None],
    "sex": ["x", "1", "ក្មេង", None, "=1"],
    "birth_year": ["14", "២៥៥៧", "2099", "twelve", "2014.5", "-3", "1" * 30],
    "village_code": ["050601", "5", "99999999", "ភូមិថ្មី"],
    "post": ["king", "ស្តេច", "ក" * 81],
    "began_on": ["ម្សិលមិញ", "2566-03-01", "01/01/2099", "១០កើត ខែជេស្ឋ", "00/00/0000", None, "01/03/1890"],
}


@dataclass(frozen=True, slots=True)
class BadSheet:
    content: bytes
    name: str
    row: int | None
    column: str | None


def _broken(chance: Random, lines: list[list]) -> tuple[bytes, str]:
    """A whole file that cannot be read."""
    good = csv_file(lines)
    return chance.choice(
        [
            (xlsx_file(lines)[: chance.randrange(4, 3000)], "cut.xlsx"),
            (b"PK" + chance.randbytes(300), "noise.xlsx"),
            (b"\xff\xfe" + chance.randbytes(301), "noise.csv"),
            (good + b'"open', "open.csv"),
            (good.decode("utf-8-sig").encode("utf-16-be"), "unmarked.csv"),
            (csv_file([[*lines[0], "Group name"], *lines[1:]]), "twice.csv"),
            (csv_file([["nom"], ["x"]]), "foreign.csv"),
            (csv_file(lines[:1]), "empty.csv"),
            (xlsx_file(lines, merged=["A1:C1"]), "merged.xlsx"),
            (csv_file(lines + [lines[1]] * 5000), "long.csv"),
        ]
    )


def bad_sheet(number: int) -> BadSheet:
    """Always the same sheet for a number."""
    chance = Random(number)
    rows = [row(given_name=name) for name in NAMES]
    if number % 4 == 0:
        content, name = _broken(chance, table(rows))
        return BadSheet(content, name, None, None)
    place, column = chance.randrange(3), chance.choice(sorted(FLAWS))
    flaw = chance.choice(FLAWS[column])
    rows[place] = row(**{"given_name": NAMES[place], "group_name": "ក្លឹបម្លប់", column: flaw})
    as_csv = number % 2 or flaw and "\x07" in flaw
    if number % 10 == 2 and not (flaw and "\x07" in flaw):
        letter = chr(ord("A") + HEADINGS.index(column))
        content = xlsx_file(table(rows), merged=[f"{letter}{place + 2}:{letter}{place + 2 + (place < 2)}"])
        return BadSheet(content if place < 2 else csv_file(table(rows)), "merged.xlsx", place + 2, column)
    return BadSheet((csv_file if as_csv else xlsx_file)(table(rows)), "sheet", place + 2, column)
