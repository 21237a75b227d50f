"""The door, what robots and probes read, and the doors that stay shut."""

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Page, PageViewRestriction

from content.starter import make_starter_content
from tests.content.conftest import confirmed
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def enter(client: Client, role: str = "communications") -> Client:
    client.force_login(make_user(role), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (None, "km"),
        ("km", "km"),
        ("en-US,en;q=0.9", "en"),
        ("fr,en;q=0.5", "en"),
        ("fr", "km"),
        ("*", "km"),
        ("\0", "km"),
    ],
)
def test_the_door_leads_to_the_language_of_the_browser(client, asked, language):
    response = client.get("/", headers={"accept-language": asked} if asked else {})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert response.cookies == {}
    assert "Accept-Language" in response.headers["Vary"]


def test_robots_are_kept_from_all_but_public_pages(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /desk/",
        "Disallow: /documents/",
        "Disallow: /field/",
        "",
        "Sitemap: http://localhost:8000/sitemap.xml",
    ]


def test_favicon_is_our_mark(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (302, "/static/img/mark-32.png")


def test_security_contact_stands_only_where_one_is_set(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:safe@example.org"
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert lines[0] == "Contact: mailto:safe@example.org"
    assert lines[1].startswith("Expires: 20")


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/healthz", "/favicon.ico", "/km/more/", "/km/calendar/"])
def test_reading_pages_take_no_post(client, path):
    assert client.post(path).status_code == 405


# --- media ------------------------------------------------------------------------------------------------------------
def test_renditions_are_served_and_originals_are_not(client):
    made = confirmed()
    rendition = made.get_rendition("width-20")
    response = client.get(rendition.url)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert default_storage.exists(made.file.name)
    assert client.get(made.file.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["documents/plan.pdf", "original_images/a.jpg", "wagtail_uploads/a.jpg", "images/notes.txt", "images/page.html"],
)
def test_other_uploads_have_no_address(client, path):
    name = default_storage.save(path, ContentFile(b"secret"))
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("path", ["images/../original_images/a.jpg", "images/%2e%2e/a.jpg", "images/sub/a.jpg"])
def test_paths_do_not_climb(client, path):
    default_storage.save("original_images/a.jpg", ContentFile(b"secret"))
    assert client.get(f"/media/{path}").status_code == 404


# --- doors that stay shut ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/admin/login/", "/accounts/login/"),
        ("/admin/password_reset/", "/accounts/password/reset/"),
        ("/admin/account/", "/desk/accounts/mine/"),
    ],
)
def test_other_sign_ins_lead_to_ours(client, path, leads_to):
    assert client.get(path).headers["Location"].startswith(leads_to)


@pytest.mark.parametrize("path", ["/admin/login/", "/km/_util/login/"])
def test_nobody_signs_in_past_the_second_factor(client, path):
    user = make_user("communications")
    response = client.post(path, {"username": user.username, "password": "four words are enough"})
    assert response.status_code in (302, 404, 405)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path",
    [
        "/admin/users/",
        "/admin/users/add/",
        "/admin/groups/",
        "/admin/bulk/accounts/user/delete/",
        "/admin/password_reset/confirm/MQ/set-password/",
        "/documents/authenticate_with_password/1/",
        "/km/_util/authenticate_with_password/1/1/",
        "/km/_util/login/",
        "/django-admin/",
    ],
)
@pytest.mark.parametrize("role", [None, "communications", "administrator"])
def test_screens_that_would_change_people_or_passwords_are_gone(client, path, role):
    if role:
        enter(client, role)
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_several_pictures_at_once_lead_to_one_by_one(client, made_once):
    made_once(make_starter_content)
    enter(client)
    assert client.get("/admin/images/multiple/add/").headers["Location"] == "/admin/images/add/"
    assert client.post("/admin/images/multiple/add/").headers["Location"] == "/admin/images/add/"


@pytest.mark.parametrize("role", ["facilitator", "programme_officer", "area_officer", "donor", None])
def test_the_editors_admin_opens_to_editors_only(client, role, made_once):
    made_once(make_starter_content)
    if role:
        enter(client, role)
    assert client.get("/admin/").status_code == (404 if role else 302)
    assert client.get("/admin/images/").status_code == (404 if role else 302)
    assert enter(Client()).get("/admin/images/").status_code == 200


def test_drafts_are_on_no_public_page(client, made_once):
    made_once(make_starter_content)
    home = Page.objects.get(slug="home").specific
    home.welcome = "PLANTED DRAFT WORDS"
    home.save_revision()
    assert "PLANTED" not in client.get("/km/").content.decode()
    home.get_latest_revision().publish()
    assert "PLANTED" in client.get("/km/").content.decode()
    home.refresh_from_db()
    home.unpublish()
    assert "PLANTED" not in client.get("/km/").content.decode()


def test_restricted_pages_are_seen_by_nobody(client, made_once):
    made_once(make_starter_content)
    home = Page.objects.get(slug="home")
    assert "សូមស្វាគមន៍" in client.get("/km/").content.decode()
    PageViewRestriction.objects.create(page=home, restriction_type=PageViewRestriction.LOGIN)
    enter(client)
    response = client.get("/km/", follow=True)
    assert "សូមស្វាគមន៍" not in response.content.decode()
    PageViewRestriction.objects.create(page=Page.objects.get(slug="home-en"), restriction_type="login")
    assert client.get("/km/", follow=True).status_code == 404


def test_documents_are_handed_over_and_never_run(client):
    made = Document(title="Plan", file=ContentFile(b"<script>alert(1)</script>", name="plan.html"))
    made.save()
    response = client.get(made.url)
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/media/{made.file.name}").status_code == 404
