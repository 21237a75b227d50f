"""Search over the public pages of a language: a word inside an unspaced Khmer sentence, common misspellings, Latin,
whole questions. What is looked for is kept nowhere."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from khmertext.questions import telling_words
from khmertext.words import words as words_of

from .models import NewsPage, PolicyPage, PromotedPage, QuizPage, RightPage, RightsPage, StoryPage
from .word_list import meant

MOST = 20
MOST_STORIES = MOST_DOCUMENTS = 5
"""Children look for their rights; stories, news and documents stand below them."""
MOST_FIRST = 3
"""Pages that editors put first for a word."""
LONGEST = 100
"""Letters of what is looked for; more is no word."""
MOST_WORDS = 6
"""Words of a question that are looked for one by one."""
MOST_RANKED = 200
"""Pages of one kind that are put in the order of their rank."""


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, the best first; with nothing to look for, or nothing found, the ways on."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", "")[:LONGEST].split())
    locale = Locale.get_active()
    first = promoted_for(asked, locale) if asked else []
    found = _without(first, rights_about(asked, locale)) if asked else []
    quizzes = _without(first, quizzes_about(asked, locale)) if asked else []
    stories = _without(first, stories_about(asked, locale)) if asked else []
    policies = _without(first, policies_about(asked, locale)) if asked else []
    library = RightsPage.objects.live().filter(locale=locale).first()
    number = len(first) + len(found) + len(quizzes) + len(stories) + len(policies)
    context = {
        "asked": asked,
        "first": first,
        "found": found,
        "quizzes": quizzes,
        "stories": stories,
        "policies": policies,
        "number": number,
        "library": library,
        "meant": suggestion(asked, locale) if asked and not first else None,
        "themes": list(library.themes()) if library and asked and not number else [],
    }
    return render(request, "content/search_page.html", context)


def promoted_for(words: str, locale: Locale) -> list[Page]:
    """Live pages that editors put first for these words."""
    rows = PromotedPage.objects.about(words).values("page")
    pages = Page.objects.live().public().filter(locale=locale, pk__in=rows)
    return list(pages.order_by("path")[:MOST_FIRST])


def rights_about(words: str, locale: Locale) -> list[RightPage]:
    """Live pages about rights."""
    return _best(RightPage.objects.live().filter(locale=locale).select_related("topic"), words)[:MOST]


def quizzes_about(words: str, locale: Locale) -> list[QuizPage]:
    """Live quizzes, shown after the rights."""
    return _best(QuizPage.objects.live().filter(locale=locale).with_first_article(), words)[:MOST]


def stories_about(words: str, locale: Locale) -> list[StoryPage | NewsPage]:
    """Live stories, then news, shown after the quizzes."""
    kinds = (model.objects.live().filter(locale=locale).with_first_article() for model in (StoryPage, NewsPage))
    return [page for pages in kinds for page in _best(pages, words)[:MOST_STORIES]]


def policies_about(words: str, locale: Locale) -> list[PolicyPage]:
    """Live pages about documents."""
    return _best(PolicyPage.objects.live().filter(locale=locale), words)[:MOST_DOCUMENTS]


def suggestion(words: str, locale: Locale) -> str | None:
    """What may have been meant, if something is found by it and nothing by the words as they were written."""
    pages = Page.objects.live().public().filter(locale=locale)

    def finds(asked: str) -> bool:
        told = " ".join(telling_words(asked))
        return bool(list(pages.search(told, operator="and", order_by_relevance=False)[:1]))

    if finds(words):
        return None
    other = meant(words, locale)
    return other if other and finds(other) else None


def _without[P: Page](first: Iterable[Page], pages: list[P]) -> list[P]:
    shown = {page.pk for page in first}
    return [page for page in pages if page.pk not in shown]


def _best[P: Page](pages: PageQuerySet, words: str) -> list[P]:
    """Those with all the words, in the title first; then with all that say what it is about; else with most of them."""

    def having(asked: str) -> list[P]:
        return [*_ranked(pages, asked, fields=["title"]), *_ranked(pages, asked)]

    telling = telling_words(words)
    found = having(words)
    if len(found) < MOST and len(telling) < len(words_of(words)):
        found += having(" ".join(telling))
    return _each_once(found) or _most_words(pages, telling[:MOST_WORDS])


def _ranked[P: Page](pages: PageQuerySet, asked: str, **where: list[str]) -> list[P]:
    """Those with all the words, the best first. Among very many the newest: no rank tells such a crowd apart, and on
    SQLite each rank costs a walk over all that match."""
    newest = pages.order_by("-id").search(asked, operator="and", order_by_relevance=False, **where)
    found = list(newest[: MOST_RANKED + 1])
    if len(found) > MOST_RANKED:
        return found[:MOST]
    if len(found) < 2:
        return found
    return list(pages.search(asked, operator="and", **where)[:MOST])


def _each_once[P: Page](pages: Iterable[P]) -> list[P]:
    return list({page.pk: page for page in pages}.values())


def _most_words[P: Page](pages: PageQuerySet, words: list[str]) -> list[P]:
    """Those with most of the words; of equal ones those with the rarer. Counted here, alike on both databases."""
    found: dict[int, P] = {}
    hits: dict[int, int] = {}
    weight: dict[int, float] = {}
    for word in words:
        having = _ranked(pages, word)
        for place, page in enumerate(having):
            found.setdefault(page.pk, page)
            hits[page.pk] = hits.get(page.pk, 0) + 1
            weight[page.pk] = weight.get(page.pk, 0.0) + 1 / len(having) + 1 / (1000 + place)
    return [found[pk] for pk in sorted(found, key=lambda pk: (-hits[pk], -weight[pk]))]
