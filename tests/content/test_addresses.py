"""A page without an address gets one: from Latin letters, or from what kind of page it is."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from content.models import HomePage, RightsPage
from content.models.addresses import free_slug

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(starter):
    return HomePage.objects.get(slug="home-en")


@pytest.mark.parametrize(
    ("title", "expected"), [("Your rights!", "your-rights"), ("សិទ្ធិរបស់ប្អូន", "rights"), ("", "rights")]
)
def test_address_comes_from_the_title_or_the_kind(home, title, expected):
    assert free_slug(RightsPage(), home, title) == expected


def test_taken_address_is_numbered(home):
    home.add_child(instance=RightsPage(title="One", slug="rights"))
    home.add_child(instance=RightsPage(title="Two", slug="rights-2"))
    assert free_slug(RightsPage(), home, "សិទ្ធិ") == "rights-3"


def test_form_is_saved_without_an_address_and_keeps_the_one_it_has(home, editor, client, settings):
    client.force_login(editor, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("wagtailadmin_pages:add", args=["content", "rightspage", home.pk])
    given = {"title": "សិទ្ធិរបស់ប្អូន", "slug": "", "lead": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    assert client.post(address, given).status_code == 302
    page = Page.objects.get(title="សិទ្ធិរបស់ប្អូន")
    assert page.slug == "rights"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(edit, {**given, "title": "ថ្មី"}).status_code == 302
    assert page.get_latest_revision_as_object().slug == "rights"
