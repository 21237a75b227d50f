"""What a key for another system may open: a closed list, each with the capabilities that its maker must hold.

Names of people are in none of them, and no capability that shows one is ever lent to a key.
"""

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..roles import Capability as C


class ApiScope(TextChoices):
    """One part of what the portal tells other systems; the label is the sentence on the form."""

    PLACES = "places", _("Places: codes and names of provinces, districts, communes and villages")
    GROUPS = "groups", _("Clubs, councils and networks: kind, place, status, and rounded numbers of members")
    MEETINGS = "meetings", _("How many meetings there were, by month, place and kind")
    TARGETS = "targets", _("Indicators and targets: how far each number has come")
    QUARTERS = "quarters", _("Frozen quarters, as donors see them")
    SERVICES = (
        "services",
        _("Services that help children, as the public pages show them, and the communes they reach"),
    )


SHORT: Mapping[ApiScope, Promise] = {
    ApiScope.PLACES: _("Places"),
    ApiScope.GROUPS: _("Groups"),
    ApiScope.MEETINGS: _("Meetings"),
    ApiScope.TARGETS: _("Targets"),
    ApiScope.QUARTERS: _("Frozen quarters"),
    ApiScope.SERVICES: _("Services"),
}
"""Each in a word, where several stand in a line."""

LENT: Mapping[ApiScope, frozenset[C]] = {
    ApiScope.PLACES: frozenset(),
    ApiScope.GROUPS: frozenset({C.SEE_GROUPS}),
    ApiScope.MEETINGS: frozenset({C.SEE_GROUPS}),
    ApiScope.TARGETS: frozenset({C.SEE_TOTALS, C.SEE_GROUPS}),
    ApiScope.QUARTERS: frozenset({C.SEE_TOTALS}),
    ApiScope.SERVICES: frozenset({C.SEE_SERVICES}),
}
"""Which capabilities of its maker a key is lent while it reads one part."""


def scopes_of(capabilities: Iterable[C]) -> list[ApiScope]:
    """The parts that somebody with these capabilities could lend."""
    held = frozenset(capabilities)
    return [scope for scope in ApiScope if LENT[scope] <= held]
