"""The codes as files under the headings of the import: what is filled in here can come back."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table
from accounts.models import User
from places.models import AdminArea
from places.paths import SEPARATOR

from ..models import DhisCode, Indicator
from ..reads.dhis2 import coded_indicators, coded_places
from .gathering import system_now
from .imports.columns import CODE_COLUMNS, PLACE_COLUMNS


def code_table(user: User) -> Table:
    """A line for every number that could be sent, also for those without a code."""

    def lines(batch: list[Indicator]) -> Iterator[Line]:
        codes = DhisCode.objects.visible_to(user).filter(indicator__in=batch)
        for row in coded_indicators(batch, list(codes)):
            for each in row.cells:
                code, cell = each.code, each.cell
                named = (row.indicator.code, cell.split or "total", cell.group)
                told = (code.data_element, code.option_combo, code.counts) if code else ("", "", "")
                yield (*named, *told, row.indicator.name, cell.label)

    columns = (*(column.heading for column in CODE_COLUMNS), _("Name of the indicator"), _("Name of the number"))
    return Table("dhis2-codes", columns, Indicator.objects.visible_to(user).active().in_order(), lines)


def place_table() -> Table:
    """A line for every place of the level that is sent; the unit as it is sent, empty where it has none."""
    system = system_now()

    def lines(batch: list[AdminArea]) -> Iterator[Line]:
        for place in coded_places(batch, system):
            yield place.area.code, place.unit, SEPARATOR.join(place.path)

    columns = (*(column.heading for column in PLACE_COLUMNS), _("Place"))
    areas = AdminArea.objects.current().of_level(system.level).order_by("pk")
    return Table("dhis2-places", columns, areas, lines)
