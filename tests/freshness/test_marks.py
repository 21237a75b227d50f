"""Marks change for every process, at once, and only for what changed."""

import subprocess
import sys

import pytest
from django.db import transaction

from freshness.marks import Marks, changed, marks, slot_of
from freshness.noting import Tables, known, noted


@pytest.fixture
def file(tmp_path):
    return tmp_path / "marks"


def test_a_change_is_seen_in_another_memory_of_the_same_file(file):
    here, there = Marks(file), Marks(file)
    seen, other, anything = there.seen(["page:1", "page:2"]), there.seen(["page:3"]), there.anything()
    assert there.hold(seen)
    here.change(["page:1"])
    assert (there.hold(seen), there.hold(other), there.anything() == anything) == (False, True, False)


def test_another_process_is_heard(file):
    here = Marks(file)
    seen = here.seen(["page:1"])
    code = f"""
from pathlib import Path
from freshness.marks import Marks
Marks(Path({str(file)!r})).change(["page:1"])
"""
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": "site"})
    assert not here.hold(seen)


def test_what_was_before_a_change_is_not_taken_for_new(file):
    here = Marks(file)
    seen_before = here.all_now()
    here.change(["page:1"])
    assert not here.hold(seen_before(["page:1"]))
    assert here.hold(seen_before(["page:2"]))


def test_after_a_start_nothing_is_believed(file):
    here = Marks(file)
    seen = here.seen(["page:1"])
    here.change_all()
    assert not here.hold(seen)


def test_slots_lie_behind_the_first():
    assert all(0 < slot_of(f"page:{number}") < 4096 for number in range(20_000))


@pytest.mark.django_db(transaction=True)
def test_a_mark_follows_the_commit_and_never_a_rollback(settings, tmp_path):
    settings.MARKS_FILE = tmp_path / "marks"
    seen = marks().seen(["thing"])
    with transaction.atomic():
        changed("thing")
        assert marks().hold(seen)
        transaction.set_rollback(True)
    assert marks().hold(seen)
    with transaction.atomic():
        changed("thing")
    assert not marks().hold(seen)


def test_statements_tell_what_they_read_and_write():
    tables = Tables()
    tables.rest_on("topic")
    tables.rest_on("story", "pages:story", changes_are_told=True)
    tables.rest_on("page", "pages", changes_are_told=True, is_coarse=True)
    tables.ignore("rendition")
    sql = 'SELECT 1 FROM "page" INNER JOIN "topic" ON (1) WHERE "page"."id" IN (SELECT 1 FROM "rendition")'
    assert tables.read_by(sql) == {"pages", "table:topic"}
    assert tables.read_by('SELECT 1 FROM "story" INNER JOIN "page" ON (1)') == {"pages:story"}
    assert tables.read_by('SELECT 1 FROM "page" INNER JOIN "rendition" ON (1)') == {"pages"}
    assert tables.read_by('SELECT 1 FROM "person"') == {"?person"}
    assert tables.written_by('UPDATE "topic" SET "x" = 1') == "table:topic"
    assert tables.written_by('UPDATE "page" SET "x" = 1') is None
    assert tables.written_by('SELECT 1 FROM "topic"') is None


@pytest.mark.django_db
def test_what_is_named_is_not_looked_at():
    from participation.models import Topic

    with noted() as names:
        with known("one topic"):
            list(Topic.objects.all())
        assert names == {"one topic"}
        list(Topic.objects.all())
    assert names == {"one topic", "table:participation_topic"}
