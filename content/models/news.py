"""News of the programme: short, dated, without anybody's name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager

from .native_editor import NeedsNativeEditor
from .previews import ShownOnPhones
from .reading import DatedList, Reading, ReadingQuerySet


class NewsIndexPage(DatedList, ShownOnPhones, Page):
    """The list of all news, the newest first."""

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.NewsPage"]
    max_count_per_parent = 1
    template = "content/news_index_page.html"

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def listed(self) -> ReadingQuerySet:
        return NewsPage.objects.child_of(self).live().with_first_article()


class NewsPage(NeedsNativeEditor, Reading, ShownOnPhones, Page):
    """What happened, or what will."""

    objects = PageManager.from_queryset(ReadingQuerySet)()

    content_panels = Reading.panels_of()
    search_fields = Reading.search_fields
    parent_page_types = ["content.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "content/news_page.html"

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["told_on", "page_ptr"], name="news_by_day")]
