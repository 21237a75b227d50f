"""The call list as a table."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table
from accounts.models import User

from ..forms.calls import QuietFilter
from ..models import CommunityGroup
from ..reads.calls import quiet_groups, quiet_rows
from .tables import group_columns, named, place_columns, places


def quiet(form: QuietFilter, *, user: User) -> Table:
    """Groups that have gone quiet, who waits longest first."""
    records = form.narrow(quiet_groups(user)).order_by("overdue_after", "pk")

    def lines(batch: list[CommunityGroup]) -> Iterator[Line]:
        for row in quiet_rows(batch, user=user):
            missed, call = row.last_missed, row.last_call
            yield (
                *named(row.group),
                *places(row.path),
                ", ".join(row.facilitators),
                *(row.group.last_met_on, row.days, missed.missed_on if missed else None),
                missed.get_reason_display() if missed else "",
                *(call.called_on if call else None, call.get_outcome_display() if call else ""),
                call.next_call_on if call else None,
            )

    columns = (
        *group_columns(),
        *place_columns(),
        *(_("Facilitators"), _("Last meeting"), _("Days without a meeting"), _("Last day not held"), _("Reason")),
        *(_("Called on"), _("What came of it"), _("Call again on")),
    )
    return Table("quiet", columns, records, lines)
