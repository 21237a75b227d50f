"""The public board of asks: "you said, we did", as far as somebody released it."""

from urllib.parse import urlencode

from django.db import models
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from accounts.scoping import ScopedQuerySet
from khmertext.languages import in_language
from participation.models import Ask, AskAnswer, Topic
from places.codes import code_range

from .previews import ShownOnPhones

SHOWN = (Ask.Status.SENT, Ask.Status.ANSWERED, Ask.Status.TOLD, Ask.Status.CLOSED)
"""What a reader may see; an ask that is withdrawn leaves the board by itself."""

POSTER = "poster"


class AskReleaseQuerySet(ScopedQuerySet):
    def shown(self) -> "AskReleaseQuerySet":
        return self.filter(ask__status__in=SHOWN)

    def with_answer(self) -> "AskReleaseQuerySet":
        """Adds ``answer``, the kind of the newest confirmed answer, and what a row of the board shows."""
        answers = AskAnswer.objects.confirmed().filter(ask=OuterRef("ask_id"))
        newest = answers.order_by("-answered_on", "-recorded_at", "-pk").values("kind")[:1]
        return self.annotate(answer=Subquery(newest)).select_related("ask__body", "topic")

    def within(self, area_id: str) -> "AskReleaseQuerySet":
        low, high = code_range(area_id)
        return self.filter(ask__area_id__gte=low, ask__area_id__lt=high)


class AskRelease(models.Model):
    """An ask as everybody may read it: words of its own, in both languages, and the right that it is about.

    Neither the group nor any day of a meeting is part of it. Taken back, the row goes; the journal keeps that it was.
    """

    ask = models.OneToOneField("participation.Ask", on_delete=models.CASCADE, related_name="+")
    text_km = models.CharField(_("what children ask for, in Khmer"), max_length=300)
    text_en = models.CharField(_("what children ask for, in English"), max_length=300)
    answer_km = models.CharField(_("what was answered, in Khmer"), max_length=300, blank=True)
    answer_en = models.CharField(_("what was answered, in English"), max_length=300, blank=True)
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"type": Topic.Type.ARTICLE},
        verbose_name=_("right"),
    )
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AskReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("released ask")
        verbose_name_plural = _("released asks")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_km="", answer_en="") | ~models.Q(answer_km="") & ~models.Q(answer_en=""),
                name="public_answer_is_told_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return f"release of {self.ask_id}"

    @property
    def text(self) -> str:
        return in_language(self, "text")

    @property
    def answer_words(self) -> str:
        return in_language(self, "answer")


class AsksPageQuerySet(PageQuerySet):
    def address(self, request: HttpRequest, **asked: str) -> str:
        """Where the board in the reader's language stands, narrowed to what is asked; empty where there is none."""
        board = self.live().filter(locale__language_code=get_language()).first()
        return f"{board.get_url(request)}?{urlencode(asked)}" if board else ""


class AsksPage(ShownOnPhones, Page):
    """The public board: by commune, what children asked for and what adults answered."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)

    objects = PageManager.from_queryset(AsksPageQuerySet)()

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "content/asking/board.html"

    class Meta:
        verbose_name = _("board of asks")
        verbose_name_plural = _("boards of asks")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """The reader's choice stands in the address, so every choice is an answer that a cache may keep."""
        from ..asking.board import board_for  # which reads these models

        return {**super().get_context(request, *args, **kwargs), "board": board_for(request)}

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        if request.GET.get("kind") == POSTER:
            return "content/asking/poster.html"
        return super().get_template(request, *args, **kwargs)

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if request.GET.get("kind") == POSTER:
            response.headers["X-Robots-Tag"] = "noindex"
        return response
