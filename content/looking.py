"""What is found for the words of a reader: the best pages of each kind, in a few statements however many match."""

from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from khmertext.questions import telling_words
from khmertext.search_at_once import Fit, Hit, Question, answers, newest, part_of, scores
from khmertext.search_queries import words_asked

from .models import (
    Findable,
    NewsPage,
    PackPage,
    PolicyPage,
    PollPage,
    PromotedPage,
    QuizPage,
    RightPage,
    SessionGuidePage,
    StoryPage,
    first_article_of,
)
from .neighbourhood import closed_to_strangers

MOST_FIRST = 3
"""Pages that editors put first for a word."""
MOST = {
    RightPage: 20,
    QuizPage: 20,
    StoryPage: 5,
    NewsPage: 5,
    PollPage: 5,
    PackPage: 5,
    SessionGuidePage: 5,
    PolicyPage: 5,
}
"""Pages of each kind that are shown. Children look for their rights; stories, news and documents stand below them."""
MOST_RANKED = 200
"""Pages of a kind that are put in the order of their rank. Among more the newest: no rank tells such a crowd apart."""
MOST_WORDS = 6
"""Words of a question that are looked for one by one."""

ROWS = {
    RightPage: "right",
    QuizPage: "quiz",
    StoryPage: "reading",
    NewsPage: "reading",
    PollPage: "poll",
    PackPage: "pack",
    SessionGuidePage: "guide",
    PolicyPage: "policy",
}
"""How a page of each kind is shown."""
NAMES_A_PAGE = 2
"""Words that must all stand in a title so that they are taken for the name of that page."""

UNSHOWN = (
    "rightpage__questions",
    "quizpage__questions",
    "storypage__body",
    "newspage__body",
    "pollpage__answers",
    "packpage__pages",
    "sessionguidepage__steps",
)
"""Long texts that no row of a list has."""

type Words = tuple[str, ...]
type Ranks = dict[tuple[Words, bool], dict[int, float]]
"""The scores of entries, for words and whether they stand in the title."""


@dataclass(frozen=True, slots=True)
class Found:
    """Each list with the best first; ``rows`` are all of them as they stand below each other, with how each is shown.

    ``has_all_words``: a page has every word that says what is looked for.
    """

    first: list[Page]
    rights: list[RightPage]
    quizzes: list[QuizPage]
    stories: list[StoryPage | NewsPage]
    polls: list[PollPage]
    packs: list[PackPage]
    guides: list[SessionGuidePage]
    policies: list[PolicyPage]
    rows: list[tuple[str, Page]]
    has_all_words: bool

    @property
    def number(self) -> int:
        return len(self.first) + len(self.rows)

    @property
    def pages(self) -> list[Page]:
        """All of them from the top of the page to its foot."""
        return [*self.first, *(page for _shown_as, page in self.rows)]


@dataclass(frozen=True, slots=True)
class Having:
    """The hits of one question, the newest first, and one more than are ranked where there are more."""

    question: Question
    hits: list[Hit]

    @property
    def needs_ranks(self) -> bool:
        return 1 < len(self.hits) <= MOST_RANKED

    @property
    def is_name(self) -> bool:
        """Whether its hits are pages that are called so."""
        return self.question.in_title and len(self.question.words) >= NAMES_A_PAGE

    def best(self, ranks: Ranks) -> list[int]:
        """Keys of pages, the best first."""
        scored = ranks.get((self.question.words, self.question.in_title), {}) if self.needs_ranks else {}
        ordered = sorted(self.hits, key=lambda hit: (scored.get(hit[0], 0.0), hit[1]), reverse=True)
        return [key for _entry, key in ordered]


def look_for(asked: str, locale: Locale) -> Found:
    """Those with all the words, in the title first; then with all that say what it is about; else with most of them.

    Kinds of which no page has all the words stand below the others. Beside those only rights, for whose sake children
    come, are shown for less than half of the words. A page whose title has several words, and all, stands above.
    """
    telling = telling_words(asked)
    ways = [way for way in dict.fromkeys((words_asked(asked), words_asked(" ".join(telling)))) if way]
    pages = _readable(locale)
    questions = [_question(*each, locale) for each in product(MOST, ways, (True, False))]
    first_hits, *hits = answers([part_of(_promoted(asked, pages)), *newest(questions, pages, MOST_RANKED + 1)])
    first = [key for _same, key in first_hits]
    having = list(map(Having, questions, hits))
    lacking = [model for model in MOST if not any(each.hits for each in _of(model, having))]
    words = [each for each in map(words_asked, telling[:MOST_WORDS]) if each and each not in ways]
    questions = [_question(model, each, False, locale) for model, each in product(lacking, words)]
    having_one = list(map(Having, questions, answers(newest(questions, pages, MOST_RANKED + 1))))
    ranks = _ranks([*having, *having_one])
    chosen: dict[int, type[Page]] = {}
    for model, most in MOST.items():
        is_beside = model is not RightPage and len(lacking) < len(MOST)
        least = len(words) // 2 + 1 if is_beside else 1
        best = _having_all(_of(model, having), ranks) or _having_most(_of(model, having_one), ranks, least)
        chosen |= {key: model for key in best[:most] if key not in first}
    read = _read(first, chosen, pages)

    named = {key for each in having if each.is_name for _entry, key in each.hits}
    ordered = [key for key in chosen if key in read]
    ordered.sort(key=lambda key: (key not in named, chosen[key] in lacking))

    def of(*models: type[Page]) -> list[Any]:
        return [read[key] for key in ordered if chosen[key] in models]

    return Found(
        first=[read[key] for key in first if key in read],
        rights=of(RightPage),
        quizzes=of(QuizPage),
        stories=of(StoryPage, NewsPage),
        polls=of(PollPage),
        packs=of(PackPage),
        guides=of(SessionGuidePage),
        policies=of(PolicyPage),
        rows=[(ROWS[chosen[key]], read[key]) for key in ordered],
        has_all_words=any(each.hits for each in having),
    )


def finds(asked: str, locale: Locale) -> bool:
    """Whether a page has all the words that say what is looked for."""
    words, pages = words_asked(" ".join(telling_words(asked))), _readable(locale)
    questions = [_question(model, words, False, locale) for model in MOST] if words else []
    return any(answers(newest(questions, pages, 1)))


def _readable(locale: Locale) -> PageQuerySet:
    """Pages of a language that everybody may read."""
    return Page.objects.live().filter(locale=locale).exclude(closed_to_strangers())


def _promoted(asked: str, pages: PageQuerySet) -> QuerySet:
    """Hits, as the index gives them, of what editors put first."""
    first = pages.filter(pk__in=PromotedPage.objects.about(asked).values("page"))
    return first.order_by("path").values_list(Value(0), "pk")[:MOST_FIRST]


def _question(model: type[Findable], words: Words, in_title: bool, locale: Locale) -> Question:  # noqa: FBT001
    return Question(model, model.search_group_in(locale.pk), words, in_title)


def _ranks(having: list[Having]) -> Ranks:
    """The scores of all entries whose order matters."""
    entries: dict[tuple[Words, bool], set[int]] = {}
    for each in having:
        if each.needs_ranks:
            entries.setdefault((each.question.words, each.question.in_title), set()).update(dict(each.hits))
    fits = [Fit(words, of_words, in_title) for (words, in_title), of_words in entries.items()]
    return dict(zip(entries, scores(fits), strict=True))


def _of(model: type[Page], having: list[Having]) -> list[Having]:
    return [each for each in having if each.question.model is model]


def _having_all(having: list[Having], ranks: Ranks) -> list[int]:
    """In the order of the questions, each page once."""
    return list(dict.fromkeys(key for each in having for key in each.best(ranks)))


def _having_most(having: list[Having], ranks: Ranks, least: int) -> list[int]:
    """Those with most of the words; of equal ones those with the rarer. Counted here, alike on both databases."""
    hits: dict[int, int] = {}
    weight: dict[int, float] = {}
    for each in having:
        for place, key in enumerate(each.best(ranks)):
            hits[key] = hits.get(key, 0) + 1
            weight[key] = weight.get(key, 0.0) + 1 / len(each.hits) + 1 / (1000 + place)
    return sorted((key for key in hits if hits[key] >= least), key=lambda key: (-hits[key], -weight[key]))


def _read(first: list[int], chosen: dict[int, type[Page]], pages: PageQuerySet) -> dict[int, Page]:
    """The pages by their keys, each of its own kind, with all that a row of a list shows. One statement."""
    keys = [*first, *chosen]
    if not keys:
        return {}
    articles = Coalesce(*(first_article_of(model) for model in (QuizPage, StoryPage, NewsPage, SessionGuidePage)))
    wanted = pages.filter(pk__in=keys).annotate(first_article=articles).defer(*UNSHOWN)
    read = {}
    for page in wanted.select_related("rightpage__topic", *(model._meta.model_name for model in MOST)).order_by():
        read[page.pk] = getattr(page, chosen[page.pk]._meta.model_name) if page.pk in chosen else page
        read[page.pk].first_article = page.first_article
    return read
