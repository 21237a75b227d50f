"""What KoboToolbox and ODK send back, as the subject of an import."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from participation.imports.subjects import Figure, Outcome, Subject, Way
from participation.models import ImportRun, Meeting

from . import KOBO
from .applying import apply_import
from .checking import Checker
from .reading import rows_in
from .schema import layout
from .tables import judge
from .traces import Kind, numbers_of
from .undoing import undo_import

LINKED = 50
"""New meetings with a link of their own."""


def _group(cells: dict) -> str:
    return str(cells.get("group_code") or "")


def _day(cells: dict) -> str:
    return date_format(date.fromisoformat(cells["held_on"])) if cells.get("held_on") else ""


def outcome_of(run: ImportRun, *, user: User) -> Outcome:
    numbers = numbers_of(run)
    left_out = run.rows.exclude(state="known").count() - sum(numbers.values())
    figures = (
        Figure(numbers["meetings"], _("New meetings"), "meeting"),
        Figure(numbers["not_held"], _("Days without a meeting"), "calendar"),
        Figure(run.rows.filter(state="known").count(), _("Here already"), "check"),
        Figure(max(left_out, 0), _("Left out"), "cross"),
    )
    made = Meeting.objects.visible_to(user).filter(pk__in=run.traces.made().records(Kind.MEETING))
    made = made.select_related("group").newest_first()[:LINKED]
    ways = [Way(each.group.name, date_format(each.held_on), reverse("meetings:page", args=[each.pk])) for each in made]
    return Outcome(figures, _("New meetings"), ways)


SUBJECT = Subject(
    key=KOBO,
    title=gettext_lazy("Meetings from KoboToolbox and ODK"),
    lead=gettext_lazy(
        "What partners filled in with the form of the portal, downloaded from KoboToolbox or ODK Central."
    ),
    namespace="kobo_imports",
    layout=layout(),
    about=((gettext_lazy("Group"), _group), (gettext_lazy("Day"), _day)),
    checker=Checker,
    apply=apply_import,
    undo=undo_import,
    outcome=outcome_of,
    judge=judge,
    read=rows_in,
    file_label=gettext_lazy("XLSX, CSV or ZIP file"),
    file_help=gettext_lazy(
        "As KoboToolbox or ODK Central gave it to you: with all columns, and with the tables of decisions and issues. "
        "At most 5 MB and 1,000 submissions."
    ),
    form="kobo:form",
    skips_refused=True,
    asks_who=False,
    other_answer=gettext_lazy("Yes, as another meeting of that day"),
    has_report=True,
)
