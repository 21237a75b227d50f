"""The page for an address that leads nowhere."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from portal import views
from portal.views import not_found

HEADS = {"km": '<html lang="km"', "en": '<html lang="en"'}


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """The names of the templates that were rendered; nothing is kept from the tests before."""
    names, render = [], views.render_to_string
    monkeypatch.setattr(views, "render_to_string", lambda name: names.append(name) or render(name))
    views._page_not_found.cache_clear()
    return names


def test_missing_page_is_made_once_in_each_language(rendered):
    for asked in ("km", "en", "km", "en"):
        with translation.override(asked):
            response = not_found(RequestFactory().get(f"/{asked}/nothing/"), Exception("for nobody to read"))
        text = response.content.decode()
        assert response.status_code == 404
        assert HEADS[asked] in text
        assert "error-page-words" in text
        assert "for nobody to read" not in text
    assert rendered == ["404.html", "404.html"]


@pytest.mark.django_db
def test_missing_page_says_nothing_of_who_asks_or_for_what(client):
    first, second = (client.get(path) for path in ("/nowhere/?q=Zebra", "/desk-of-nobody/"))
    assert (first.status_code, second.status_code) == (404, 404)
    assert first.content == second.content
