"""What KoboToolbox and ODK Central would send back: meetings that were filled in, written as their exports are.

KoboToolbox (its library formpack): CSV with semicolons and every cell in quotes, of the main table alone; XLSX with a
sheet for each table; groups before a stroke; ``question`` with all answers and ``question/answer`` with 1 or 0, or one
of the two; ``_uuid``, ``_index``, and in the tables of repeats ``_parent_index`` and ``_submission__uuid``; names or
labels. ODK Central: a ZIP of CSV files with commas, groups before a hyphen; ``KEY`` and ``PARENT_KEY``.
"""

import csv
import io
import zipfile
from dataclasses import dataclass, field

from openpyxl import Workbook

from fieldbook.xlsforms.survey import FORM

GROUPS = {
    "where": ("province", "district", "commune", "group_code", "group_kind"),
    "meeting": (
        *("kind", "number", "started_at", "ended_at", "place_text", "articles", "activities"),
        *("quorum_met", "minutes_approved", "adults_present"),
    ),
    "attendance": (
        *("member_codes", "members_present", "basis"),
        *(
            f"{group}_{what}"
            for group in ("girls", "boys", "young_women", "young_men", "women", "men")
            for what in ("number", "difficulty")
        ),
    ),
    "talk": ("summary", "decisions_number", "issues_number"),
    "talk/decisions": ("decision_text", "decision_post", "decision_due_on"),
    "talk/issues": ("issue_text", "issue_raised_by"),
    "mood": ("felt_good", "felt_so_so", "felt_bad"),
}
GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}
SEVERAL = {"articles": "article", "activities": "activity", "members_present": "member"}
REPEATS = {"decisions": GROUPS["talk/decisions"], "issues": GROUPS["talk/issues"]}
TOP = ("start", "end", "portal_form", "was_held", "held_on", "missed_reason")


@dataclass
class Filled:
    """One submission: answers by question; of a question with several a list; the lines of the repeats."""

    uuid: str
    answers: dict[str, object] = field(default_factory=dict)
    decisions: list[dict] = field(default_factory=list)
    issues: list[dict] = field(default_factory=list)

    def all(self) -> dict[str, object]:
        numbers = {}
        if self.answers.get("was_held") == "yes":
            numbers = {"decisions_number": len(self.decisions), "issues_number": len(self.issues)}
        return {"portal_form": FORM, "end": "2026-11-20T16:00:00.000+07:00", **numbers, **self.answers}


@dataclass(frozen=True)
class Style:
    """How a file is written. ``several``: both, summary or details. ``words``: labels in place of names."""

    stroke: str = "/"
    several: str = "both"
    has_groups: bool = True
    words: dict[tuple[str, str], str] | None = None
    """By ("", question) its label, by (list, name) that of an answer."""
    lists: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each question with several answers, all that the form offers."""

    def heading(self, name: str) -> str:
        if self.words:
            return self.words.get(("", name), name)
        group = GROUP_OF.get(name, "")
        return f"{group.replace('/', self.stroke)}{self.stroke}{name}" if group and self.has_groups else name

    def word(self, name: str, value: object) -> object:
        if value is None:
            return ""
        return self.words.get((self.lists.get(name, ""), str(value)), value) if self.words else value


def _columns(names: tuple[str, ...], style: Style) -> list[tuple[str, str]]:
    """Question and answer of each column."""
    found = []
    for name in names:
        if name not in SEVERAL or style.several != "details":
            found.append((name, ""))
        if name in SEVERAL and style.several != "summary":
            found += [(name, code) for code in style.codes.get(name, ())]
    return found


def _headings(columns: list[tuple[str, str]], style: Style) -> list[str]:
    return [
        f"{style.heading(name)}/{style.word(name, code)}" if code else style.heading(name) for name, code in columns
    ]


def _values(columns: list[tuple[str, str]], answers: dict, style: Style) -> list[object]:
    found = []
    for name, code in columns:
        value = answers.get(name)
        if code:
            found.append("" if value is None else int(code in value))
        elif name in SEVERAL:
            found.append(" ".join(str(style.word(name, each)) for each in value or []))
        else:
            found.append(style.word(name, value))
    return found


MAIN = (*TOP, *(name for group, names in GROUPS.items() if "/" not in group for name in names))


def kobo_tables(filled: list[Filled], style: Style = Style()) -> dict[str, list[list]]:
    """The sheets of an export: the main one, then one for each repeat."""
    columns = _columns(MAIN, style)
    own = ("_id", "_uuid", "_submission_time", "_validation_status", "__version__", "_index")
    main = [[*_headings(columns, style), *own]]
    tables = {"Meetings": main}
    for number, each in enumerate(filled, 1):
        values = _values(columns, each.all(), style)
        main.append([*values, 1000 + number, each.uuid, "2026-11-20T09:00:01", "", "vA1b2C3", number])
    for repeat, names in REPEATS.items():
        columns = _columns(names, style)
        links = ("_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid")
        rows = [[*_headings(columns, style), *links]]
        for number, each in enumerate(filled, 1):
            for line in getattr(each, repeat):
                values = _values(columns, line, style)
                rows.append([*values, len(rows), "Meetings", number, 1000 + number, each.uuid])
        if len(rows) > 1:
            tables[repeat] = rows  # a table without a line has no sheet
    return tables


def kobo_xlsx(filled: list[Filled], style: Style = Style()) -> bytes:
    return xlsx_of(kobo_tables(filled, style))


def kobo_csv(filled: list[Filled], style: Style = Style()) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows(kobo_tables(filled, style)["Meetings"])
    return stream.getvalue().encode("utf-8-sig")


def odk_zip(filled: list[Filled], *, splits: bool = False, has_groups: bool = True, codes: dict | None = None) -> bytes:
    several = "both" if splits else "summary"
    style = Style(stroke="-", several=several, has_groups=has_groups, codes=codes or {})
    columns = _columns(MAIN, style)
    last = ("meta-instanceID", "meta-instanceName", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent")
    last += ("AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion")
    main = [["SubmissionDate", *_headings(columns, style), *last]]
    for each in filled:
        values = _values(columns, each.all(), style)
        key = f"uuid:{each.uuid}"
        tail = [key, "C-1 2026", key, 5, "partner", 0, 0, "", "", "", 0, "20261101"]
        main.append(["2026-11-20T09:00:01.000Z", *values, *tail])
    files = {"club_meetings.csv": main}
    for repeat, names in REPEATS.items():
        columns = _columns(names, style)
        rows = [[*_headings(columns, style), "PARENT_KEY", "KEY"]]
        for each in filled:
            for number, line in enumerate(getattr(each, repeat), 1):
                key = f"uuid:{each.uuid}"
                rows.append([*_values(columns, line, style), key, f"{key}/talk/{repeat}[{number}]"])
        files[f"club_meetings-{repeat}.csv"] = rows
    return zip_of({name: csv_of(rows) for name, rows in files.items()} | {"media/photo.jpg": b"\xff\xd8\xff"})


def csv_of(rows: list[list]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def zip_of(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx_of(tables: dict[str, list[list]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
