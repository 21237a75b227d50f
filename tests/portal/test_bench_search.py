"""Measuring search: pages are made, found and taken back."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from content.models import StoryPage
from content.starter import make_starter_content
from content.telling import make_stories
from portal.bench import search

pytestmark = pytest.mark.django_db


def test_a_search_is_measured_in_few_and_in_many_pages_and_nothing_is_kept(transactional_db):
    call_command("seed", verbosity=0)
    make_starter_content()
    make_stories()
    before = StoryPage.objects.count()
    few, many = search.measure((3, 12), rounds=1)
    assert ((few.pages, few.shown), (many.pages, many.shown)) == ((3, 3), (12, 5))
    assert min(few.ms, many.ms) > 0
    assert StoryPage.objects.count() == before


def dead_rows() -> int:
    """What a reader of the table of pages walks past, as PostgreSQL sees it this moment."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pgstattuple")
        cursor.execute("SELECT dead_tuple_count FROM pgstattuple(%s)", [Page._meta.db_table])
        return cursor.fetchone()[0]


def planned_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Page._meta.db_table])
        return cursor.fetchone()[0]


@pytest.mark.deep
def test_what_was_taken_back_is_swept_out_so_that_a_second_run_finds_the_same(transactional_db, monkeypatch):
    call_command("seed", verbosity=0)
    make_starter_content()
    make_stories()
    search.measure((3, 12), rounds=1)
    if connection.vendor == "sqlite":  # which keeps nothing of what is taken back
        with CaptureQueriesContext(connection) as asked:
            search.sweep()
        assert len(asked) == 0
        return
    assert (dead_rows(), planned_rows()) == (0, Page.objects.count())
    monkeypatch.setattr(search, "sweep", lambda: None)
    search.measure((3, 300), rounds=1)
    assert dead_rows() > 299
    assert planned_rows() > Page.objects.count() + 299


@pytest.mark.parametrize(("ms", "verdict"), [(29.9, ": 2.99 ×, reached."), (30.1, ": 3.01 ×, NOT reached.")])
def test_the_command_prints_the_ratio_and_the_verdict(monkeypatch, ms, verdict):
    taken = [search.Searched(300, 10.0, 5), search.Searched(30_000, ms, 5)]
    monkeypatch.setattr(search, "measure", lambda sizes, rounds: taken)
    out = io.StringIO()
    call_command("bench", search=True, stdout=out)
    assert out.getvalue().splitlines()[-1].endswith(verdict)


def test_a_portal_without_stories_is_no_measure():
    with pytest.raises(CommandError, match="no stories"):
        call_command("bench", search=True)
