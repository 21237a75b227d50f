"""The list of asks as a typed table; it names groups, and nobody."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table, yes_no

from ..models import Ask
from ..models.ask import AskQuerySet
from ..reads.asks import ask_rows
from .tables import group_columns, named, place_columns, places


def asks(records: AskQuerySet) -> Table:
    """``records`` are the scoped and filtered asks of the list."""

    def lines(batch: list[Ask]) -> Iterator[Line]:
        for row in ask_rows(batch):
            ask, answer = row.ask, row.answer
            yield (
                ask.text,
                *named(row.group),
                *places(row.path),
                ask.get_level_display(),
                ask.body.name if ask.body else "",
                ask.get_status_display(),
                *(ask.sent_on, ask.answer_due_on, yes_no(row.is_overdue), ask.answered_on),
                answer.get_kind_display() if answer else "",
                answer.text if answer else "",
                ask.told_meeting.held_on if ask.told_meeting else None,
                ask.closed_on,
            )

    columns = (
        _("What the children ask for"),
        *group_columns(),
        *place_columns(),
        *(_("Where does it belong?"), _("Who must answer"), _("Status")),
        *(_("Sent on"), _("Answer by"), _("Overdue"), _("First answered on")),
        *(_("Last answer"), _("In words"), _("Children told on"), _("Closed on")),
    )
    ordered = records.with_group().select_related("told_meeting").order_by("-created_at", "-pk")
    return Table("asks", columns, ordered, lines)
