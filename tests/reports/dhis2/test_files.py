"""The two files as other systems read them: ADX by the rules of its schema, CSV column by column."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from accounts.models import JournalEntry
from reports.dhis2.adx import NAMESPACE, adx_lines
from reports.dhis2.codes import is_code, is_written
from reports.dhis2.gathering import gather
from reports.dhis2.values_csv import HEADER, csv_lines
from tests.factories.accounts import make_user, signed_in
from tests.factories.places import make_area
from tests.factories.reports import make_dhis_code, make_indicators, make_system
from tests.reports.dhis2.quarters import DEEDS, PEOPLE, freeze
from tests.reports.dhis2.test_gathering import MANY

pytestmark = pytest.mark.django_db
SPACE = f"{{{NAMESPACE}}}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
PERIOD = re.compile(r"\d{4}-\d\d-\d\d/P\d+[DMY]")
DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
TOKEN = re.compile(r"\S+( \S+)*")


def judged(text: str) -> ElementTree.Element:
    """What the loose schema of ADX says of any message: the root with its moment, one group or more with a unit and a
    period, in each one value or more with an element and a decimal; and, as DHIS2 adds, a data set. Others may follow.
    """
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SPACE}adx"
    assert MOMENT.fullmatch(root.attrib["exported"])
    assert len(root) > 0
    for group in root:
        assert group.tag == f"{SPACE}group"
        assert TOKEN.fullmatch(group.attrib["orgUnit"])
        assert TOKEN.fullmatch(group.attrib["dataSet"])
        assert PERIOD.fullmatch(group.attrib["period"])
        assert len(group) > 0
        for value in group:
            assert (value.tag, len(value)) == (f"{SPACE}dataValue", 0)
            assert TOKEN.fullmatch(value.attrib["dataElement"])
            assert DECIMAL.fullmatch(value.attrib["value"])
    return root


def as_dhis2_reads(text: str) -> list[dict[str, str]]:
    """By the place of a column, whatever its heading: the first row is passed over."""
    names = ("element", "period", "unit", "combo", "attribute", "value", "by", "at", "comment", "followup", "deleted")
    return [dict(zip(names, row, strict=True)) for row in list(csv.reader(io.StringIO(text)))[1:]]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def frozen():
    known = make_indicators()
    make_system(data_set="(CLUBS) 1")
    for sex, combo in (("female", "GIRLS"), ("male", "BOYS")):
        make_dhis_code(indicator=known[PEOPLE], split="sex", group=sex, data_element="KIDS", option_combo=combo)
    make_dhis_code(indicator=known[DEEDS], data_element="DEEDS")
    return freeze(MANY, {("050601", "club"): (3, 40)})


def test_adx_is_what_the_standard_asks_for(frozen):
    make_system(data_set="(CLUBS) 1", marks_complete=True)
    root = judged("".join(adx_lines(gather(frozen))))
    assert [group.attrib["orgUnit"] for group in root] == ["05", "10"]
    group = root[0]
    assert group.attrib["period"] == "2026-07-01/P3M"
    assert group.attrib["dataSet"] == "(CLUBS) 1"
    assert group.attrib["completeDate"] == f"{frozen.frozen_at:%Y-%m-%d}"
    told = [(one.attrib["dataElement"], one.attrib["categoryOptionCombo"], one.attrib["value"]) for one in group]
    assert told == [("KIDS", "GIRLS", "25"), ("KIDS", "BOYS", "25"), ("DEEDS", "default", "40")]
    assert {one.attrib["attributeOptionCombo"] for one in (group, *group)} == {"default"}
    assert {one.attrib["comment"] for one in group} == {"2026Q3 v1"}


def test_adx_marks_nothing_complete_unless_asked(frozen):
    root = judged("".join(adx_lines(gather(frozen))))
    assert "completeDate" not in root[0].attrib


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('period="2026-07-01/P3M"', 'period="2026Q3"'),
        ('value="25"', 'value="few"'),
        ('orgUnit="05"', 'orgUnit=" "'),
        ("<dataValue", "<datavalue"),
        ("urn:ihe:qrph:adx:2015", "urn:ihe:qrph:adx:2014"),
    ],
)
def test_the_check_of_adx_finds_a_planted_fault(wrong, right, frozen):
    text = "".join(adx_lines(gather(frozen)))
    assert wrong in text
    with pytest.raises(AssertionError):
        judged(text.replace(wrong, right))


def test_csv_is_read_back_by_the_place_of_its_columns(frozen):
    text = "".join(csv_lines(gather(frozen)))
    assert text.isascii()
    assert tuple(next(csv.reader(io.StringIO(text)))) == HEADER
    rows = as_dhis2_reads(text)
    assert len(rows) == 6
    assert rows[0] == {
        "element": "KIDS",
        "period": "2026Q3",
        "unit": "05",
        "combo": "GIRLS",
        "attribute": "default",
        "value": "25",
        "by": "",
        "at": "",
        "comment": "2026Q3 v1",
        "followup": "false",
        "deleted": "false",
    }


def test_both_files_tell_the_same(frozen):
    found = gather(frozen)
    root = judged("".join(adx_lines(found)))
    in_xml = [
        (group.attrib["orgUnit"], one.attrib["dataElement"], one.attrib["categoryOptionCombo"], one.attrib["value"])
        for group in root
        for one in group
    ]
    rows = as_dhis2_reads("".join(csv_lines(found)))
    assert in_xml == [(row["unit"], row["element"], row["combo"], row["value"]) for row in rows]


@pytest.mark.parametrize(
    ("code", "is_right"),
    [
        ("MAL01", True),
        ("(TB/HIV)VCCT", True),
        ("fbfJHSPpUQD", True),
        ("Under 5 girls", True),
        ("", False),
        (" MAL", False),
        ("MAL  01", False),
        ("MAL 01 ", False),
        ("=1+1", False),
        ("-5", False),
        ("@x", False),
        ("a,b", False),
        ('a"b', False),
        ("<x>", False),
        ("កុមារ", False),
        ("x" * 50, True),
        ("x" * 51, False),
        ("a\nb", False),
    ],
)
def test_only_plain_codes_are_codes(code, is_right):
    assert is_written(code) is is_right


def test_identifiers_have_eleven_signs():
    assert [is_code(code, "uid") for code in ("fbfJHSPpUQD", "1bfJHSPpUQD", "fbfJHSPpUQ", "KIDS")] == [
        True,
        *[False] * 3,
    ]


# --- the command -----------------------------------------------------------------------------------------------------
def test_command_writes_the_newest_version_and_notes_it(frozen, tmp_path, capsys):
    freeze({**MANY, ("050601", "female", "6_9", "no", "club"): 40}, {("050601", "club"): (3, 40)}, version=2)
    file = tmp_path / "values.xml"
    call_command("dhis2_export", str(file), quarter="2026Q3", format="adx")
    root = judged(file.read_text("utf-8"))
    assert root[0][0].attrib["comment"] == "2026Q3 v2"
    assert "2026Q3 v2: 6 values of 2 places" in capsys.readouterr().out
    (line,) = JournalEntry.objects.filter(verb="dhis2.exported")
    assert (line.actor, line.kind) == (None, "read")
    assert line.details == {"quarter": "2026Q3", "version": 2, "format": "adx", "values": 6, "withheld": 0}
    call_command("dhis2_export", str(file), quarter="2026Q3", format="csv", frozen_version=1, verbosity=0)
    assert as_dhis2_reads(file.read_text("utf-8"))[0]["comment"] == "2026Q3 v1"


@pytest.mark.parametrize(
    ("quarter", "words"), [("2026Q2", "is not frozen"), ("2026-07", "Write the quarter as 2026Q3"), ("2026Q5", "Write")]
)
def test_command_refuses_what_is_not_frozen(quarter, words, frozen, tmp_path):
    file = tmp_path / "values.xml"
    with pytest.raises(CommandError, match=words):
        call_command("dhis2_export", str(file), quarter=quarter)
    assert not file.exists()
    assert not JournalEntry.objects.filter(verb="dhis2.exported").exists()


def test_command_refuses_what_is_ambiguous(frozen, tmp_path):
    make_dhis_code(indicator=make_indicators()[PEOPLE], data_element="KIDS", option_combo="GIRLS")
    with pytest.raises(CommandError, match="would overwrite the other"):
        call_command("dhis2_export", str(tmp_path / "values.xml"), quarter="2026Q3")
    assert list(tmp_path.iterdir()) == []


# --- at the desk -----------------------------------------------------------------------------------------------------
def text_of(response) -> str:
    return b"".join(response.streaming_content).decode()


def test_officer_of_the_whole_country_looks_and_takes_both_files(frozen):
    officer = make_user("programme_officer")
    client = signed_in(officer)
    page = client.get(reverse("targets:dhis2_preview", args=[frozen.pk])).text
    assert reverse("targets:dhis2_values_adx", args=[frozen.pk]) in page
    answer = client.get(reverse("targets:dhis2_values_adx", args=[frozen.pk]))
    assert answer.headers["Content-Type"] == "application/adx+xml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dhis2-2026Q3-v1.xml"'
    assert answer.headers["Cache-Control"] == "no-store"
    judged(text_of(answer))
    answer = client.get(reverse("targets:dhis2_values_csv", args=[frozen.pk]))
    assert len(as_dhis2_reads(text_of(answer))) == 6
    lines = JournalEntry.objects.filter(verb="dhis2.exported").order_by("pk")
    assert [(line.actor, line.details["format"]) for line in lines] == [(officer, "adx"), (officer, "csv")]
    assert lines[0].about_id == str(frozen.pk)


def test_what_is_ambiguous_leads_back_with_a_sentence(frozen):
    make_dhis_code(indicator=make_indicators()[PEOPLE], data_element="KIDS", option_combo="GIRLS")
    client = signed_in(make_user("programme_officer"))
    answer = client.get(reverse("targets:dhis2_values_csv", args=[frozen.pk]), follow=True)
    assert "would overwrite the other" in answer.text
    assert reverse("targets:dhis2_values_adx", args=[frozen.pk]) not in answer.text
    assert not JournalEntry.objects.filter(verb="dhis2.exported").exists()


def test_a_page_full_of_problems_shows_the_first_and_says_how_many_are_left(frozen, monkeypatch):
    make_dhis_code(indicator=make_indicators()[PEOPLE], data_element="KIDS", option_combo="GIRLS")
    monkeypatch.setattr("reports.views.dhis2_sending.PROBLEMS_SHOWN", 0)
    page = signed_in(make_user("programme_officer")).get(reverse("targets:dhis2_preview", args=[frozen.pk])).text
    assert f"{len(gather(frozen).problems)} more problems are not shown" in page
    assert "would overwrite the other" not in page


@pytest.mark.parametrize("role", ["administrator", "area_officer", "donor", "safeguarding_officer", "facilitator"])
def test_nobody_else_takes_a_quarter_to_dhis2(role, frozen):
    client = signed_in(make_user(role))
    for name in ("dhis2_preview", "dhis2_values_adx", "dhis2_values_csv"):
        assert client.get(reverse(f"targets:{name}", args=[frozen.pk])).status_code == 404


def test_officer_of_one_province_takes_nothing(frozen):
    client = signed_in(make_user("programme_officer", area=make_area("05")))
    for name in ("dhis2_preview", "dhis2_values_adx", "dhis2_values_csv"):
        assert client.get(reverse(f"targets:{name}", args=[frozen.pk])).status_code == 404


def test_an_older_version_says_that_there_is_a_newer_one(frozen):
    second = freeze(MANY, version=2)
    client = signed_in(make_user("programme_officer"))
    words = "There is a newer version of this quarter"
    assert words in client.get(reverse("targets:dhis2_preview", args=[frozen.pk])).text
    assert words not in client.get(reverse("targets:dhis2_preview", args=[second.pk])).text
