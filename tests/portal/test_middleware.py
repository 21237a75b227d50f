"""Headers of every kind of page: what threats.md promises, and what Wagtail's admin needs instead."""

import pytest
from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from content.starter import make_starter_content
from portal.middleware import strangers_on_public_pages
from portal.public_style import styles_for
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self' {styles}; "
    "img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; media-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
PUBLIC = ["/km/", "/en/", "/km/more/", "/en/more/", "/km/calendar/"]
HIDDEN = ["/", "/robots.txt", "/healthz", "/accounts/login/", "/desk/", "/admin/", "/km/_util/login/", "/nowhere/"]
SIGNED_IN = ["/desk/", "/admin/", "/admin/pages/", "/admin/images/"]


@pytest.fixture
def signed_in(client, made_once) -> Client:
    made_once(make_starter_content)
    client.force_login(make_user("communications"), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def headers(response, names) -> dict[str, str | None]:
    return {name: response.headers.get(name) for name in names}


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_have_the_strict_policy_and_no_nonce(client, path, made_once):
    made_once(make_starter_content)
    response = client.get(path)
    assert response.status_code == 200
    styles, fingerprint = styles_for(response.content)
    assert response.headers["Content-Security-Policy"] == STRICT.format(styles=fingerprint)
    assert response.content.count(b"<style>") == response.content.count(b"<style>" + styles) == 1
    assert headers(response, EVERYWHERE) == EVERYWHERE
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", HIDDEN)
def test_other_answers_have_the_headers_too(client, path):
    response = client.get(path)
    assert headers(response, EVERYWHERE) == EVERYWHERE
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert ("unsafe" in response.headers["Content-Security-Policy"]) == (path == "/admin/")


@pytest.mark.parametrize("path", ["/accounts/login/", "/desk/"])
def test_pages_of_staff_allow_no_inline_code(signed_in, path):
    policy = signed_in.get(path).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_only_the_editors_admin_has_a_policy_of_its_own(signed_in):
    response = signed_in.get("/admin/pages/")
    assert response.status_code == 200
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; media-src 'self' blob:; "
        "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers(response, EVERYWHERE) == EVERYWHERE


def test_search_engines_see_public_pages_only(client, made_once):
    made_once(make_starter_content)
    assert [client.get(path).headers.get("X-Robots-Tag") for path in PUBLIC] == [None] * len(PUBLIC)
    assert [client.get(path).headers.get("X-Robots-Tag") for path in HIDDEN] == ["noindex, nofollow"] * len(HIDDEN)


@pytest.mark.parametrize("path", SIGNED_IN)
def test_nothing_behind_the_door_is_kept_in_a_cache(signed_in, path):
    response = signed_in.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


def test_transport_is_strict_where_there_is_tls(client, settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    response = client.get("/km/more/", secure=True)
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_referrer_stays_in_the_house_and_help_tells_nothing_at_all(client, made_once):
    made_once(make_starter_content)
    assert [client.get(path).headers["Referrer-Policy"] for path in ("/km/", "/km/more/", "/km/calendar/")] == [
        "same-origin",
        "no-referrer",
        "same-origin",
    ]


def test_public_pages_never_learn_who_reads():
    seen = {}

    def page(request: HttpRequest) -> HttpResponse:
        seen.update(request.COOKIES)
        response = HttpResponse("x", headers={"Vary": "Cookie, Accept-Encoding"})
        response.set_cookie("planted", "1")
        return response

    answers = {}
    for path in ("/km/", "/km/more/", "/en/any/page/", "/desk/", "/km/_util/login/"):
        seen.clear()
        response = strangers_on_public_pages(page)(RequestFactory().get(path, headers={"cookie": "session=abc"}))
        answers[path] = (dict(seen), list(response.cookies), response.headers["Vary"])
    public, others = ({}, [], "Accept-Encoding"), ({"session": "abc"}, ["planted"], "Cookie, Accept-Encoding")
    assert answers == {
        "/km/": public,
        "/km/more/": public,
        "/en/any/page/": public,
        "/desk/": others,
        "/km/_util/login/": others,
    }
