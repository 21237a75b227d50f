"""The columns of the sheet of services, and how their cells are read: a row for each commune that a service covers."""

import re
from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.downloads.tables import yes_no
from khmertext.folding import fold
from participation.imports.cells import Reader, Unclear, read_day, read_place, text_of
from participation.imports.columns import Column, Layout
from participation.imports.sheets import Value
from people.names import has_letters, tidy

from ..actions.services import tidy_phones
from ..models import Service, ServiceCoverage
from ..models.service import PHONES

COLUMNS = (
    Column("service_code", "លេខកូដសេវា", "Service code"),
    Column("service_type", "ប្រភេទសេវា", "Type of service"),
    Column("name_km", "ឈ្មោះជាភាសាខ្មែរ", "Name in Khmer"),
    Column("name_en", "ឈ្មោះជាភាសាអង់គ្លេស", "Name in English"),
    Column("provider_km", "អ្នកផ្តល់សេវាជាភាសាខ្មែរ", "Provider in Khmer"),
    Column("provider_en", "អ្នកផ្តល់សេវាជាភាសាអង់គ្លេស", "Provider in English"),
    Column("place_code", "លេខកូដទីកន្លែងរបស់ការិយាល័យ", "Place code of the office"),
    Column("hours_km", "ម៉ោងបើកជាភាសាខ្មែរ", "Opening hours in Khmer"),
    Column("hours_en", "ម៉ោងបើកជាភាសាអង់គ្លេស", "Opening hours in English"),
    Column("for_whom_km", "សម្រាប់អ្នកណា ជាភាសាខ្មែរ", "For whom, in Khmer"),
    Column("for_whom_en", "សម្រាប់អ្នកណា ជាភាសាអង់គ្លេស", "For whom, in English"),
    Column("cost", "តម្លៃ", "Cost"),
    Column("languages", "ភាសាដែលនិយាយ", "Languages spoken"),
    Column("is_accessible", "ចូលបានដោយគ្មានកាំជណ្តើរ", "Reached without steps"),
    Column("is_child_friendly", "ស៊ាំនឹងកុមារ", "Used to children"),
    Column("phones", "លេខទូរស័ព្ទការិយាល័យ", "Office telephones"),
    Column("checked_on", "បានពិនិត្យនៅថ្ងៃ", "Checked on"),
    Column("commune_code", "លេខកូដឃុំដែលគ្របដណ្តប់", "Code of the commune covered"),
    Column("began_on", "គ្របដណ្តប់ចាប់ពី", "Covered from"),
    Column("ended_on", "គ្របដណ្តប់ដល់", "Covered until"),
    Column("source", "ដឹងតាមរបៀបណា", "How this is known"),
)
SAID_OF_SERVICE = (
    *("name_km", "name_en", "provider_km", "provider_en", "hours_km", "hours_en", "for_whom_km", "for_whom_en"),
    *("cost", "languages", "is_accessible", "is_child_friendly", "phones"),
)
"""Columns that are fields of a service under the same name."""

_COSTS = {
    Service.Cost.FREE: ("no", "ឥតគិតថ្លៃ"),
    Service.Cost.PARTLY: ("some", "គិតថ្លៃខ្លះ"),
    Service.Cost.PAID: ("yes", "គិតថ្លៃ"),
    Service.Cost.UNKNOWN: ("មិនដឹង",),
}
"""Words that people write beside those of the desk, which are known in both languages."""

_LANGUAGES = {Service.Language.SIGN: ("sign",)}
_ANSWERS = {True: ("yes", "1", "មាន", "បាន"), False: ("no", "0", "ទេ", "គ្មាន")}


@cache
def _by_word(choices: type[TextChoices]) -> dict[str, str]:
    """Every word under which a choice is known: its code, how the desk calls it in each language, and what else."""
    found = {fold(word): choice.value for choice in choices for word in MORE.get(choice, ())}
    for choice in choices:
        found[fold(choice.value)] = choice.value
        for language, _name in settings.LANGUAGES:
            with override(language):
                found[fold(str(choice.label))] = choice.value
    return found


MORE = {**_COSTS, **_LANGUAGES}


def _choice(choices: type[TextChoices], sentence: Promise) -> Reader:
    def read(value: Value) -> str:
        found = _by_word(choices).get(fold(text_of(value)))
        if found is None:
            raise Unclear(sentence)
        return found

    return read


@cache
def _answers() -> dict[str, bool]:
    found = {fold(word): answer for answer, words in _ANSWERS.items() for word in words}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {fold(yes_no(answer)): answer for answer in (True, False)}
    return found


def read_answer(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    found = _answers().get(fold(text_of(value)))
    if found is None:
        raise Unclear(_("Write yes or no."))
    return found


def _text(longest: int, *, is_name: bool = False) -> Reader:
    def read(value: Value) -> str:
        text = tidy(text_of(value))
        if is_name and not has_letters(text):
            raise Unclear(_("A name needs at least one letter."))
        if len(text) > longest:
            raise Unclear(_("This is too long."))
        return text

    return read


def _text_of(name: str) -> Reader:
    return _text(Service._meta.get_field(name).max_length, is_name=name.startswith("name"))


def read_languages(value: Value) -> list[str]:
    """Languages with a comma between them, in the order of the list."""
    by_word = _by_word(Service.Language)
    named = [fold(part) for part in re.split(r"[,;/]", text_of(value)) if part.strip()]
    if any(name not in by_word for name in named):
        raise Unclear(_("Write languages such as Khmer, Bunong, with a comma between them."))
    found = {by_word[name] for name in named}
    return [language.value for language in Service.Language if language.value in found]


def read_phones(value: Value) -> str:
    phones = tidy_phones(text_of(value))
    if not re.match(PHONES, phones):
        raise Unclear(_("Write up to three telephone numbers in digits, a comma between them."))
    return phones


def read_code(value: Value) -> str:
    return _text(20)(value).upper()


LAYOUT = Layout(
    columns=COLUMNS,
    needed=(("service_code", "name_km"),),
    readers={
        "service_code": read_code,
        "service_type": _text(80),
        **{name: _text_of(name) for name in SAID_OF_SERVICE if name.endswith(("_km", "_en"))},
        "place_code": read_place,
        "cost": _choice(Service.Cost, _("Write free, partly, paid or not known.")),
        "languages": read_languages,
        "is_accessible": read_answer,
        "is_child_friendly": read_answer,
        "phones": read_phones,
        "checked_on": read_day,
        "commune_code": read_place,
        "began_on": read_day,
        "ended_on": read_day,
        "source": _choice(ServiceCoverage.Source, _("Write agreement, provider, visit or authority.")),
    },
)
