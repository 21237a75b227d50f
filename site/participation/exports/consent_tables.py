"""The work lists of consents as tables with names, for the groups from which the reader may take names along."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table
from accounts.models import User
from accounts.roles import Capability
from people.models import Consent, Person
from places.paths import parts_for

from ..reads.consents import WaitingLine, awaited_lines, awaited_rows, ending_lines, ending_rows
from ..scopes import groups_q
from .tables import group_columns, named, place_columns, places


def ending(user: User) -> Table:
    """What ends within 30 days or has ended, the oldest first."""
    within = _within(user)

    def lines(batch: list[Consent]) -> Iterator[Line]:
        return _lines(ending_lines(batch, user, within))

    columns = (*_name_columns(), _("Consent"), _("Valid until"), *group_columns(), *place_columns())
    return Table("consents", columns, ending_rows(user, within).order_by("valid_until", "pk"), lines)


def awaited(user: User) -> Table:
    """Who has no signed paper yet, those first whose name goes soonest."""
    within = _within(user)

    def lines(batch: list[Person]) -> Iterator[Line]:
        return _lines(awaited_lines(batch, user, within))

    columns = (*_name_columns(), _("Consent"), _("Name goes on"), *group_columns(), *place_columns())
    return Table("consents-awaited", columns, awaited_rows(user, within).order_by("created_at", "pk"), lines)


def _within(user: User) -> Q:
    return groups_q(user, Capability.EXPORT_NAMES, "group__")


def _name_columns() -> tuple[str, ...]:
    return _("Code"), _("Family name"), _("Given name")


def _lines(found: Iterable[WaitingLine]) -> Iterator[Line]:
    found = list(found)
    paths = parts_for({line.group.area_id for line in found})
    for line in found:
        person, text = line.person, str(line.light.text) if line.light else _("Awaited")
        yield (
            *(person.code, person.family_name, person.given_name, text, line.last_day),
            *named(line.group),
            *places(paths[line.group.area_id]),
        )
