"""A gap in representation that every group can have: its children asked, and nobody answered in time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language, gettext_lazy, ngettext

from khmertext.dates import format_short_date

from ..gaps import Gap, register
from ..models import Ask, CommunityGroup
from ..models.group import CommunityGroupQuerySet


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(
        Gap(
            key="asks",
            position=50,
            label=gettext_lazy("Asks without an answer"),
            lead=gettext_lazy("Groups whose children asked for something, and nobody has answered in time."),
            narrow=with_overdue_asks,
            details=overdue_asks_of,
            url_name="groups:page",
        )
    )


def with_overdue_asks(groups: CommunityGroupQuerySet, on: date) -> CommunityGroupQuerySet:
    return groups.filter(Exists(Ask.objects.overdue(on).filter(issue__meeting__group=OuterRef("pk"))))


def overdue_asks_of(groups: Sequence[CommunityGroup], on: date) -> dict[UUID, str]:
    """How many of each group, and the day that passed first: one query."""
    days: dict[UUID, list[date]] = defaultdict(list)
    overdue = Ask.objects.overdue(on).filter(issue__meeting__group__in=[group.pk for group in groups])
    for group, due_on in overdue.values_list("issue__meeting__group_id", "answer_due_on"):
        days[group].append(due_on)
    return {group: _told(due) for group, due in days.items()}


def _told(due: list[date]) -> str:
    words = ngettext(
        "%(number)s ask without an answer, due on %(day)s",
        "%(number)s asks without an answer, the first due on %(day)s",
        len(due),
    )
    return words % {"number": len(due), "day": format_short_date(min(due), get_language() or "km")}
