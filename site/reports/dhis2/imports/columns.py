"""The columns of the two sheets, and how their cells are read."""

from django.utils.translation import gettext_lazy as _

from khmertext.folding import fold
from participation.imports.cells import Unclear, read_place, text_of
from participation.imports.columns import Column, Layout
from participation.imports.sheets import Value
from people.names import tidy

from ...models import DhisCode
from ..codes import is_written

CODE_COLUMNS = (
    Column("indicator", "លេខកូដសូចនាករ", "Indicator code"),
    Column("breakdown", "បំបែកតាម", "Told apart by"),
    Column("group", "ក្រុមនៃការបំបែក", "Group"),
    Column("data_element", "ធាតុទិន្នន័យ DHIS2", "DHIS2 data element"),
    Column("option_combo", "បន្សំជម្រើស DHIS2", "DHIS2 category option combination"),
    Column("counts", "អ្វីដែលផ្ញើ", "What is sent"),
)
PLACE_COLUMNS = (
    Column("place_code", "លេខកូដទីកន្លែង", "Place code"),
    Column("org_unit", "អង្គភាព DHIS2", "DHIS2 organisation unit"),
)


def read_code(value: Value) -> str:
    text = text_of(value)
    if not is_written(text):
        raise Unclear(_("Write the code as it stands in DHIS2: Latin letters, digits and simple signs, fifty at most."))
    return text


def read_words(value: Value) -> str:
    text = tidy(text_of(value))
    if len(text) > 80:
        raise Unclear(_("This is too long."))
    return text


_COUNTS = {
    DhisCode.Counts.TO_DATE: ("to_date", "to date", "up to the end"),
    DhisCode.Counts.IN_QUARTER: ("in_quarter", "in quarter", "new"),
}
COUNTS = {fold(word.replace("_", " ")): counts.value for counts, words in _COUNTS.items() for word in words}


def read_counts(value: Value) -> str:
    try:
        return COUNTS[fold(text_of(value).replace("_", " "))]
    except KeyError:
        raise Unclear(_("Write to_date or in_quarter.")) from None


CODE_LAYOUT = Layout(
    columns=CODE_COLUMNS,
    needed=(("indicator",), ("data_element",)),
    readers={
        "indicator": read_words,
        "breakdown": read_words,
        "group": read_words,
        "data_element": read_code,
        "option_combo": read_code,
        "counts": read_counts,
    },
)
PLACE_LAYOUT = Layout(
    columns=PLACE_COLUMNS,
    needed=(("place_code",), ("org_unit",)),
    readers={"place_code": read_place, "org_unit": read_code},
)
