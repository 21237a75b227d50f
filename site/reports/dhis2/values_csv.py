"""Values as the CSV that DHIS2 reads, column by column: the order counts, the names do not."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import batched

from .gathering import DataValue, Gathered

CONTENT_TYPE = "text/csv; charset=utf-8"
HEADER = (
    *("dataelement", "period", "orgunit", "categoryoptioncombo", "attributeoptioncombo", "value"),
    *("storedby", "lastupdated", "comment", "followup", "deleted"),
)
AT_ONCE = 500


def csv_lines(found: Gathered) -> Iterator[str]:
    """All eleven columns, no mark of the encoding: every sign is ASCII. Who stored it and when, DHIS2 notes itself."""
    yield _written([HEADER])
    for some in batched(found.values, AT_ONCE):
        yield _written(_row(found, value) for value in some)


def _row(found: Gathered, value: DataValue) -> tuple[str | int, ...]:
    named = (value.data_element, str(found.quarter), value.org_unit, value.option_combo, found.system.combo)
    return (*named, value.value, "", "", found.comment, "false", "false")


def _written(rows) -> str:
    text = StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()
