"""The form as the XLSX file that KoboToolbox, ODK Central and others read: the sheets survey, choices and settings."""

import io
from collections.abc import Iterable

from .making import MadeForm
from .survey import Question

KHMER, ENGLISH = "ភាសាខ្មែរ (km)", "English (en)"
TRANSLATED = ("label", "hint", "required_message", "constraint_message")
PLAIN = (
    *("required", "relevant", "constraint", "choice_filter"),
    *("appearance", "calculation", "default", "repeat_count"),
)
WIDTH = 30


def as_xlsx(form: MadeForm) -> bytes:
    from openpyxl import Workbook  # heavy, and most workers never make a form

    book = Workbook(write_only=True)
    _write(book.create_sheet("survey"), _survey(form))
    _write(book.create_sheet("choices"), _choices(form))
    _write(book.create_sheet("settings"), _settings(form))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _survey(form: MadeForm) -> Iterable[list[str]]:
    languages = [f"{column}::{language}" for column in TRANSLATED for language in (KHMER, ENGLISH)]
    yield ["type", "name", *languages, *PLAIN]
    for khmer, english in form.questions:
        words = [said for column in TRANSLATED for said in (_said(khmer, column), _said(english, column))]
        kind = f"{khmer.type} {khmer.list}" if khmer.list else khmer.type
        plain = ["yes" if khmer.is_required else "", *(getattr(khmer, column) for column in PLAIN[1:])]
        yield [kind, khmer.name, *words, *plain]


def _said(question: Question, column: str) -> str:
    return _plain(getattr(question, column))


def _choices(form: MadeForm) -> Iterable[list[str]]:
    filters = sorted({name for answer in form.answers for name in answer.by})
    yield ["list_name", "name", f"label::{KHMER}", f"label::{ENGLISH}", *filters]
    for answer in form.answers:
        words = [_plain(answer.khmer), _plain(answer.english)]
        yield [answer.list, answer.name, *words, *(answer.by.get(name, "") for name in filters)]


def _settings(form: MadeForm) -> Iterable[list[str]]:
    yield ["form_title", "form_id", "version", "instance_name", "default_language"]
    name = "concat(${group_code}, ' ', ${held_on})"
    yield [" · ".join(form.titles), form.id, form.version, name, KHMER]


def _plain(text: str) -> str:
    """What stands in a name of a group is never a reference to a question."""
    return text.replace("${", "$ {")


def _write(sheet: object, rows: Iterable[list[str]]) -> None:
    """Every cell is text: nothing that somebody typed is calculated."""
    from accounts.downloads.xlsx import xlsx_cell  # as above

    for letter in "ABCDEFGH":
        sheet.column_dimensions[letter].width = WIDTH
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([xlsx_cell(sheet, value) for value in row])
