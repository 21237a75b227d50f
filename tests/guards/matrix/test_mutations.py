"""Bad input breaks nothing: every role sends it to every address of its own, and nothing answers with an error.

A plain run takes a sample with a fixed seed, so that it says the same twice; ``--deep`` sends 5,000 for each role with
the seed of the day, which is printed.
"""

import gzip
import time
from itertools import islice
from random import Random
from urllib.parse import urlsplit

import brotli
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.guards.matrix.mutating import MARK, Mutant, fields_of, mutants
from tests.guards.matrix.rules import RULES
from tests.guards.matrix.test_permissions import READERS, address, answer, answering, assert_none, client_of
from tests.guards.matrix.world import HERE, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FEW, MANY = 60, 5_000
AT_ONCE = 5
"""So many for an address whose forms have been read."""
OWN_HOSTS = ("", "testserver")
DANGEROUS = (f"<script>{MARK}", f"onerror={MARK}>", f"'-{MARK}-'</script>", f"\nSet-Cookie: a={MARK}")


def send(client: Client, mutant: Mutant) -> HttpResponse:
    """The answer, whatever it is: an exception is a 500."""
    if mutant.content_type is not None:  # bytes as they are, also under a content type that nobody could read
        method = mutant.method.upper()
        return answering(
            client,
            lambda: client.generic(method, mutant.path, mutant.data, mutant.content_type, headers=mutant.headers),
        )
    told = {} if mutant.data is None else {"data": mutant.data}
    return answering(client, lambda: getattr(client, mutant.method)(mutant.path, headers=mutant.headers, **told))


def faults_of(reader: str, world: World, number: int, seed: str) -> tuple[list[str], float]:
    """What answered with an error or gave back what would run; and the seconds of the slowest answer."""
    draw, client, faults, slowest = Random(f"{seed} {reader}"), client_of(world, reader), [], 0.0
    client.raise_request_exception = False
    names, sent = sorted(RULES), 0
    while sent < number:
        path = address(name := draw.choice(names), RULES[name], world, HERE)
        page = answer(client, "get", path)
        text = read(page) if page.headers.get("Content-Type", "").startswith("text/html") else ""
        forms = {"asked": fields_of(text, "get"), "sent": fields_of(text, "post")}
        for mutant in islice(mutants(draw, path, **forms), min(AT_ONCE, number - sent)):
            began = time.perf_counter()
            response = send(client, mutant)
            slowest = max(slowest, time.perf_counter() - began)
            faults += [f"{name}: {mutant} -> {fault}" for fault in faults_in(response)]
            sent += 1
    return faults, slowest


def faults_in(response: HttpResponse) -> list[str]:
    found = [f"{response.status_code}"] if response.status_code >= 500 and response.status_code != 503 else []
    if response.headers.get("Content-Type", "").startswith("text/html"):
        text = read(response)
        found += [f"gives back {what}" for what in DANGEROUS if what in text]
    to = response.headers.get("Location", "")
    return found + ([f"leads to {to}"] if urlsplit(to).netloc not in OWN_HOSTS else [])


def read(response: HttpResponse) -> str:
    """The words of an answer; kept pages come compressed to whoever says that they can read it."""
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(response.headers.get("Content-Encoding", ""), bytes)
    return unpack(response.content).decode(errors="replace")


@pytest.mark.parametrize("reader", READERS)
def test_bad_input_breaks_nothing(reader, world, deep, figure):
    seed, number = (str(timezone.localdate()), MANY) if deep else ("plain", FEW)
    faults, slowest = faults_of(reader, world, number, seed)
    figure(f"bad input, {reader}: {number} requests (seed {seed}), {len(faults)} faults, slowest {slowest:.2f} s")
    assert_none(sorted(set(faults)))
    assert connection.connection is not None  # nobody threw the connection away, and with it what was made


# --- what the test is worth: it finds what is planted ----------------------------------------------------------------
def test_a_view_that_breaks_on_bad_input_is_found(world, monkeypatch):
    from participation.views import groups

    monkeypatch.setattr(groups, "GroupFilter", broken)
    for name in [name for name in RULES if name != "groups:list"]:
        monkeypatch.delitem(RULES, name)
    faults, _slowest = faults_of("programme_officer", world, 40, "planted")
    assert any("-> 500" in fault for fault in faults)


def broken(*_given, **_named):
    raise ValueError("planted")


def test_a_page_that_gives_back_what_would_run_is_found():
    assert faults_in(HttpResponse(f"<p><script>{MARK}</script>")) == [f"gives back <script>{MARK}"]
    packed = HttpResponse(brotli.compress(f"<script>{MARK}".encode()), headers={"Content-Encoding": "br"})
    assert faults_in(packed) != []
    assert faults_in(HttpResponse(f"<p>&lt;script&gt;{MARK}")) == []
    assert faults_in(HttpResponse(status=302, headers={"Location": "//elsewhere.example/"})) != []
    assert faults_in(HttpResponse(status=302, headers={"Location": "/desk/?next=//elsewhere.example/"})) == []
