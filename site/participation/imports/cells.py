"""From a cell to a value: Khmer digits, days in words, kinds and sexes in both languages. In doubt it asks."""

import re
from collections.abc import Callable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khmertext.dates import parse_date
from khmertext.folding import fold
from khmertext.numbers import parse_int, to_ascii_digits
from people.codes import ALPHABET
from people.models import Sex
from people.names import has_letters, tidy, tidy_name
from places.codes import is_code

from ..models import Kind
from .sheets import Cell, Flaw

FLAWS: dict[Flaw, Promise] = {
    Flaw.FORMULA: _("A formula stands here. Write the value itself."),
    Flaw.MERGED: _("This cell is merged with others. Unmerge them and fill each one."),
    Flaw.ERROR: _("The spreadsheet shows an error here. Write the value itself."),
    Flaw.CONTROL: _("Invisible signs stand here. Type the value again."),
}
_SEXES = {
    Sex.FEMALE: ("female", "f", "girl", "woman", "ស្រី", "ស"),
    Sex.MALE: ("male", "m", "boy", "man", "ប្រុស", "ប"),
    Sex.OTHER: ("other", "other or not said", "ផ្សេង", "ផ្សេងទៀត"),
}
_KINDS = {
    Kind.CLUB: ("club", "children's club", "childrens club", "ក្លឹប", "ក្លឹបកុមារ"),
    Kind.COUNCIL: ("council", "children's council", "childrens council", "ក្រុមប្រឹក្សា", "ក្រុមប្រឹក្សាកុមារ"),
    Kind.NETWORK: ("network", "family protection network", "បណ្តាញ", "បណ្តាញគាំពារគ្រួសារ", "បណ្តាញការពារគ្រួសារ"),
}
SEXES = {fold(word): sex.value for sex, words in _SEXES.items() for word in words}
KINDS = {fold(word): kind.value for kind, words in _KINDS.items() for word in words}
_BUDDHIST = re.compile(r"(?<![0-9])2[456][0-9]{2}(?![0-9])")


class Unclear(ValueError):
    """A cell that holds no value of its column; the sentence says why."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def text_of(cell: Cell) -> str:
    """The words of a cell; a whole number that the spreadsheet keeps as 5.0 is 5."""
    if isinstance(cell.value, bool):
        raise Unclear(_("A tick stands here. Write the value in words."))
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return "" if cell.value is None else str(cell.value).strip()


def _name(longest: int, tidied: Callable[[str], str] = tidy) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        if isinstance(cell.value, date):
            raise Unclear(_("A day stands here. Write a name."))
        text = tidied(text_of(cell))
        if text and not has_letters(text):
            raise Unclear(_("A name needs at least one letter."))
        if len(text) > longest:
            raise Unclear(_("This is too long."))
        return text

    return read


def read_day(cell: Cell) -> date:
    if isinstance(cell.value, date):
        day = cell.value
    else:
        text = to_ascii_digits(text_of(cell))
        if _BUDDHIST.search(text):
            raise Unclear(_("This looks like a year of the Buddhist era. Write the day as 23/11/2026."))
        try:
            day = parse_date(text)
        except ValueError:
            raise Unclear(_("This is not a day that can be read. Write it as 23/11/2026.")) from None
    if day.year < 1900:
        raise Unclear(_("This is not a day that can be read. Write it as 23/11/2026."))
    return day


def _number(low: int, high: int, sentence: Promise) -> Callable[[Cell], int]:
    def read(cell: Cell) -> int:
        try:
            number = parse_int(text_of(cell))
        except ValueError:
            raise Unclear(sentence) from None
        if number > 2400 and high > 2000:
            raise Unclear(_("This looks like a year of the Buddhist era. Write the year as 2014."))
        if not low <= number <= high:
            raise Unclear(sentence)
        return number

    return read


def _word(words: dict[str, str], sentence: Promise) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        try:
            return words[fold(text_of(cell).replace("_", " "))]
        except KeyError:
            raise Unclear(sentence) from None

    return read


def read_place(cell: Cell) -> str:
    """An official code; spreadsheets like to drop its first zero."""
    code = to_ascii_digits(text_of(cell)).replace(" ", "")
    if code.isascii() and code.isdigit() and len(code) % 2:
        code = "0" + code
    if not is_code(code):
        raise Unclear(_("Write the official code of the place, such as 05060101."))
    return code


def read_group_code(cell: Cell) -> str:
    code = to_ascii_digits(text_of(cell)).upper()
    if len(code) > 20:
        raise Unclear(_("This is too long."))
    return code


def read_person_code(cell: Cell) -> str:
    code = text_of(cell).upper()
    if len(code) != 8 or set(code) - set(ALPHABET):
        raise Unclear(_("A member code has eight letters and digits, as on the member's page."))
    return code


def read_post(cell: Cell) -> str:
    text = tidy(text_of(cell))
    if len(text) > 80:
        raise Unclear(_("This is too long."))
    return text


READERS: dict[str, Callable[[Cell], object]] = {
    "group_code": read_group_code,
    "group_kind": _word(KINDS, _("Write club, council or network.")),
    "group_name": _name(160),
    "group_name_latin": _name(160),
    "place_code": read_place,
    "founded_on": read_day,
    "person_code": read_person_code,
    "family_name": _name(60, tidy_name),
    "given_name": _name(60, tidy_name),
    "name_latin": _name(120, tidy_name),
    "sex": _word(SEXES, _("Write female, male or other.")),
    "birth_year": _number(1900, 2100, _("Write the year as 2014.")),
    "birth_month": _number(1, 12, _("Write the month as a number from 1 to 12.")),
    "village_code": read_place,
    "post": read_post,
    "began_on": read_day,
}
