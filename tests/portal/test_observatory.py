"""Every kind of answer has headers of the first rank: at least 120 points of the HTTP Observatory over TLS."""

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.content.conftest import EVERY_KIND
from tests.factories.accounts import PASSWORD, make_user
from tests.portal.observatory import points

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LEAST = 120
OF_EVERYBODY = (
    *(
        "/",
        "/km/",
        "/en/",
        "/km/rights/12/",
        "/km/more/",
        "/km/search/?q=right",
        "/km/nothing/",
        "/km/site.webmanifest",
    ),
    *("/robots.txt", "/sitemap.xml", "/favicon.ico", "/healthz", "/reading-worker.js", "/api/v2/pages/"),
    *(
        "/accounts/login/",
        "/accounts/password/reset/",
        "/field/",
        "/field/api/v1/session/",
        "/field/api/v1/openapi.json",
    ),
    *("/desk/", "/nothing", "/media/images/none.png", "/documents/1/none.pdf"),
)
OF_STAFF = (
    "/desk/",
    "/desk/groups/",
    "/desk/groups/new/",
    "/desk/nothing/",
    "/desk/exports/groups.csv",
    "/accounts/2fa/",
)


@pytest.fixture
def over_tls(settings, portal_with):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    portal_with(*EVERY_KIND, rights=(12, 13))


@pytest.mark.parametrize("path", OF_EVERYBODY)
def test_answers_to_everybody_have_headers_of_the_first_rank(over_tls, path):
    response = Client(raise_request_exception=False).get(path, secure=True)
    assert points(response) >= LEAST, (response.status_code, dict(response.headers))


def test_answers_to_staff_have_headers_of_the_first_rank(over_tls, figure):
    client = Client()
    user = make_user("programme_officer")
    client.force_login(user)
    found = {path: points(client.get(path, secure=True)) for path in OF_STAFF}
    refused = client.post("/accounts/login/", {"login": "nobody", "password": PASSWORD}, secure=True)
    found["a refused sign-in"] = points(refused)
    found["a change of language"] = points(client.post("/desk/language/", {"language": "km"}, secure=True))
    figure(f"headers: {min(found.values())} to {max(found.values())} points for staff, aim {LEAST}")
    assert min(found.values()) >= LEAST, found


# --- what the points are worth: each fault costs ---------------------------------------------------------------------
FAULTS = {
    "no policy": lambda answer: answer.headers.pop("Content-Security-Policy"),
    "inline code": lambda answer: answer.headers.__setitem__("Content-Security-Policy", "script-src 'unsafe-inline'"),
    "no transport": lambda answer: answer.headers.pop("Strict-Transport-Security"),
    "short transport": lambda answer: answer.headers.__setitem__("Strict-Transport-Security", "max-age=60"),
    "told to all": lambda answer: answer.headers.__setitem__("Referrer-Policy", "unsafe-url"),
    "open to all": lambda answer: answer.headers.__setitem__("Access-Control-Allow-Origin", "*"),
    "any kind": lambda answer: answer.headers.pop("X-Content-Type-Options"),
    "cookie in the clear": lambda answer: answer.set_cookie("session", "a", httponly=True, samesite="Lax"),
    "cookie for scripts": lambda answer: answer.set_cookie("session", "a", secure=True, samesite="Lax"),
}


def good() -> HttpResponse:
    return HttpResponse(
        headers={
            "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
            "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
    )


def test_an_answer_without_a_fault_has_130():
    assert points(good()) == 130


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_costs_the_first_rank_or_more(fault):
    answer = good()
    FAULTS[fault](answer)
    assert points(answer) < 130 - 4
