"""Codes of numbers and codes of places as the two subjects of an import."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from participation.imports.subjects import Figure, Outcome, Subject, Way
from participation.models import ImportRun

from ...models import DhisCode, DhisPlace
from . import CODES, PLACES
from .applying import apply_import, numbers_of, undo_import
from .checking import CodeChecker, PlaceChecker
from .columns import CODE_LAYOUT, PLACE_LAYOUT


def _indicator(cells: dict) -> str:
    return " · ".join(str(cells[name]) for name in ("indicator", "breakdown", "group") if cells.get(name))


def _element(cells: dict) -> str:
    return " · ".join(str(cells[name]) for name in ("data_element", "option_combo") if cells.get(name))


def _place(cells: dict) -> str:
    return str(cells.get("place_code") or "")


def _unit(cells: dict) -> str:
    return str(cells.get("org_unit") or "")


def _outcome(address: str, run: ImportRun, *, user: User) -> Outcome:
    numbers = numbers_of(run)
    figures = (
        Figure(numbers["made"], _("New codes"), "check"),
        Figure(numbers["changed"], _("Changed codes"), "edit"),
    )
    return Outcome(figures, _("Where they stand"), [Way(_("Codes of DHIS2"), "DHIS2", reverse(address))])


CODE_SUBJECT = Subject(
    key=CODES,
    title=gettext_lazy("Imports of codes of DHIS2"),
    lead=gettext_lazy(
        "What DHIS2 calls our numbers, one row for each. Take the list, fill it in, and bring it back here."
    ),
    namespace="dhis2_codes",
    layout=CODE_LAYOUT,
    about=((gettext_lazy("Number"), _indicator), (gettext_lazy("Data element"), _element)),
    checker=CodeChecker,
    apply=partial(apply_import, checker=CodeChecker, kind="code"),
    undo=partial(undo_import, model=DhisCode),
    outcome=partial(_outcome, "targets:dhis2"),
)
PLACE_SUBJECT = Subject(
    key=PLACES,
    title=gettext_lazy("Imports of places of DHIS2"),
    lead=gettext_lazy(
        "What DHIS2 calls our places, one row for each. Take the list, fill it in, and bring it back here."
    ),
    namespace="dhis2_places",
    layout=PLACE_LAYOUT,
    about=((gettext_lazy("Place"), _place), (gettext_lazy("Organisation unit"), _unit)),
    checker=PlaceChecker,
    apply=partial(apply_import, checker=PlaceChecker, kind="place"),
    undo=partial(undo_import, model=DhisPlace),
    outcome=partial(_outcome, "targets:dhis2_places"),
)
