"""CSV files: UTF-8 with or without its mark, or UTF-16 with it; comma, semicolon or tab between the cells."""

import codecs
import csv
import io
from collections.abc import Iterator

from .refusals import NotASheet, UnknownEncoding
from .sheets import Line, text_cell

_SEPARATORS = ",;\t"


def lines_of(content: bytes) -> Iterator[Line]:
    text = _text_of(content)
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        # The number of a record, not of a line of text: that is what a spreadsheet shows.
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            yield Line(number, [text_cell(value) for value in values])
    except csv.Error as error:
        raise NotASheet from error


def _text_of(content: bytes) -> str:
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnknownEncoding from error
    if "\0" in text:
        raise UnknownEncoding
    return text
