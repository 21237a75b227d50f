"""Readings are counted by page and day: exact under threads, without a write each, without a word about anybody."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError
from django.http import HttpResponse
from django.test import RequestFactory

from content import counting
from content.counting import Buffer, count_readings, is_reading, write_counts
from content.models import DailyReading
from tests.guards.tree import ROOT

DAY = date(2026, 11, 28)
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile", "Sec-Fetch-Dest": "document"}


class Kept:
    """What a buffer wrote, write after write."""

    def __init__(self):
        self.writes: list[Counter] = []

    def __call__(self, counts):
        self.writes.append(Counter(counts))

    @property
    def total(self):
        return sum(self.writes, Counter())


# --- in memory -------------------------------------------------------------------------------------------------------
def test_no_reading_is_lost_or_doubled_under_threads():
    kept = Kept()
    buffer = Buffer(kept, many=50, seconds=60)
    paths = ["/km/rights/12/", "/en/rights/12/", "/km/more/"]

    def read():
        for number in range(600):
            buffer.count(paths[number % 3], DAY)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()
    buffer.flush()
    assert kept.total == Counter({(path, DAY): 1600 for path in paths})
    assert len(kept.writes) < 8 * 600 / 20


def test_many_readings_are_written_without_being_asked():
    written = threading.Event()
    buffer = Buffer(lambda counts: written.set(), many=3, seconds=600)
    buffer.count("/km/", DAY)
    buffer.count("/km/", DAY)
    assert not written.wait(0.2)
    buffer.count("/km/", DAY)
    assert written.wait(20)


def test_few_readings_are_written_after_a_while():
    written = threading.Event()
    Buffer(lambda counts: written.set(), many=1000, seconds=0.05).count("/km/", DAY)
    assert written.wait(20)


def test_what_could_not_be_written_waits(caplog):
    kept, faults = Kept(), [DatabaseError("locked")]

    def write(counts):
        if faults:
            raise faults.pop()
        kept(counts)

    buffer = Buffer(write, many=1000, seconds=600)
    buffer.count("/km/", DAY)
    buffer.flush()
    assert "wait for the next time" in caplog.text
    buffer.count("/km/", DAY)
    buffer.flush()
    assert kept.total == {("/km/", DAY): 2}
    buffer.flush()
    assert len(kept.writes) == 1


@pytest.mark.once
def test_a_process_that_ends_writes_what_it_holds():
    """Also a child of ``multiprocessing``, which the server's workers are."""
    program = """
import django, multiprocessing
from datetime import date
django.setup()
from content import counting
def worker():
    counting.buffer._write = lambda counts: print(sum(counts.values()), flush=True)
    for _ in range(7): counting.count_reading("/km/", date(2026, 11, 28))
worker()
child = multiprocessing.get_context("fork").Process(target=worker)
child.start(); child.join()
"""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], env=environ, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["7", "7"], done.stderr


# --- in the tables ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_writes_add_up():
    write_counts({("/km/", DAY): 2, ("/en/", DAY): 1})
    write_counts({("/km/", DAY): 3, ("/km/", date(2026, 11, 29)): 1})
    rows = DailyReading.objects.order_by("path", "day").values_list("path", "day", "count")
    assert list(rows) == [("/en/", DAY, 1), ("/km/", DAY, 5), ("/km/", date(2026, 11, 29), 1)]


@pytest.mark.django_db
def test_one_reading_count_per_page_and_day():
    DailyReading.objects.create(path="/km/", day=DAY)
    with pytest.raises(IntegrityError, match="one_reading_count_per_page_and_day|path"):
        DailyReading.objects.create(path="/km/", day=DAY)


def test_only_page_day_and_number_have_a_place():
    assert {field.name for field in DailyReading._meta.get_fields()} == {"id", "path", "day", "count"}


# --- what is a reading -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("headers", "counts"),
    [
        (PHONE, True),
        ({"User-Agent": "Opera Mini/7"}, True),
        ({}, False),
        ({"User-Agent": "Googlebot/2.1"}, False),
        ({"User-Agent": "curl/8"}, False),
        ({**PHONE, "Sec-Purpose": "prefetch;prerender"}, False),
        ({**PHONE, "Purpose": "prefetch"}, False),
        ({**PHONE, "X-Moz": "prefetch"}, False),
        ({**PHONE, "Sec-Fetch-Dest": "empty"}, False),
    ],
)
def test_robots_and_what_nobody_asked_to_see_are_no_readings(headers, counts):
    assert is_reading(headers) is counts


@pytest.fixture
def counted(settings, monkeypatch):
    """``counted(path, …)``: what one request leaves in the buffer."""
    settings.READING_COUNTS_SECONDS = 30
    kept = Kept()
    monkeypatch.setattr(counting, "buffer", Buffer(kept, many=10**6, seconds=600))

    def ask(path, *, method="get", status=200, kind="text/html; charset=utf-8", headers=PHONE):
        request = getattr(RequestFactory(), method)(path, headers=headers)
        count_readings(lambda _: HttpResponse("x", status=status, content_type=kind))(request)
        counting.buffer.flush()
        return [path for write in kept.writes for path, _day in write.elements()]

    return ask


def test_a_page_is_counted_by_its_path_alone(counted):
    assert counted("/km/search/?q=secret&a=1") == ["/km/search/"]


@pytest.mark.parametrize(
    "how",
    [
        {"path": "/desk/"},
        {"path": "/admin/pages/4/edit/preview/"},
        {"path": "/km/rights/12/", "status": 404},
        {"path": "/km/rights/12/", "status": 302},
        {"path": "/km/reading/3.json", "kind": "application/json"},
        {"path": "/km/rights/12/", "method": "head"},
        {"path": "/km/rights/12/", "headers": {"User-Agent": "bingbot"}},
        {"path": f"/km/{'x' * 300}/"},
    ],
)
def test_what_is_no_page_for_readers_is_not_counted(counted, how):
    assert counted(**how) == []


def test_nothing_is_counted_where_counting_is_off(counted, settings):
    settings.READING_COUNTS_SECONDS = 0
    assert counted("/km/") == []


@pytest.mark.django_db
def test_no_address_and_no_browser_is_stored(counted, settings):
    """The words of a request are in no row that counting wrote."""
    given = {
        **PHONE,
        "User-Agent": "Zebraphone/1",
        "Referer": "https://elsewhere.example/",
        "X-Forwarded-For": "203.0.113.9",
    }
    counting.buffer._write = write_counts
    counted("/km/rights/19/?age=7", headers=given)
    row = DailyReading.objects.values().get()
    assert {name: row[name] for name in ("path", "count")} == {"path": "/km/rights/19/", "count": 1}
    stored = repr(row)
    assert [word for word in ("Zebra", "elsewhere", "203.0.113", "127.0.0.1", "age") if word in stored] == []
