"""The register itself as the subject of an import: groups, members and memberships of a commune in one sheet."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

from ..models import CommunityGroup, ImportRun
from .applying import apply_import
from .checking import Checker
from .layout import LAYOUT
from .registry import REGISTER
from .subjects import Figure, Outcome, Subject, Way
from .traces import Kind, numbers_of
from .undoing import undo_import

LINKED = 50
"""New groups with a link of their own."""


def _group(cells: dict) -> str:
    return str(cells.get("group_code") or cells.get("group_name") or "")


def _person(cells: dict) -> str:
    return " ".join(str(cells[key]) for key in ("person_code", "family_name", "given_name") if key in cells)


def outcome_of(run: ImportRun, *, user: User) -> Outcome:
    """From the traces that its undo needs: one query for their numbers, one for the groups."""
    numbers = numbers_of(run)
    figures = (
        Figure(numbers["groups"], _("New groups"), "groups"),
        Figure(numbers["persons"], _("New people"), "person-add"),
        Figure(numbers["memberships"], _("New memberships"), "people"),
        Figure(numbers["changed"], _("Corrected records"), "edit"),
    )
    groups: QuerySet[CommunityGroup] = CommunityGroup.objects.visible_to(user)
    made = groups.filter(pk__in=run.traces.made().records(Kind.GROUP)).order_by("code", "pk")[:LINKED]
    ways = [Way(group.name, group.code, reverse("groups:page", args=[group.pk])) for group in made]
    return Outcome(figures, _("New groups"), ways)


SUBJECT = Subject(
    key=REGISTER,
    title=gettext_lazy("Imports"),
    lead=gettext_lazy("Groups, members and memberships of a whole commune from one sheet."),
    namespace="imports",
    layout=LAYOUT,
    about=((gettext_lazy("Group"), _group), (gettext_lazy("Member"), _person)),
    checker=Checker,
    apply=apply_import,
    undo=undo_import,
    outcome=outcome_of,
)
