"""Search over the public pages of a language: a word inside an unspaced Khmer sentence, common misspellings, Latin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from .models import NewsPage, PolicyPage, QuizPage, RightPage, RightsPage, StoryPage

MOST = 20
MOST_STORIES = MOST_DOCUMENTS = 5
"""Children look for their rights; stories, news and documents stand below them."""
LONGEST = 100
"""Letters of what is looked for; more is no word."""


@require_safe
@cache_control(public=True, max_age=60)
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, the best first; with nothing to look for, or nothing found, the ways on."""
    asked = " ".join(request.GET.get("q", "")[:LONGEST].split())
    locale = Locale.get_active()
    found = rights_about(asked, locale) if asked else []
    quizzes = quizzes_about(asked, locale) if asked else []
    stories = stories_about(asked, locale) if asked else []
    policies = policies_about(asked, locale) if asked else []
    context = {
        "asked": asked,
        "found": found,
        "quizzes": quizzes,
        "stories": stories,
        "policies": policies,
        "number": len(found) + len(quizzes) + len(stories) + len(policies),
        "library": RightsPage.objects.live().filter(locale=locale).first(),
    }
    return render(request, "content/search_page.html", context)


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


def _best[P: Page](pages: PageQuerySet, words: str) -> list[P]:
    """Those with all the words in the title, then anywhere; else those with any of them."""

    def having(operator: str, **where: list[str]) -> list[P]:
        return list(pages.search(words, operator=operator, **where)[:MOST])

    found = [*having("and", fields=["title"]), *having("and")] or having("or")
    return list({page.pk: page for page in found}.values())
