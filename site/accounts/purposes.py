"""One-time links of packages above: which view answers behind the address that all links share.

Their token is kept out of logs, caches and referrers as any other; accounts learns only where the view is.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

type AnswersLink = Callable[[HttpRequest, str], HttpResponse]

_views: dict[str, str] = {}


def register(purpose: str, view: str) -> None:
    """Say where the view of a purpose is: called with the request and the token, by GET to look and by POST to use."""
    _views[purpose] = view


def view_of(purpose: str) -> AnswersLink | None:
    """The view, loaded when the first link of its kind is opened; ``None``: accounts answers itself."""
    found = _views.get(purpose)
    return import_string(found) if found else None
