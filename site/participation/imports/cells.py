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
from .sheets import Flaw, Value

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
    Kind.PARENTS: ("parents", "parents' group", "parents group", "ឪពុកម្តាយ", "ក្រុមឪពុកម្តាយ"),
}
SEXES = {fold(word): sex.value for sex, words in _SEXES.items() for word in words}
KINDS = {fold(word): kind.value for kind, words in _KINDS.items() for word in words}
_BUDDHIST = re.compile(r"(?<![0-9])2[456][0-9]{2}(?![0-9])")


type Reader = Callable[[Value], object]
"""Makes of what stands in a cell a value of its column."""


class Unclear(ValueError):
    """A cell that holds no value of its column; the sentence says why."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def text_of(value: Value) -> str:
    """The words of a cell; a whole number that the spreadsheet keeps as 5.0 is 5."""
    if isinstance(value, bool):
        raise Unclear(_("A tick stands here. Write the value in words."))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _name(longest: int, tidied: Callable[[str], str] = tidy) -> Callable[[Value], str]:
    def read(value: Value) -> str:
        if isinstance(value, date):
            raise Unclear(_("A day stands here. Write a name."))
        text = tidied(text_of(value))
        if text and not has_letters(text):
            raise Unclear(_("A name needs at least one letter."))
        if len(text) > longest:
            raise Unclear(_("This is too long."))
        return text

    return read


def read_day(value: Value) -> date:
    if isinstance(value, date):
        day = value
    else:
        text = to_ascii_digits(text_of(value))
        if _BUDDHIST.search(text):
            raise Unclear(_("This looks like a year of the Buddhist era. Write the day as 23/11/2026."))
        try:
            day = parse_date(text)
        except ValueError:
            raise Unclear(_("This is not a day that can be read. Write it as 23/11/2026.")) from None
    if day.year < 1900:
        raise Unclear(_("This is not a day that can be read. Write it as 23/11/2026."))
    return day


def _number(low: int, high: int, sentence: Promise) -> Callable[[Value], int]:
    def read(value: Value) -> int:
        try:
            number = parse_int(text_of(value))
        except ValueError:
            raise Unclear(sentence) from None
        if number > 2400 and high > 2000:
            raise Unclear(_("This looks like a year of the Buddhist era. Write the year as 2014."))
        if not low <= number <= high:
            raise Unclear(sentence)
        return number

    return read


def _word(words: dict[str, str], sentence: Promise) -> Callable[[Value], str]:
    def read(value: Value) -> str:
        try:
            return words[fold(text_of(value).replace("_", " "))]
        except KeyError:
            raise Unclear(sentence) from None

    return read


def read_place(value: Value) -> str:
    """An official code; spreadsheets like to drop its first zero."""
    code = to_ascii_digits(text_of(value)).replace(" ", "")
    if code.isascii() and code.isdigit() and len(code) % 2:
        code = "0" + code
    if not is_code(code):
        raise Unclear(_("Write the official code of the place, such as 05060101."))
    return code


def read_group_code(value: Value) -> str:
    code = to_ascii_digits(text_of(value)).upper()
    if len(code) > 20:
        raise Unclear(_("This is too long."))
    return code


def read_person_code(value: Value) -> str:
    code = text_of(value).upper()
    if len(code) != 8 or set(code) - set(ALPHABET):
        raise Unclear(_("A member code has eight letters and digits, as on the member's page."))
    return code


def _text(longest: int) -> Callable[[Value], str]:
    def read(value: Value) -> str:
        text = tidy(text_of(value))
        if len(text) > longest:
            raise Unclear(_("This is too long."))
        return text

    return read


READERS: dict[str, Reader] = {
    "group_code": read_group_code,
    "group_kind": _word(KINDS, _("Write club, council, network or parents.")),
    "group_name": _name(160),
    "group_name_latin": _name(160),
    "place_code": read_place,
    "founded_on": read_day,
    "school": _text(120),
    "person_code": read_person_code,
    "family_name": _name(60, tidy_name),
    "given_name": _name(60, tidy_name),
    "name_latin": _name(120, tidy_name),
    "sex": _word(SEXES, _("Write female, male or other.")),
    "birth_year": _number(1900, 2100, _("Write the year as 2014.")),
    "birth_month": _number(1, 12, _("Write the month as a number from 1 to 12.")),
    "village_code": read_place,
    "post": _text(80),
    "began_on": read_day,
}
