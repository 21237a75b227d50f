"""Editors put pages first in search: in the admin, in their language, and only who may."""

import pytest
from django.conf import settings as django_settings

from content.models import HomePage, PromotedPage
from tests.factories.accounts import make_user, signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/promoted_pages/"


@pytest.fixture
def admin(client, editor):
    client.force_login(editor, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_an_editor_promotes_a_page_and_takes_it_back(admin):
    home = HomePage.objects.get(slug="home")
    answer = admin.post(f"{LIST}new/", {"word": "ផ្ទះ", "page": home.pk})
    assert answer.status_code == 302
    promoted = PromotedPage.objects.get()
    assert (promoted.word, promoted.page_id) == ("ផ្ទះ", home.pk)
    assert promoted.key
    assert "ផ្ទះ" in admin.get(LIST).content.decode()
    admin.post(f"{LIST}delete/{promoted.pk}/")
    assert not PromotedPage.objects.exists()


def test_the_same_again_is_refused_in_words(admin):
    home = HomePage.objects.get(slug="home")
    admin.post(f"{LIST}new/", {"word": "home", "page": home.pk})
    answer = admin.post(f"{LIST}new/", {"word": "HOME", "page": home.pk})
    assert answer.status_code == 200
    assert PromotedPage.objects.count() == 1


def test_the_admin_speaks_khmer(admin, editor):
    editor.language = "km"
    editor.save()
    assert "បង្ហាញមុនគេពេលស្វែងរក" in admin.get(LIST).content.decode()


def test_who_edits_no_pages_does_not_come_here(client):
    assert client.get(LIST).status_code == 302
    assert signed_in(make_user("facilitator")).get(LIST).status_code in (302, 403, 404)
