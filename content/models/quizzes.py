"""Quizzes about rights: a child chooses an answer and reads a friendly word. No score, and nothing is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.db import models
from django.db.models import Case, When
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StructValue
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from accounts.compiled import ANOTHER_KEY, ANY_KEY, Compiled
from participation.models import Topic

from .findable import Findable
from .leaves import numbered_leaf
from .native_editor import NeedsNativeEditor
from .pages import ABOVE, OF_A_LINK
from .previews import ShownOnPhones
from .questions import QuestionBlock
from .rights import AboutRights, AgeStep, RightPage, first_article_of

QUESTION, ANSWER = "q", "a"
"""Where the child is, in the address and nowhere else; both count from one."""

FEWEST, MOST = 3, 7
"""Questions of a quiz."""

AT_ONCE = 24
"""Quizzes of a leaf of their list."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a quiz a reader is: at a question, with or without an answer chosen, or behind the last question."""

    number: int
    total: int
    question: StructValue | None = None
    chosen: int = 0

    @property
    def answer(self) -> StructValue | None:
        return self.question["answers"][self.chosen - 1] if self.question and self.chosen else None

    @property
    def following(self) -> int:
        return self.number + 1

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    @property
    def is_beginning(self) -> bool:
        return self.number == 1 and not self.chosen


class QuizPageQuerySet(PageQuerySet):
    def with_first_article(self) -> "QuizPageQuerySet":
        """Adds ``first_article``, the number of the article whose drawing stands for the quiz."""
        return self.annotate(first_article=first_article_of(self.model))


class QuizzesPage(ShownOnPhones, Page):
    """The list of all quizzes by age, leaf by leaf."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.QuizPage"]
    max_count_per_parent = 1
    template = "content/quizzes_page.html"

    class Meta:
        verbose_name = _("list of quizzes")
        verbose_name_plural = _("lists of quizzes")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        quizzes = QuizPage.objects.child_of(self).live().with_first_article().order_by("step", "path")
        leaf = numbered_leaf(request, quizzes, AT_ONCE)
        return {**super().get_context(request, *args, **kwargs), "leaf": leaf, "steps": list(_by_step(leaf.pages))}


def _by_step(quizzes: Iterable["QuizPage"]) -> Iterator[tuple[AgeStep, list["QuizPage"]]]:
    """The age steps that have a quiz, the youngest first."""
    for step in AgeStep:
        if found := [quiz for quiz in quizzes if quiz.step == step]:
            yield step, found


class QuizPage(AboutRights, NeedsNativeEditor, Findable, ShownOnPhones, Page):
    """Three to seven questions about one or more articles, for children of one age step."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)
    step = models.PositiveSmallIntegerField(_("age step"), choices=AgeStep, default=AgeStep.ELEVEN)
    topics = ParentalManyToManyField(
        Topic,
        related_name="+",
        limit_choices_to={"type": Topic.Type.ARTICLE},
        verbose_name=_("articles"),
    )
    questions = StreamField(
        [("question", QuestionBlock(label=_("question")))], min_num=FEWEST, max_num=MOST, verbose_name=_("questions")
    )
    club_question = models.CharField(
        _("question for the club"),
        max_length=200,
        blank=True,
        help_text=_("Shown at the end. It asks for nothing private."),
    )

    objects = PageManager.from_queryset(QuizPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("step"),
        FieldPanel("topics"),
        FieldPanel("questions"),
        FieldPanel("club_question"),
        MultiFieldPanel([FieldPanel("needs_native_editor", read_only=True)], heading=_("For editors")),
    ]
    search_fields = [*Findable.search_fields, index.SearchField("lead"), index.SearchField("questions")]
    parent_page_types = ["content.QuizzesPage"]
    subpage_types: list[str] = []
    template = "content/quiz_page.html"

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    @property
    def pictogram(self) -> str:
        """The address of the drawing of the first article, of a quiz read ``with_first_article``."""
        return static(f"img/rights/{self.first_article:02}.svg") if self.first_article else ""

    def place_of(self, request: HttpRequest) -> Place:
        """What the address asks for; the first question if it asks for what does not exist."""
        questions = [each.value for each in self.questions]
        total = len(questions)
        first = Place(1, total, questions[0]) if questions else Place(1, 0)
        number = _number(request.GET.get(QUESTION, "1"), total + 1)
        if number is None:
            return first
        if number > total:
            return Place(number, total)
        question = questions[number - 1]
        if ANSWER not in request.GET:
            return Place(number, total, question)
        chosen = _number(request.GET[ANSWER], len(question["answers"]))
        return Place(number, total, question, chosen) if chosen else first

    def addresses_to_keep(self, step: AgeStep) -> list[str]:
        """What a telephone keeps of this quiz, so that it is played without internet: each question, each answer."""
        found = [self.url]
        for number, each in enumerate(self.questions, 1):
            asked = f"{self.url}?{QUESTION}={number}"
            found += [asked] if number > 1 else []
            found += [f"{asked}&{ANSWER}={chosen}" for chosen in range(1, len(each.value["answers"]) + 1)]
        return [*found, f"{self.url}?{QUESTION}={len(self.questions) + 1}"]

    def another(self) -> "QuizPage | None":
        """The next quiz of this language for this age, else one for another age."""
        others = QuizPage.objects.live().filter(locale_id=self.locale_id).exclude(pk=self.pk)
        after = Case(When(path__gt=self.path, then=0), default=1)
        return others.with_first_article().order_by(_best_for(self.step), after, "path").first()

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        place = self.place_of(request)
        articles = sorted(topic.number for topic in self.topics.all())
        context = {
            **super().get_context(request, *args, **kwargs),
            "place": place,
            "first_article": articles[0] if articles else None,
            "step": AgeStep(self.step),
            "above": ABOVE,
        }
        if place.question is None:
            context |= {"rights": self.rights(), "another": self.another()}
        return context


def quiz_about(right: RightPage, step: AgeStep) -> QuizPage | None:
    """A live quiz about a right in the language of its page, best for the age step; with what a link to it needs."""
    return next(iter(_quiz_about(step).run(locale=right.locale_id, topic=right.topic_id)), None)


def _best_for(step: int) -> Case:
    return Case(When(step=step, then=0), default=1)


@cache
def _quiz_about(step: int) -> Compiled:
    about = QuizPage.objects.live().filter(locale_id=ANOTHER_KEY, topics=ANY_KEY)
    best = about.order_by(_best_for(step), "path").only(*OF_A_LINK)[:1]
    return Compiled(best, {"topic": ANY_KEY, "locale": ANOTHER_KEY})


def _number(asked: str, most: int) -> int | None:
    """A number from one to the most, as it stands in an address."""
    return int(asked) if asked in {str(number) for number in range(1, most + 1)} else None
