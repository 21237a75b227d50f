"""Measuring search: pages are made, found and taken back."""

import io

import pytest
from django.core.management import CommandError, call_command

from content.models import StoryPage
from content.starter import make_starter_content
from content.telling import make_stories
from portal.bench import search

pytestmark = pytest.mark.django_db


def test_a_search_is_measured_in_few_and_in_many_pages_and_nothing_is_kept():
    call_command("seed", verbosity=0)
    make_starter_content()
    make_stories()
    before = StoryPage.objects.count()
    few, many = search.measure((3, 12), rounds=1)
    assert ((few.pages, few.shown), (many.pages, many.shown)) == ((3, 3), (12, 5))
    assert min(few.ms, many.ms) > 0
    assert StoryPage.objects.count() == before


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
