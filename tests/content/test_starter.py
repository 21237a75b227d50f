"""What a new portal shows before anybody has written."""

import re

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page, Site

from accounts.models import RoleGrant
from accounts.publishing import publishing_group
from content.models import HomePage
from content.starter import HOME, make_starter_content
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def state() -> list:
    return [
        sorted(Locale.objects.values_list("language_code", flat=True)),
        list(Page.objects.order_by("path").values_list("slug", "title", "live", "locale__language_code")),
        list(Site.objects.values_list("hostname", "port", "root_page__slug", "is_default_site")),
        sorted(publishing_group().page_permissions.values_list("permission__codename", flat=True)),
    ]


def test_a_new_portal_has_two_home_pages_a_site_and_editors(settings):
    settings.PUBLIC_URL = "http://localhost:8000"
    call_command("starter_content", verbosity=0)
    assert state() == [
        ["en", "km"],
        [("root", "Root", True, "km"), ("home", "សូមស្វាគមន៍", True, "km"), ("home-en", "Welcome", True, "en")],
        [("localhost", 8000, "home", True)],
        ["add_page", "change_page"],
    ]
    km, en = HomePage.objects.order_by("path")
    assert km.translation_key == en.translation_key


def test_a_second_time_changes_nothing():
    make_starter_content()
    before = state()
    make_starter_content()
    assert state() == before


def test_what_editors_changed_stays():
    make_starter_content()
    home, english = HomePage.objects.order_by("path")
    home.welcome = "ពាក្យថ្មី"
    home.save_revision().publish()
    english.unpublish()
    GroupPagePermission.objects.filter(permission__codename="change_page").delete()
    make_starter_content()
    home.refresh_from_db()
    english.refresh_from_db()
    assert (home.welcome, english.live) == ("ពាក្យថ្មី", False)
    assert GroupPagePermission.objects.filter(permission__codename="change_page").count() == 0


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://portal.example.org", ("portal.example.org", 443)),
        ("http://portal.example.org", ("portal.example.org", 80)),
        ("https://portal.example.org:8443", ("portal.example.org", 8443)),
    ],
)
def test_the_site_follows_the_public_address(settings, address, expected):
    make_starter_content()
    settings.PUBLIC_URL = address
    make_starter_content()
    assert Site.objects.values_list("hostname", "port").get() == expected


@pytest.mark.parametrize("language", ["km", "en"])
def test_home_pages_are_there_in_their_language(client, starter, language, django_assert_max_num_queries):
    client.get(f"/{language}/")
    with django_assert_max_num_queries(6):
        response = client.get(f"/{language}/")
    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text
    assert HOME[language]["welcome"] in text.replace("&#x27;", "'")
    assert HOME[language]["body"].split("</p>")[0].removeprefix("<p>") in text.replace("&#x27;", "'")


def test_home_leaves_no_cookie_and_asks_no_other_host(client, starter):
    client.force_login(make_user("communications"), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    for path in ("/km/", "/en/"):
        response = client.get(path)
        assert response.cookies == {}
        assert "Cookie" not in response.headers.get("Vary", "")
        addresses = re.findall(r"""(?:href|src|action)="([^"]*)\"""", response.content.decode())
        assert addresses
        own = re.compile(rf"(/(?!/)|#|{re.escape(django_settings.PUBLIC_URL)}/)")
        assert [address for address in addresses if not own.match(address)] == []


def test_permissions_come_and_go_with_the_role(starter):
    user = make_user("communications")
    home = HomePage.objects.get(slug="home")
    assert home.permissions_for_user(user).can_edit()
    assert not home.permissions_for_user(user).can_publish()
    RoleGrant.objects.filter(user=user).update(ended_on=timezone.localdate().replace(month=1, day=1))
    user = type(user).objects.get(pk=user.pk)
    assert not user.has_perm("wagtailadmin.access_admin")
