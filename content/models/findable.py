"""What search needs beside the text: words that readers use, the list of all words, and what stands first."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page
from wagtail.search import index

from khmertext.folding import fold

LONGEST_WORD = 60


class Findable(models.Model):
    """Stands before ``Page`` among the parents of a page that is found by words that do not stand in its text."""

    search_words = models.TextField(
        _("words for search"),
        max_length=500,
        blank=True,
        help_text=_("Words that readers type and the text does not use, with common misspellings. Never shown."),
    )

    promote_panels = [*Page.promote_panels, FieldPanel("search_words")]
    search_fields = [*Page.search_fields, index.SearchField("search_words")]

    class Meta:
        abstract = True

    @classmethod
    def search_group_in(cls, locale_id: int) -> str:
        """Where the index of search has the pages of this kind and of a language together."""
        return f"{cls._meta.label_lower} {locale_id}"

    def search_group(self) -> str:
        return self.search_group_in(self.locale_id)


class KnownWord(models.Model):
    """A word of a published page: what a misspelt one may have meant. What readers type is kept nowhere."""

    language = models.CharField(_("language"), max_length=12)
    key = models.CharField(_("folded"), max_length=LONGEST_WORD)
    word = models.CharField(_("word"), max_length=LONGEST_WORD)

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        constraints = [
            models.UniqueConstraint(fields=["language", "key"], name="one_known_word_of_a_spelling_and_language")
        ]

    def __str__(self) -> str:
        return self.word


class PromotedPageQuerySet(models.QuerySet):
    def about(self, words: str) -> Self:
        """Those for exactly these words, however they are spaced or written."""
        return self.filter(key=fold(words)[:LONGEST_WORD])


class PromotedPage(models.Model):
    """A page that stands first when readers look for a word. Written by editors; queries of readers are not kept."""

    word = models.CharField(
        _("word"), max_length=LONGEST_WORD, help_text=_("What readers type: a word, or a few. One line for each.")
    )
    key = models.CharField(max_length=LONGEST_WORD, editable=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    objects = PromotedPageQuerySet.as_manager()

    panels = [FieldPanel("word"), PageChooserPanel("page")]

    class Meta:
        verbose_name = _("page that stands first in search")
        verbose_name_plural = _("pages that stand first in search")
        constraints = [models.UniqueConstraint(fields=["key", "page"], name="a_page_is_promoted_once_for_a_word")]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        self.key = fold(self.word)[:LONGEST_WORD]
        if not self.key:
            raise ValidationError({"word": _("Write a word.")})
        others = PromotedPage.objects.filter(key=self.key, page_id=self.page_id).exclude(pk=self.pk)
        if self.page_id and others.exists():
            raise ValidationError({"word": _("This page stands first for this word already.")})
