"""Polls: a question, a few answers, and how often each was given. Who gave them is known to nobody."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BooleanField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from participation.models import Topic

from .addresses import PageForm
from .findable import Findable
from .native_editor import NeedsNativeEditor
from .pages import ABOVE
from .previews import ShownOnPhones
from .reading import DatedList, DatedPageQuerySet
from .rights import AboutRights, step_of

FEWEST_ANSWERS, MOST_ANSWERS = 2, 5
SHOWN_FROM = 5
"""Votes from which on a result is shown: below that, a child could tell what a friend has answered."""

RESULT, THANKS = "result", "thanks"
"""What follows the address of a poll: its result, and the thanks after a vote. Neither is kept by any cache."""

DRAWINGS = [
    ("face-good", _("a glad face")),
    ("face-so-so", _("a face neither glad nor sad")),
    ("face-bad", _("a sad face")),
    ("groups", _("children together")),
    ("sun", _("the sun")),
    ("moon", _("the moon")),
    ("home", _("a house")),
    ("school", _("a school")),
    ("page", _("a page")),
    ("play", _("a game that begins")),
    ("people", _("two people")),
    ("edit", _("a pencil")),
    ("check", _("a tick")),
    ("cross", _("a cross")),
    ("question", _("a question mark")),
    ("clock", _("a clock")),
]


class PollAnswerBlock(StructBlock):
    """One answer, told by a word and a drawing. Votes hang on the answer itself, not on its words."""

    text = CharBlock(label=_("answer"), max_length=80)
    drawing = ChoiceBlock(label=_("drawing"), choices=DRAWINGS, required=False)

    class Meta:
        label = _("answer")


class PollCount(models.Model):
    """How often an answer was given. All that a vote leaves: no time, no address, nobody.

    The translations of a poll are one poll, so the keys are those that they share; they outlive an answer that was
    taken out and may come back.
    """

    poll = models.UUIDField(_("poll"))
    answer = models.UUIDField(_("answer"))
    votes = models.PositiveIntegerField(_("votes"), default=0)

    class Meta:
        verbose_name = _("votes for an answer")
        verbose_name_plural = _("votes for answers")
        constraints = [models.UniqueConstraint(fields=["poll", "answer"], name="one_count_per_poll_and_answer")]

    def __str__(self) -> str:
        return f"{self.votes} votes"


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """An answer with its votes, out of all that count."""

    text: str
    drawing: str
    votes: int
    total: int

    @property
    def percent(self) -> int:
        return (200 * self.votes + self.total) // (2 * self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a poll so far."""

    answers: list[AnswerResult]
    total: int

    @property
    def is_shown(self) -> bool:
        return self.total >= SHOWN_FROM


class PollsPage(DatedList, ShownOnPhones, Page):
    """The list of all polls, the newest first."""

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.PollPage"]
    max_count_per_parent = 1
    template = "content/polls_page.html"

    class Meta:
        verbose_name = _("list of polls")
        verbose_name_plural = _("lists of polls")

    def listed(self) -> DatedPageQuerySet:
        return PollPage.objects.child_of(self).live()


class PollForm(PageForm):
    """Asks once more before an answer goes that was voted for."""

    removes_votes = BooleanField(
        label=_("Yes, take out answers that were voted for"),
        required=False,
        help_text=_("Their votes are no longer shown. They come back with the answer."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.instance.pk and "answers" in cleaned and not cleaned.get("removes_votes"):
            votes, kept = self.instance.votes(), {each.id for each in cleaned["answers"]}
            if any(votes.get(each.id) and each.id not in kept for each in self.instance.answers):
                missing = _(
                    "An answer that children voted for is missing. Bring it back, or say here that it shall go."
                )
                self.add_error("removes_votes", missing)
        return cleaned


class PollPage(AboutRights, NeedsNativeEditor, Findable, ShownOnPhones, Page):
    """One question. Its title asks it."""

    base_form_class = PollForm

    told_on = models.DateField(_("date"), default=timezone.localdate)
    closes_on = models.DateField(
        _("last day to vote"), null=True, blank=True, help_text=_("May stay empty: it stays open.")
    )
    answers = StreamField(
        [("answer", PollAnswerBlock())], min_num=FEWEST_ANSWERS, max_num=MOST_ANSWERS, verbose_name=_("answers")
    )
    topics = ParentalManyToManyField(
        Topic,
        blank=True,
        related_name="+",
        limit_choices_to={"type": Topic.Type.ARTICLE},
        verbose_name=_("articles"),
    )

    objects = PageManager.from_queryset(DatedPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("told_on"),
        FieldPanel("closes_on"),
        FieldPanel("answers"),
        FieldPanel("removes_votes"),
        FieldPanel("topics"),
        MultiFieldPanel([FieldPanel("needs_native_editor", read_only=True)], heading=_("For editors")),
    ]
    search_fields = [*Findable.search_fields, index.SearchField("answers")]
    parent_page_types = ["content.PollsPage"]
    subpage_types: list[str] = []
    template = "content/poll_page.html"

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        indexes = [models.Index(fields=["told_on", "page_ptr"], name="polls_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__isnull=True) | models.Q(closes_on__gte=models.F("told_on")),
                name="poll_closes_after_it_was_asked",
                violation_error_message=_("The last day cannot come before the first."),
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.closes_on and self.told_on and self.closes_on < self.told_on:
            raise ValidationError({"closes_on": _("The last day cannot come before the first.")})

    @property
    def is_closed(self) -> bool:
        return self.closed_on(timezone.localdate())

    def closed_on(self, day: date) -> bool:
        return self.closes_on is not None and self.closes_on < day

    def votes(self) -> Mapping[str, int]:
        """Votes by the id of the answer; those of answers taken out are among them."""
        counts = PollCount.objects.filter(poll=self.translation_key).values_list("answer", "votes")
        return {str(answer): votes for answer, votes in counts}

    def result(self) -> Result:
        """The answers as they stand, with their votes."""
        votes = self.votes()
        total = sum(votes.get(each.id, 0) for each in self.answers)
        return Result(
            [
                AnswerResult(each.value["text"], each.value["drawing"], votes.get(each.id, 0), total)
                for each in self.answers
            ],
            total,
        )

    def has_answer(self, answer: uuid.UUID) -> bool:
        return str(answer) in {each.id for each in self.answers}

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """The question, or the result: of a closed poll at once, else where the address asks for it."""
        context = {**super().get_context(request, *args, **kwargs), "above": ABOVE}
        if self.is_closed or is_about_result(request):
            return {
                **context,
                "result": self.result(),
                "rights": self.rights(),
                "step": step_of(request),
                "thanks": THANKS in request.GET,
            }
        return context

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The question may be kept by every cache. The result by none: the next vote makes it another."""
        response = super().serve(request, *args, **kwargs)
        if is_about_result(request):
            add_never_cache_headers(response)
        return response


def is_about_result(request: HttpRequest) -> bool:
    return RESULT in request.GET or THANKS in request.GET
