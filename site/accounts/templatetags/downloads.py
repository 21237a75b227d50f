"""The links under a list that lead to the same list as a file."""

from django import template
from django.http import HttpRequest
from django.urls import reverse

from accounts.roles import Capability

register = template.Library()


@register.inclusion_tag("components/download.html", takes_context=True)
def download(
    context: template.Context, name: str, title: str = "", names: str = "", query: str | None = None, pk: object = None
) -> dict[str, str]:
    """The addresses of the list behind address ``name``, with the filters in use.

    ``names``: the address of the same list with names, shown to who may take names along. ``query``: the filters, where
    they do not stand in the address of the page; ``pk``: the row that the list belongs to, if its address names one.
    """
    request: HttpRequest = context["request"]
    asked = request.GET.copy()
    for place in ("after", "before"):
        asked.pop(place, None)
    asked = asked.urlencode() if query is None else query
    query = f"?{asked}" if asked else ""
    args = [] if pk is None else [pk]
    may_take_names = names and request.user.can(Capability.EXPORT_NAMES)
    return {
        "title": title,
        "xlsx_url": reverse(f"{name}_xlsx", args=args) + query,
        "csv_url": reverse(f"{name}_csv", args=args) + query,
        "names_url": reverse(names) + query if may_take_names else "",
    }
