"""A set of queries with the pages that a child would expect: recall and precision, printed, on both databases."""

import tomllib
from pathlib import Path

import pytest
from wagtail.models import Locale

from content.library import make_rights_library
from content.looking import look_for
from content.starter import make_starter_content
from tests.made_once import seed

SET = Path(__file__).with_name("search_set.toml")
FIRST = 5
"""How many results are on the first screen of a phone."""


@pytest.mark.django_db
def test_what_children_look_for_is_found(figure, made_once):
    made_once(seed, make_starter_content, make_rights_library)
    told = tomllib.loads(SET.read_text("utf-8"))
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    hits = wanted = right = shown = 0
    missed = []
    for language in ("km", "en"):
        for query, expected in told[language].items():
            found = [page.topic.number for page in look_for(query, locales[language]).rights]
            lacking = set(expected["must"]) - set(found)
            hits, wanted = hits + len(expected["must"]) - len(lacking), wanted + len(expected["must"])
            first = found[: min(FIRST, len(expected["must"]) + len(expected["may"]))]
            right += len([number for number in first if number in (*expected["must"], *expected["may"])])
            shown += len(first)
            if lacking:
                missed.append((query, sorted(lacking)))
    queries = sum(len(told[language]) for language in ("km", "en"))
    figure(f"search: {queries} queries: recall {hits / wanted:.3f}, precision@{FIRST} {right / shown:.3f}")
    assert queries >= 356
    assert hits / wanted >= 0.97, missed
    assert right / shown >= 0.9
