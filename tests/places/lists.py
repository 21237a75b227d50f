"""Lists for tests: the package's own, NCDD's where an operator keeps them beside the project, and generated ones."""

import csv
from io import StringIO
from pathlib import Path

from django.conf import settings

from places.codes import unit_type
from places.gazetteer.rows import UNIT_WORDS

OWN_HEADER = ["code", "type", "name_km", "name_latin", "parent"]
OFFICIAL_HEADER = [
    "Type",
    "Code",
    "Name (Khmer)",
    "Name (Latin)",
    "Reference",
    "Official Note",
    "Note (by Checker)",
]
CODES = [
    *("01", "0102", "010201", "01020101", "01020102", "010202", "01020201"),
    *("12", "1201", "120101", "12010101"),
    *("25", "2506", "250601", "25060101"),
]


def own_csv(codes: list[str], **names: str) -> str:
    """A list in our own columns."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(OWN_HEADER)
    for code in codes:
        writer.writerow([code, unit_type(code), names.get(f"c{code}", f"ទី{code}"), f"Place {code}", code[:-2]])
    return text.getvalue()


def official_csv(codes: list[str]) -> str:
    """The official sheet saved as CSV: two title rows, kinds in Khmer, codes without their leading zero."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["បញ្ជីឈ្មោះ ខេត្ត ស្រុក ឃុំ ភូមិ"])
    writer.writerow(["List of administrative areas"])
    writer.writerow(OFFICIAL_HEADER)
    for code in codes:
        writer.writerow([UNIT_WORDS[unit_type(code)], code.lstrip("0"), f"ទី{code}", f"Place {code}", "ប្រកាស", "", ""])
    return text.getvalue()


def ncdd_files(folder: Path) -> list[Path]:
    """NCDD's two files from the folder beside the project; where there is none, generated files of the same shape."""
    kept = settings.BASE_DIR.parent / "shared" / "data"
    files = [kept / "kh_gazetteer_ncdd_admin.csv", kept / "kh_gazetteer_ncdd_villages.csv"]
    if all(file.is_file() for file in files):
        return files
    codes = []
    for province in range(1, 26):
        district = f"{province:02}01"
        codes += [
            f"{province:02}",
            district,
            district + "01",
            *(f"{district}01{village:02}" for village in range(1, 40)),
        ]
    made = [folder / file.name for file in files]
    made[0].write_text(own_csv([code for code in codes if len(code) < 8]), encoding="utf-8")
    made[1].write_text(own_csv([code for code in codes if len(code) == 8]), encoding="utf-8")
    return made
