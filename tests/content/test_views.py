"""Pages of ours inside Wagtail's admin."""

import pytest
from django.conf import settings as django_settings

from content.actions import confirm_picture, declare_picture
from content.models import Picture
from tests.content.conftest import picture
from tests.factories.accounts import make_user
from tests.people.photographs import upload

pytestmark = pytest.mark.django_db

PATH = "/admin/pictures-to-confirm/"


def declared(title: str, by) -> Picture:
    made = Picture(title=title, file=upload(), alt_km="ដៃ", alt_en="Hands", nobody_recognisable=True)
    return declare_picture(picture=made, by=by)


@pytest.fixture
def admin(client, editor):
    client.force_login(editor, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_what_waits_is_shown_and_what_was_confirmed_is_not(admin, editor, second_editor):
    declared("Waiting picture", second_editor)
    confirm_picture(picture=declared("Confirmed picture", second_editor), by=editor)
    picture(title="Undeclared picture")
    text = admin.get(PATH).content.decode()
    shown = [title for title in ("Waiting picture", "Confirmed picture", "Undeclared picture") if title in text]
    assert shown == ["Waiting picture"]


def test_a_second_person_confirms(admin, editor, second_editor):
    made = declared("Waiting picture", second_editor)
    assert admin.post(PATH, {"picture": made.pk}).headers["Location"] == PATH
    made.refresh_from_db()
    assert made.confirmed_by == editor
    assert "Waiting picture" not in admin.get(PATH).content.decode()


def test_nobody_confirms_their_own(admin, editor):
    made = declared("My picture", editor)
    assert "You declared this picture yourself." in admin.get(PATH).content.decode()
    assert "A second person has to confirm" in admin.post(PATH, {"picture": made.pk}, follow=True).content.decode()
    made.refresh_from_db()
    assert made.confirmed_on is None


@pytest.mark.parametrize("key", ["", "0", "999999", "9" * 30, "abc", "១"])
def test_what_does_not_wait_cannot_be_confirmed(admin, second_editor, key):
    declared("Waiting picture", second_editor)
    assert admin.post(PATH, {"picture": key}).status_code == 404


@pytest.mark.parametrize("role", ["facilitator", "programme_officer", "donor"])
def test_the_page_is_for_editors(client, role, starter):
    client.force_login(make_user(role), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_one_and_three(admin, second_editor, number, django_assert_max_num_queries):
    for position in range(number):
        declared(f"Picture {position}", second_editor).get_rendition("max-800x600")
    admin.get(PATH)
    with django_assert_max_num_queries(11):
        admin.get(PATH)
