"""CSV files: UTF-8 with or without its mark, or UTF-16 with it; comma, semicolon or tab between the cells."""

import codecs
import csv
import io
from collections.abc import Iterator

from .refusals import NotASheet, UnknownEncoding
from .sheets import Line, text_cell

_SEPARATORS = ",;\t"
PIECE = 1 << 16


def lines_of(content: bytes) -> Iterator[Line]:
    """The records of a file that was judged before; its letters are read as they are needed."""
    separator = max(_SEPARATORS, key=_text(content).readline().count)
    try:
        # The number of a record, not of a line of text: that is what a spreadsheet shows.
        for number, values in enumerate(csv.reader(_text(content), delimiter=separator, strict=True), 1):
            yield Line(number, [text_cell(value) for value in values])
    except csv.Error as error:
        raise NotASheet from error


def judge_letters(content: bytes) -> None:
    """Refuse what cannot be read as text, a little at a time."""
    text = _text(content)
    try:
        while piece := text.read(PIECE):
            if "\0" in piece:
                raise UnknownEncoding
    except UnicodeDecodeError as error:
        raise UnknownEncoding from error


def _text(content: bytes) -> io.TextIOWrapper:
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-16" if is_utf16 else "utf-8-sig", newline="")
