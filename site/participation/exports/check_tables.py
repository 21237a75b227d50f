"""Conduct and screening as a table for a file."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table
from accounts.models import User

from ..reads.staff_checks import marks_of


def staff_checks(people: QuerySet[User]) -> Table:
    """A line for each adult: how both stand today, and until when."""
    today = timezone.localdate()

    def lines(batch: list[User]) -> Iterator[Line]:
        for person in batch:
            marks = marks_of(person, today).marks
            told = (value for mark in marks for value in (str(mark.standing.label), mark.valid_until))
            yield person.get_full_name(), *told

    columns = (
        _("Name"),
        *(_("Code of conduct signed"), _("Code of conduct valid until")),
        *(_("Screening done"), _("Screening valid until")),
    )
    return Table("conduct-and-screening", columns, people.order_by("full_name", "username", "pk"), lines)
