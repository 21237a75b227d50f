"""The points of the HTTP Observatory for one answer over TLS, after its published table: from 0, A+ from 100 on.

What it takes off counts from 100; what it adds counts only where little was taken off. Preloading of HSTS is not
counted: whether a host stands in the browsers' list no header tells.
"""

from http.cookies import SimpleCookie

from django.http import HttpResponse

ENOUGH_FOR_MORE = 90
HALF_A_YEAR = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def points(response: HttpResponse) -> int:
    """The sum for an answer with these headers and cookies."""
    judged = [_policy(response), _cookies(response.cookies), _transport(response), _frames(response)]
    judged += [_kinds(response), _referrer(response), _resources(response), _foreign(response)]
    taken = sum(each for each in judged if each < 0)
    added = sum(each for each in judged if each > 0)
    return 100 + taken + (added if 100 + taken >= ENOUGH_FOR_MORE else 0)


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    """The Content Security Policy by directive."""
    parts = (part.split() for part in response.headers.get("Content-Security-Policy", "").split(";"))
    return {name: values for name, *values in filter(None, parts)}


def _policy(response: HttpResponse) -> int:
    policy = policy_of(response)
    if not policy:
        return -25
    runs = policy.get("script-src", policy.get("default-src", []))
    looks = policy.get("style-src", policy.get("default-src", []))
    if "'unsafe-inline'" in runs or "'unsafe-eval'" in runs or "data:" in runs or not runs:
        return -20
    if "'unsafe-inline'" in looks:
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def _cookies(cookies: SimpleCookie) -> int:
    if not cookies:
        return 0
    if any(not cookie["secure"] for cookie in cookies.values()):
        return -40 if any("session" in name and not cookie["secure"] for name, cookie in cookies.items()) else -20
    sessions = [cookie for name, cookie in cookies.items() if "session" in name or "csrf" in name]
    if any(not cookie["httponly"] for cookie in sessions):
        return -30
    return 5 if all(cookie["samesite"] for cookie in cookies.values()) else 0


def _transport(response: HttpResponse) -> int:
    parts = response.headers.get("Strict-Transport-Security", "").replace(" ", "").split(";")
    ages = [int(part.removeprefix("max-age=")) for part in parts if part.startswith("max-age=")]
    if not ages:
        return -20
    return 0 if ages[0] >= HALF_A_YEAR else -10


def _frames(response: HttpResponse) -> int:
    if policy_of(response).get("frame-ancestors") in (["'none'"], ["'self'"]):
        return 5
    return 0 if response.headers.get("X-Frame-Options", "").upper() in ("DENY", "SAMEORIGIN") else -20


def _kinds(response: HttpResponse) -> int:
    return 0 if response.headers.get("X-Content-Type-Options") == "nosniff" else -5


def _referrer(response: HttpResponse) -> int:
    told = response.headers.get("Referrer-Policy", "")
    if told in PRIVATE:
        return 5
    return -5 if told else 0


def _resources(response: HttpResponse) -> int:
    told = response.headers.get("Cross-Origin-Resource-Policy", "")
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(told, -5)


def _foreign(response: HttpResponse) -> int:
    """Whoever asks may read an answer that is open to every origin; public data for programs are not judged here."""
    return -50 if response.headers.get("Access-Control-Allow-Origin") == "*" else 0
