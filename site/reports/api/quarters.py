"""Frozen quarters, and the rows of one version: the file that donors download, line by line."""

from django.db.models import Q
from django.urls import reverse

from accounts.access import LARGEST
from accounts.models import User
from places.codes import code_range

from ..exports import HEADINGS, shown_table
from ..models import FrozenQuarter
from ..reads.frozen import newest_of_each
from .answers import QuarterItem, QuarterRow, QuarterRows, Quarters
from .asked import QuartersAsked, RowsAsked
from .paging import after_all, first_of, next_of
from .reaching import place_asked, reach_of
from .refusals import Refused


def quarters(asked: QuartersAsked, reader: User, path: str) -> Quarters:
    rows = FrozenQuarter.objects.visible_to(reader).filter(
        after_all(asked.after, ("quarter", str), ("version", _number))
    )
    if asked.quarter:
        rows = rows.filter(quarter=asked.quarter)
    found, is_more = first_of(rows.order_by("quarter", "version"), asked)
    newest = {frozen.pk for frozen in newest_of_each(reader)}
    items = [
        QuarterItem(
            quarter=frozen.quarter,
            version=frozen.version,
            is_newest=frozen.pk in newest,
            frozen_at=frozen.frozen_at,
            rules={str(code): str(rule) for code, rule in frozen.rules.items()},
            rows=reverse("reports_api:quarter_rows", args=[frozen.quarter, frozen.version]),
        )
        for frozen in found
    ]
    mark = f"{found[-1].quarter}.{found[-1].version}" if is_more else None
    return Quarters(reach=reach_of(reader), next=next_of(path, asked, mark), items=items)


def quarter_rows(asked: RowsAsked, reader: User, path: str, *, quarter: str, version: int) -> QuarterRows:
    frozen = FrozenQuarter.objects.visible_to(reader).filter(quarter=quarter, version=min(version, 32767)).first()
    if frozen is None or frozen.version != version:
        raise Refused("not_here")
    table = shown_table(frozen, user=reader)
    rows = table.records.filter(_within(place_asked(asked.area, reader)), after_all(asked.after, ("pk", _number)))
    found, is_more = first_of(rows, asked)
    items = [QuarterRow(**dict(zip(HEADINGS, line, strict=True))) for line in table.lines_of(found)]
    return QuarterRows(
        reach=reach_of(reader),
        next=next_of(path, asked, str(found[-1].pk) if is_more else None),
        quarter=frozen.quarter,
        version=frozen.version,
        frozen_at=frozen.frozen_at,
        items=items,
    )


def _within(place: str | None) -> Q:
    if place is None:
        return Q()
    low, high = code_range(place)
    return Q(area__gte=low, area__lt=high)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > LARGEST:
        raise ValueError(text)
    return int(text)
