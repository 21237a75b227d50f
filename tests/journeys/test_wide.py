"""A page of each kind for everybody, on a screen as wide as an office has."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, get_page_models

from content.models import HomePage
from tests.content.conftest import EVERY_KIND
from tests.journeys.conftest import DESK


@pytest.mark.parametrize("language", ["km", "en"])
def test_pages_of_every_kind_fit_a_wide_screen(transactional_db, portal_with, new_page, overflow, language):
    portal_with(*EVERY_KIND, rights=(12, 13))
    home = HomePage.objects.get(depth=2, locale__language_code=language)
    pages = home.get_descendants(inclusive=True).live().public().select_related("content_type")
    kinds = {page.content_type_id: page.url for page in pages}
    assert {ContentType.objects.get_for_id(key).model_class() for key in kinds} == set(get_page_models()) - {Page}
    screen = new_page(DESK, language=language)
    for address in (*kinds.values(), f"/{language}/search/?q=a", f"/{language}/near/", f"/{language}/reading/offline/"):
        assert screen.goto(address).status == 200
        assert (address, overflow(screen)) == (address, 0)
