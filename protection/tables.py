"""The helplines as a table for a file."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table, yes_no

from .models import HelpLine


def helpline_table() -> Table:
    """All of them, those out of use too; who made the test call is for the desk and not for a file."""

    def lines(batch: list[HelpLine]) -> Iterator[Line]:
        for one in batch:
            yield (
                *(one.number, one.name_km, one.name_en, one.for_whom_km, one.for_whom_en),
                *(one.hours_km, one.hours_en, one.get_audience_display()),
                *(yes_no(one.is_free), yes_no(one.takes_text), yes_no(one.is_active)),
                *(one.verified_on, one.next_check_on),
            )

    columns = (
        *(_("Number"), _("Name in Khmer"), _("Name in English"), _("What for, in Khmer"), _("What for, in English")),
        *(_("Hours in Khmer"), _("Hours in English"), _("For whom")),
        *(_("The call is free"), _("Answers text messages"), _("In use")),
        *(_("Test call on"), _("Next test call by")),
    )
    return Table("helplines", columns, HelpLine.objects.for_the_desk(timezone.localdate()), lines)
