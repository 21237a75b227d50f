"""The ways back from the pages of targets."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Indicator


def way_to_targets() -> dict[str, str]:
    return {"label": _("Targets"), "url": reverse("targets:board")}


def way_to_indicators() -> list[dict[str, str]]:
    return [{"label": _("Indicators and targets"), "url": reverse("targets:indicators")}]


def way_to_results() -> list[dict[str, str]]:
    return [{"label": _("Results of surveys"), "url": reverse("targets:results")}]


def way_to_frozen() -> list[dict[str, str]]:
    return [way_to_targets(), {"label": _("Frozen quarters"), "url": reverse("targets:frozen")}]


def way_to_indicator(indicator: Indicator) -> list[dict[str, str]]:
    return [way_to_targets(), {"label": indicator.name, "url": reverse("targets:indicator", args=[indicator.pk])}]


def way_to_dhis2() -> list[dict[str, str]]:
    return [*way_to_indicators(), {"label": _("Codes of DHIS2"), "url": reverse("targets:dhis2")}]


def way_to_dhis2_places() -> list[dict[str, str]]:
    return [*way_to_dhis2(), {"label": _("Places of DHIS2"), "url": reverse("targets:dhis2_places")}]
