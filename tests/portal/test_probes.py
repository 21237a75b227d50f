"""What machines may ask, what strangers hear of it, and that each fault is seen."""

import re
import time

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from portal import metrics, readiness, workers
from portal.workers import give_sign
from tests.factories.fieldbook import make_delivery
from tests.factories.people import make_person

TOKEN = "a-token-of-more-than-thirty-letters"
FAULTS = {"database": "database", "migrations": "migrations", "cache": "cache", "worker": "worker", "disk": "disk"}


@pytest.fixture(autouse=True)
def looks_anew(monkeypatch):
    monkeypatch.setattr(readiness, "looked", readiness.Looked())
    monkeypatch.setattr(readiness, "_all_applied", [])


@pytest.fixture
def well(db):
    give_sign("one")


def stranger(client, path, **headers):
    return client.get(path, REMOTE_ADDR="203.0.113.9", headers=headers)


def test_health_asks_no_database(client):
    answer = client.get("/healthz")  # a test without the mark of the database fails where one is asked
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"ok", "no-store")


def test_ready_where_everything_is_well(client, well):
    answer = client.get("/readyz")
    assert answer.content.decode() == "database: ok\nmigrations: ok\ncache: ok\nworker: ok\ndisk: ok\n"
    assert answer.status_code == 200
    assert stranger(client, "/readyz").content == b"ready"


def no_database(monkeypatch):
    def refused(*args, **kwargs):
        raise OperationalError("connection to portal@10.0.0.7 refused")

    monkeypatch.setattr(type(connections["default"]), "cursor", refused)


def a_missing_migration(monkeypatch):
    applied = MigrationRecorder(connection).applied_migrations()
    del applied["people", "0001_initial"]
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: applied)


def no_cache(monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError("cache.internal:6379")

    monkeypatch.setattr(readiness.cache, "set", away, raising=False)
    monkeypatch.setitem(readiness.QUESTIONS, "cache", lambda: away())


def a_silent_worker(monkeypatch):
    cache.set(workers.ANY, time.time() - 3600, None)


def no_worker(monkeypatch):
    cache.delete(workers.ANY)


def a_full_disk(monkeypatch):
    monkeypatch.setattr(readiness, "free_share", lambda: 0.01)


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (no_database, "database"),
        (a_missing_migration, "migrations"),
        (no_cache, "cache"),
        (a_silent_worker, "worker"),
        (no_worker, "worker"),
        (a_full_disk, "disk"),
    ],
)
def test_each_fault_is_seen_and_strangers_hear_nothing_of_it(client, well, monkeypatch, break_it, name):
    break_it(monkeypatch)
    seen, told = client.get("/readyz"), stranger(client, "/readyz")
    monkeypatch.undo()
    assert (seen.status_code, told.status_code, told.content) == (503, 503, b"not ready")
    lines = dict(line.split(": ", 1) for line in seen.content.decode().splitlines())
    assert lines[name] != "ok"
    assert "10.0.0.7" not in seen.content.decode()
    assert "internal" not in seen.content.decode()
    assert name == "database" or [each for each, fault in lines.items() if fault != "ok"] == [name]


def test_a_stranger_who_asks_often_makes_nobody_look_often(client, well, monkeypatch):
    looks = []
    look = readiness.look
    monkeypatch.setattr(readiness, "look", lambda: looks.append(1) or look())
    assert {stranger(client, "/readyz").status_code for _time in range(20)} == {200}
    assert len(looks) <= 2


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("203.0.113.9", {}, 404),
        ("203.0.113.9", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("203.0.113.9", {"Authorization": "Bearer "}, 404),
        ("203.0.113.9", {"Authorization": f"Basic {TOKEN}"}, 404),
    ],
)
def test_numbers_are_for_this_machine_and_for_the_token(client, well, settings, address, headers, status):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", REMOTE_ADDR=address, headers=headers).status_code == status


def test_without_a_token_none_opens(client, well):
    assert stranger(client, "/metrics", Authorization="Bearer ").status_code == 404


def test_numbers_tell_how_it_stands_and_no_name(client, well, settings, tmp_path):
    make_person(family_name="ចាន់", given_name="សុភា")
    make_delivery(outcome="taken")
    settings.BACKUP_DIR = str(tmp_path)
    (tmp_path / "portal.age").write_bytes(b"x")
    text = client.get("/metrics").content.decode()
    for line in (
        'portal_ready{what="database"} 1.0',
        'portal_ready{what="worker"} 1.0',
        'portal_jobs{state="ready"} 0.0',
        'portal_outbox_records{outcome="taken"} 1.0',
        'portal_outbox_records{outcome="refused"} 0.0',
    ):
        assert line in text
    assert float(re.search(r"^portal_backup_age_seconds (\S+)$", text, re.M).group(1)) < 60
    assert "សុភា" not in text


def test_numbers_are_there_while_the_database_is_away(client, well, monkeypatch):
    no_database(monkeypatch)
    text = client.get("/metrics").content.decode()
    monkeypatch.undo()
    assert 'portal_ready{what="database"} 0.0' in text
    assert "portal_jobs{" not in text


def test_backup_age_is_left_out_where_nobody_says_where_backups_are(settings, tmp_path):
    assert metrics.backup_age() is None
    settings.BACKUP_DIR = str(tmp_path)
    assert metrics.backup_age() is None
