from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from places.models import AdminArea

from .lists import CODES, official_csv, own_csv

pytestmark = pytest.mark.django_db


def run(*arguments, **options) -> str:
    out = StringIO()
    call_command("import_gazetteer", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(text: str):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8-sig")
        return str(path)

    return write


def test_it_reads_a_csv_of_either_shape(file):
    said = run("--csv", file(own_csv(CODES)), "--year", "2026")
    assert said.splitlines()[0] == "ncdd 2026: 15 rows; province 3, district 3, commune 4, village 5"
    assert "added: 15: 01, 12, 25, 0102," in said
    assert "Nothing has changed." in run("--csv", file(official_csv(CODES)), "--year", "2026")
    assert AdminArea.objects.filter(source="ncdd").count() == 15


def test_it_names_every_defect_by_code(file):
    defects = "0506140-,phum,ក,,\n0506140-,phum,ខ,,\n01020101,phum,គ,,\n99010101,phum,ឃ,,\n01020109,phum,ង,,010202\n"
    said = run("--csv", file(own_csv(CODES) + defects))
    assert "malformed, skipped: 2: 0506140- (the code is not 2, 4, 6 or 8 digits) ×2" in said
    assert "duplicated, first row kept: 1: 01020101" in said
    assert "orphaned, skipped: 1: 99010101" in said
    assert "under another parent's code, skipped: 1: 01020109 in 010202" in said


def test_orphans_fail_the_command_only_when_asked(file):
    text = own_csv([*CODES, "990101"])
    run("--csv", file(text))
    with pytest.raises(CommandError) as failed:
        run("--csv", file(text), "--strict")
    assert failed.value.returncode == 3
    run("--csv", file(own_csv(CODES)), "--strict")


def test_a_dry_run_says_so_and_writes_nothing(file):
    said = run("--csv", file(own_csv(CODES)), "--dry-run")
    assert "added: 15" in said
    assert said.splitlines()[-1] == "Nothing was written: this was a dry run."
    assert not AdminArea.objects.exists()


def test_renamed_and_vanished_areas_are_named(file):
    run("--csv", file(own_csv(CODES)))
    said = run("--csv", file(own_csv(CODES[:-1], c12="ភ្នំពេញ")))
    assert "renamed: 1: 12 (ទី12 Place 12 → ភ្នំពេញ Place 12)" in said
    assert "vanished, kept as not active: 1: 25060101" in said


@pytest.mark.parametrize("text", ["", "x,y\n1,2\n", "code,name_km\n"])
def test_a_useless_file_fails_with_a_sentence(file, text):
    with pytest.raises(CommandError) as failed:
        run("--csv", file(text))
    assert failed.value.returncode == 1
    assert str(failed.value)


def test_a_missing_file_fails_with_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run("--csv", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="There is no file"):
        run("--csv", str(tmp_path))


def test_the_package_is_the_default_and_succeeds_with_its_defects():
    said = run("--levels", "3")
    assert said.splitlines()[0] == "mef 2025: 16,472 rows; province 25, district 210, commune 1,661, village 0"
    assert AdminArea.objects.filter(source="mef").count() == 25 + 210 + 1661
    assert run("--levels", "3", verbosity=0) == ""
