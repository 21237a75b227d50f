"""Addresses whose views are loaded when somebody first asks for one of them.

A worker that answers the public and the phones never needs the desk's forms, lists and files, a fifth of our code. With
``include`` Django loads all of it before the first request.
"""

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.translation import get_language


class Later(URLResolver):
    """Addresses with a name space of their own: until one is matched or reversed, its name is all that is needed."""

    def _populate(self) -> None:
        """Asked by who stands above, for itself. What is reversed in this name space asks the properties below."""

    def _asked(self, known: dict) -> dict:
        if get_language() not in known:
            super()._populate()
        return known[get_language()]

    @property
    def reverse_dict(self) -> dict:
        return self._asked(self._reverse_dict)

    @property
    def namespace_dict(self) -> dict:
        return self._asked(self._namespace_dict)

    @property
    def app_dict(self) -> dict:
        return self._asked(self._app_dict)


def later(route: str, urlconf: str, name: str) -> Later:
    """``path(route, include(urlconf))`` for a module whose ``app_name`` is ``name``; a guard compares the two."""
    return Later(RoutePattern(route, is_endpoint=False), urlconf, app_name=name, namespace=name)
