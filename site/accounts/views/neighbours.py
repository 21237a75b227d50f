"""The addresses of the pages before and after, with every other choice of the address kept."""

from django.http import HttpRequest

from ..paging import Page


def neighbour_urls(request: HttpRequest, page: Page) -> dict[str, str]:
    """``previous_url`` and ``next_url`` for ``components/pagination.html``; empty where there is none."""
    return {
        "previous_url": _address(request, "before", page.previous),
        "next_url": _address(request, "after", page.next),
    }


def _address(request: HttpRequest, side: str, mark: object | None) -> str:
    if mark is None:
        return ""
    asked = request.GET.copy()
    for name in ("after", "before"):
        asked.pop(name, None)
    asked[side] = str(mark)
    return f"?{asked.urlencode()}"
