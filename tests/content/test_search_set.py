"""A set of queries with the pages that a child would expect: recall and precision, printed, on both databases."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from wagtail.models import Locale, Page

from content.library import make_rights_library
from content.looking import look_for
from content.packing import make_packs
from content.policy_library import make_policy_library
from content.polling import make_polls
from content.quizzing import make_quizzes
from content.starter import make_starter_content
from content.telling import make_news, make_stories
from tests.made_once import seed

pytestmark = pytest.mark.django_db

SET = Path(__file__).with_name("search_set.toml")
FIRST = 5
"""How many results are on the first screen of a phone."""


@dataclass(slots=True)
class Measured:
    """Pages that had to be found and were; pages on the first screen and those of them that may stand there."""

    queries: int = 0
    wanted: int = 0
    hits: int = 0
    shown: int = 0
    right: int = 0
    missed: list[tuple] = field(default_factory=list)
    wrong: list[tuple] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.hits / self.wanted

    @property
    def precision(self) -> float:
        return self.right / self.shown

    def __str__(self) -> str:
        return f"{self.queries} queries: recall {self.recall:.3f}, precision@{FIRST} {self.precision:.3f}"


@pytest.fixture
def library(made_once):
    """Everything that is shipped and searched."""
    made_once(seed, make_starter_content, make_rights_library)
    made_once(make_policy_library, make_quizzes, make_stories, make_news, make_polls, make_packs, of="all rights")


def measured(told: Mapping[str, Mapping], look: Callable[[str, Locale], list]) -> Measured:
    """Looks for each query of each language; ``look`` gives what was found by the names that the set uses."""
    locales, sum_up = {locale.language_code: locale for locale in Locale.objects.all()}, Measured()
    for language in ("km", "en"):
        for query, expected in told[language].items():
            found = look(query, locales[language])
            must, may = expected["must"], expected["may"]
            first = found[: min(FIRST, len(must) + len(may))]
            lacking, wrong = set(must) - set(found), [name for name in first if name not in (*must, *may)]
            sum_up.queries += 1
            sum_up.wanted += len(must)
            sum_up.hits += len(must) - len(lacking)
            sum_up.shown += len(first)
            sum_up.right += len(first) - len(wrong)
            sum_up.missed += [(query, sorted(lacking))] if lacking else []
            sum_up.wrong += [(query, wrong)] if wrong else []
    return sum_up


def test_what_children_look_for_is_found(library, figure):
    told = tomllib.loads(SET.read_text("utf-8"))
    rights = measured(told, lambda query, locale: [page.topic.number for page in look_for(query, locale).rights])
    figure(f"search: {rights}")
    assert rights.queries >= 356
    assert rights.recall >= 0.97, rights.missed
    assert rights.precision >= 0.9, rights.wrong


def test_pages_of_every_kind_are_found_on_the_first_screen(library, figure):
    told = tomllib.loads(SET.read_text("utf-8"))["everything"]
    every = measured(told, lambda query, locale: [_name(page) for page in look_for(query, locale).pages])
    figure(f"search among pages of every kind: {every}")
    assert every.queries >= 161
    assert every.recall >= 0.97, every.missed
    assert every.precision >= 0.9, every.wrong


def _name(page: Page) -> str:
    """The address below the language."""
    return "/".join(page.url_path.strip("/").split("/")[1:])
