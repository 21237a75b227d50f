"""Sending a list as a file. Each download leaves a line in the journal: how many rows, which filters, no word typed."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import journal
from . import files
from .tables import Table


def send_list(
    request: HttpRequest, table: Table, format: str, chosen: Mapping[str, object], *, way_back: str
) -> HttpResponse:
    """The file; or, where it would be too long for its kind, the list again with a sentence."""
    total = table.records.count()
    if is_too_long(total, format):
        messages.error(request, too_long())
        return redirect(f"{reverse(way_back)}?{request.GET.urlencode()}")
    details = {"table": table.name, "rows": total, "format": format, "filters": filters_of(chosen)}
    journal.entry("list.exported", about=None, by=request.user, kind=journal.READ, **details).save()
    return file_of(table, format)


def file_of(table: Table, format: str) -> HttpResponse:
    return files.WRITERS[format](table, name=f"{table.name}-{timezone.localdate().isoformat()}")


def filters_of(chosen: Mapping[str, object]) -> list[str]:
    """The filters as ids and words of closed sets. Of a search only that there was one, never its words."""
    return sorted(
        name if isinstance(value, bool) or name == "q" else f"{name}={_id_of(value)}"
        for name, value in chosen.items()
        if value and name != "sort"
    )


def _id_of(value: object) -> str:
    if isinstance(value, models.Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else str(value)


def is_too_long(total: int, format: str) -> bool:
    return format == "xlsx" and total > files.MOST_ROWS_OF_XLSX


def too_long() -> str:
    return _("This list is too long for Excel. Use filters, or take it as CSV.")
