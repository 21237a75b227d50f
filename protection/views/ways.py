"""The ways back from the pages about services."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Service


def way_to_services() -> dict[str, str]:
    return {"label": _("Services"), "url": reverse("services:list")}


def way_to_service(service: Service) -> list[dict[str, str]]:
    """The links from the list to the page of a service."""
    return [way_to_services(), {"label": service.name, "url": reverse("services:page", args=[service.pk])}]
