"""What stories and news share: a text of a day, about rights, in a list that leads from the newest to the oldest."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from participation.models import Topic

from .clips import TextToHear, clips_for
from .findable import Findable
from .pages import ABOVE
from .passages import passages
from .rights import AboutRights, first_article_of, step_of

OLDER = "older"
"""Where in a list the reader is, in the address: the last page of the leaf before, by its day and its number."""
AT_ONCE = 8
"""Pages of a leaf."""

WHOLE = "whole"
"""The one part of a page that somebody may speak."""

PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})", re.ASCII)


class DatedPageQuerySet(PageQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-told_on", "-page_ptr_id")

    def older_than(self, day: date, number: int) -> Self:
        """What follows a page in this order, found by index however long the list is."""
        return self.filter(Q(told_on__lt=day) | Q(told_on=day, page_ptr_id__lt=number), told_on__lte=day)


class ReadingQuerySet(DatedPageQuerySet):
    def with_first_article(self) -> Self:
        """Adds ``first_article``, the number of the article whose drawing stands for the page."""
        return self.annotate(first_article=first_article_of(self.model))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a list: its pages, and the place from which the older ones follow."""

    pages: list[Page]
    older: str
    is_newest: bool


class DatedList(models.Model):
    """Stands before ``Page`` among the parents of a list of dated pages: short leaves, the newest first."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def listed(self) -> DatedPageQuerySet:
        """The pages of this list, each of them as its row shows it."""
        raise NotImplementedError

    def leaf(self, request: HttpRequest) -> Leaf:
        """What the address asks for; the newest leaf if it asks for what cannot be."""
        pages, place = self.listed().newest_first(), _place(request.GET.get(OLDER, ""))
        found = list((pages.older_than(*place) if place else pages)[: AT_ONCE + 1])
        last = found[AT_ONCE - 1] if len(found) > AT_ONCE else None
        return Leaf(found[:AT_ONCE], f"{last.told_on}.{last.pk}" if last else "", place is None)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {**super().get_context(request, *args, **kwargs), "leaf": self.leaf(request)}


class Reading(AboutRights, Findable):
    """Stands before ``Page`` among the parents of a page that is read from its first passage to its last."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)
    told_on = models.DateField(_("date"), default=timezone.localdate)
    body = StreamField(passages(), verbose_name=_("text"))
    topics = ParentalManyToManyField(
        Topic,
        blank=True,
        related_name="+",
        limit_choices_to={"type": Topic.Type.ARTICLE},
        verbose_name=_("articles"),
    )

    search_fields = [*Findable.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        abstract = True

    @staticmethod
    def panels_of(*more: Panel) -> list[Panel]:
        """The fields in the editor, with what only one kind of page has."""
        return [
            *Page.content_panels,
            FieldPanel("lead"),
            FieldPanel("told_on"),
            *more,
            FieldPanel("body"),
            FieldPanel("topics"),
            MultiFieldPanel([FieldPanel("needs_native_editor", read_only=True)], heading=_("For editors")),
        ]

    @property
    def pictogram(self) -> str:
        """The address of the drawing of the first article, of a page read ``with_first_article``."""
        return static(f"img/rights/{self.first_article:02}.svg") if self.first_article else ""

    def texts_to_hear(self) -> list[TextToHear]:
        """All of it, which somebody may speak at a stretch; what stands below a picture is left to readers."""
        told = [self.lead]
        for passage in self.body:
            if passage.block_type != "picture":
                told += passage.block.get_searchable_content(passage.value)
        text = "\n\n".join(each for each in told if each)
        return [TextToHear(WHOLE, _("all of it"), text)] if text else []

    def another(self) -> "Page | None":
        """The next older one of this language, else the newest."""
        others = type(self).objects.live().filter(locale_id=self.locale_id).exclude(pk=self.pk)
        others = others.with_first_article().newest_first()
        return others.older_than(self.told_on, self.pk).first() or others.first()

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "rights": self.rights(),
            "step": step_of(request),
            "another": self.another(),
            "clip": clips_for(self, {each.part: each.text for each in self.texts_to_hear()}).get(WHOLE),
            "above": ABOVE,
        }


def _place(asked: str) -> tuple[date, int] | None:
    """The day and the number in an address; none where it is no place."""
    found = PLACE.fullmatch(asked)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        return None
