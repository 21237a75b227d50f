"""The ways back from the pages of targets."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability

from ..models import Indicator


def way_to_targets() -> dict[str, str]:
    return {"label": _("Targets"), "url": reverse("targets:board")}


def way_to_indicators() -> list[dict[str, str]]:
    return [{"label": _("Indicators and targets"), "url": reverse("targets:indicators")}]


def way_to_results() -> list[dict[str, str]]:
    return [{"label": _("Results of surveys"), "url": reverse("targets:results")}]


def way_to_targets_of(user: User) -> list[dict[str, str]]:
    """The board for who may open it, and for who only keeps the indicators their list."""
    return [way_to_targets()] if user.can(Capability.SEE_TOTALS) else way_to_indicators()


def way_to_frozen(user: User) -> list[dict[str, str]]:
    return [*way_to_targets_of(user), {"label": _("Frozen quarters"), "url": reverse("targets:frozen")}]


def way_to_indicator(indicator: Indicator) -> list[dict[str, str]]:
    return [way_to_targets(), {"label": indicator.name, "url": reverse("targets:indicator", args=[indicator.pk])}]


def way_to_dhis2() -> list[dict[str, str]]:
    return [*way_to_indicators(), {"label": _("Codes of DHIS2"), "url": reverse("targets:dhis2")}]


def way_to_dhis2_places() -> list[dict[str, str]]:
    return [*way_to_dhis2(), {"label": _("Places of DHIS2"), "url": reverse("targets:dhis2_places")}]
