"""Services as the subject of an import."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from participation.imports.subjects import Figure, Outcome, Subject, Way
from participation.models import ImportRun

from ..models import Service
from . import SERVICES
from .applying import apply_import
from .checking import Checker
from .columns import LAYOUT
from .traces import Kind, numbers_of
from .undoing import undo_import

LINKED = 50
"""New services with a link of their own."""


def _service(cells: dict) -> str:
    return str(cells.get("service_code") or cells.get("name_km") or "")


def _commune(cells: dict) -> str:
    return str(cells.get("commune_code") or "")


def outcome_of(run: ImportRun, *, user: User) -> Outcome:
    numbers = numbers_of(run)
    figures = (
        Figure(numbers["services"], _("New services"), "partner"),
        Figure(numbers["coverages"], _("Communes newly covered"), "place"),
        Figure(numbers["changed"], _("Corrected records"), "edit"),
    )
    made = Service.objects.visible_to(user).filter(pk__in=run.traces.made().records(Kind.SERVICE))
    ways = [
        Way(each.name, each.code, reverse("services:page", args=[each.pk])) for each in made.order_by("code")[:LINKED]
    ]
    return Outcome(figures, _("New services"), ways)


SUBJECT = Subject(
    key=SERVICES,
    title=gettext_lazy("Imports of services"),
    lead=gettext_lazy("Services and the communes they cover, one row for each commune, from one sheet."),
    namespace="service_imports",
    layout=LAYOUT,
    about=((gettext_lazy("Service"), _service), (gettext_lazy("Commune covered"), _commune)),
    checker=Checker,
    apply=apply_import,
    undo=undo_import,
    outcome=outcome_of,
)
