"""A name planted in everything that a request carries, and searched for in what the log says of it."""

import io
import json
import logging
import threading
import uuid

import pytest
from django.core.cache import cache
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from portal import log_lines, request_ids
from portal.log_lines import JsonLines
from portal.request_ids import HEADER

NAMES = ("ចាន់សុភា", "Sokdara")
LATIN = NAMES[1]


class Broken(Exception):
    pass


def fails(request: HttpRequest, who: str) -> HttpResponse:
    """A view that knows a name, and fails in every way at once."""
    logging.getLogger("portal.planted").warning("Looked for %s in %s", who, {"name": who})
    logging.getLogger("portal.planted").warning(f"Looked for: {who} <{who}@example.org>")
    logging.getLogger("portal.planted").warning("Took %d records of job %s (%s)", 3, uuid.uuid4(), "SUCCESSFUL")
    cache.set(f"person {who}", who)
    try:
        raise IntegrityError(f"DETAIL: Key (name)=({who})")
    except IntegrityError as error:
        raise Broken(who, request.POST.get("name"), request.headers.get("X-Name")) from error


urlpatterns = [path("planted/<str:who>/", fails)]


@pytest.fixture
def lines():
    """What the settings of production write, line by line."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("django", "portal", "py.warnings")]
    for each in loggers:
        each.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for each in loggers:
        each.removeHandler(handler)


def holds_a_name(lines: list[dict]) -> bool:
    text = json.dumps(lines, ensure_ascii=False)
    return any(name.casefold() in text.casefold() for name in NAMES)


def asked(who: str) -> HttpResponse:
    client = Client(raise_request_exception=False, headers={"X-Name": who.encode("ascii", "replace").decode()})
    return client.post(f"/planted/{who}/?q={who}", {"name": who})


@pytest.mark.parametrize("who", NAMES)
@pytest.mark.filterwarnings("ignore::django.core.cache.CacheKeyWarning")
@override_settings(ROOT_URLCONF=__name__, DEBUG=False, DEBUG_PROPAGATE_EXCEPTIONS=False)
def test_no_name_reaches_the_log_from_address_form_error_or_cache_key(lines, who, settings):
    settings.MIDDLEWARE = ["portal.request_ids.with_request_id"]
    settings.CSRF_USE_SESSIONS = False  # the page for errors has a form, and here no session
    assert asked(who).status_code == 500
    told = lines()
    fault = next(line for line in told if line["logger"] == "django.request")
    assert fault["route"] == "planted/<str:who>/"
    assert fault["status"] == 500
    assert fault["message"] == "Internal Server Error: …"
    assert fault["errors"] == [f"{__name__}.Broken", "django.db.utils.IntegrityError"]
    assert any(frame.endswith(" fails") for frame in fault["where"])
    jobs = [line["message"] for line in told if "records" in line["message"]]
    assert jobs[0].startswith("Took 3 records of job ")
    assert jobs[0].endswith("(SUCCESSFUL)")
    assert {line["request"] for line in told} == {fault["request"]}
    assert not holds_a_name(told)


@pytest.mark.parametrize("who", NAMES)
def test_the_search_finds_a_name_in_lines_for_a_person(who):
    """The control: written as a sentence, the same record names its person."""
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Looked for %s", (who,), None)
    assert holds_a_name([logging.Formatter().format(record)])
    assert not holds_a_name([json.loads(JsonLines().format(record))])


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("Invalid HTTP_HOST header: 'sokdara.example'. You may need", "Invalid HTTP_HOST header: …"),
        ("Forbidden (CSRF token missing.)", "Forbidden (CSRF token missing.)"),
        ('A row of "Sokdara" is odd', "A row of …"),
        ("Mail for sokdara@example.org", "Mail for …"),
        ("Lost /desk/people/sokdara/ on the way", "Lost … on the way"),
        ("មិនឃើញ ចាន់សុភា", "… …"),
    ],
)
def test_what_was_put_together_before_loses_what_may_have_been_typed(message, written):
    assert log_lines.message_of(logging.makeLogRecord({"msg": message})) == written


def test_arguments_that_do_not_fit_are_left_out_with_their_places():
    record = logging.makeLogRecord({"msg": "%s of %d", "args": (LATIN, LATIN)})
    assert log_lines.message_of(record) == "… of …"


def test_a_thread_that_fails_is_logged_without_its_words(lines, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(logging, "captureWarnings", lambda on: None)
    log_lines.log_what_python_would_print()

    def fail():
        raise ValueError(LATIN)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert [line["errors"] for line in lines()] == [["builtins.ValueError"]]
    assert not holds_a_name(lines())


# --- numbers of requests ---------------------------------------------------------------------------------------------
def test_answers_tell_the_number_of_their_request_but_pages_for_everybody_do_not(client, db):
    assert len(client.get("/healthz").headers[HEADER]) == 32
    assert HEADER not in client.get("/km/nowhere/").headers


@pytest.mark.parametrize(
    ("behind_proxy", "sent", "is_taken"),
    [(True, "a" * 32, True), (True, LATIN, False), (False, "a" * 32, False)],
)
def test_a_number_is_taken_from_our_own_proxy_alone(client, settings, behind_proxy, sent, is_taken):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    assert (client.get("/healthz", headers={HEADER: sent}).headers[HEADER] == sent) == is_taken


def test_outside_of_a_request_a_line_names_none():
    assert (request_ids.current.get(), request_ids.route.get()) == ("", None)
