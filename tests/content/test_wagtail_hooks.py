"""What we change in Wagtail's admin."""

import re

import pytest
from django.conf import settings as django_settings
from wagtail.models import Page

from content.models import HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, editor):
    client.force_login(editor, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def own_page(editor) -> Page:
    root = Page.get_first_root_node()
    return root.add_child(instance=HomePage(title="Mine", slug="mine", locale=root.locale, owner=editor, live=False))


def test_pages_of_others_stay(admin, editor):
    home = HomePage.objects.get(slug="home")
    mine = own_page(editor)
    refused = admin.post(f"/admin/pages/{home.pk}/delete/")
    assert refused.headers["Location"] == "/admin/"
    admin.post(f"/admin/pages/{mine.pk}/delete/")
    assert HomePage.objects.filter(slug="home").exists()
    assert not HomePage.objects.filter(slug="mine").exists()


def test_pages_of_others_stay_when_many_are_deleted_at_once(admin, editor):
    home, mine = HomePage.objects.get(slug="home-en"), own_page(editor)
    path = "/admin/bulk/wagtailcore/page/delete/?next=/admin/pages/"
    admin.post(f"{path}&id={home.pk}&id={mine.pk}")
    assert list(HomePage.objects.filter(slug__in=["home-en", "mine"])) == [home]


def test_admin_has_our_name_and_no_address_of_another_host(admin):
    for path in ("/admin/", "/admin/pages/", "/admin/images/", f"/admin/pages/{HomePage.objects.first().pk}/edit/"):
        text = admin.get(path).content.decode()
        assert "Children&#x27;s Voice</title>" in text or "Children's Voice</title>" in text
        assert re.findall(r"""src="(?:https?:)?//[^"]*\"""", text) == []
        assert "css/wagtailadmin/editor.css" in text
