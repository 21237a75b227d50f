"""Values as ADX, the XML in which health systems exchange numbers (IHE QRPH, 2015): a group for each place."""

from collections.abc import Iterator
from io import StringIO
from itertools import groupby

from django.utils.xmlutils import SimplerXMLGenerator

from .gathering import Gathered

NAMESPACE = "urn:ihe:qrph:adx:2015"
CONTENT_TYPE = "application/adx+xml; charset=utf-8"
QUARTER = "P3M"


def adx_lines(found: Gathered) -> Iterator[str]:
    """The document in parts, a place at a time."""
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("adx", {"xmlns": NAMESPACE, "exported": f"{found.frozen.frozen_at:%Y-%m-%dT%H:%M:%SZ}"})
    group = _group(found)
    combo = {"attributeOptionCombo": found.system.combo}
    for unit, values in groupby(found.values, key=lambda value: value.org_unit):
        xml.startElement("group", {"orgUnit": unit, **group})
        for value in values:
            told = {"dataElement": value.data_element, "categoryOptionCombo": value.option_combo, **combo}
            xml.addQuickElement("dataValue", attrs={**told, "value": str(value.value), "comment": found.comment})
        xml.endElement("group")
        yield _taken(text)
    xml.endElement("adx")
    xml.endDocument()
    yield _taken(text)


def _group(found: Gathered) -> dict[str, str]:
    """What is said of each place. The combination stands here and with each value: readers look in either."""
    told = {"period": f"{found.quarter.began_on.isoformat()}/{QUARTER}", "dataSet": found.system.data_set}
    told["attributeOptionCombo"] = found.system.combo
    if found.system.marks_complete:
        told["completeDate"] = f"{found.frozen.frozen_at:%Y-%m-%d}"
    return told


def _taken(text: StringIO) -> str:
    part = text.getvalue()
    text.seek(0)
    text.truncate()
    return part
