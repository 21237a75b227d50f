"""The links under a list that lead to the same list as a file."""

from django import template
from django.http import HttpRequest
from django.urls import reverse

from accounts.roles import Capability

register = template.Library()


@register.inclusion_tag("participation/_download.html", takes_context=True)
def download(context: template.Context, name: str, title: str = "", names: bool = False) -> dict[str, str]:
    """The addresses of list ``name``, with the filters in use. ``names``: also the members, for who may take names."""
    request: HttpRequest = context["request"]
    asked = request.GET.copy()
    for place in ("after", "before"):
        asked.pop(place, None)
    query = f"?{asked.urlencode()}" if asked else ""
    may_take_names = names and request.user.can(Capability.EXPORT_NAMES)
    return {
        "title": title,
        "xlsx_url": reverse(f"exports:{name}_xlsx") + query,
        "csv_url": reverse(f"exports:{name}_csv") + query,
        "names_url": reverse("exports:members") + query if may_take_names else "",
    }
