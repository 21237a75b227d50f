"""Stories about the life of clubs, for children."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager

from .native_editor import NeedsNativeEditor
from .previews import ShownOnPhones
from .reading import DatedList, Reading, ReadingQuerySet
from .rights import AgeStep


class StoriesPage(DatedList, ShownOnPhones, Page):
    """The list of all stories, the newest first."""

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.StoryPage"]
    max_count_per_parent = 1
    template = "content/stories_page.html"

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")

    def listed(self) -> ReadingQuerySet:
        return StoryPage.objects.child_of(self).live().with_first_article()


class StoryPage(NeedsNativeEditor, Reading, ShownOnPhones, Page):
    """A story in a few short passages, for children of one age or of all."""

    step = models.PositiveSmallIntegerField(
        _("age step"), choices=AgeStep, null=True, blank=True, help_text=_("May stay empty: for all ages.")
    )

    objects = PageManager.from_queryset(ReadingQuerySet)()

    content_panels = Reading.panels_of(FieldPanel("step"))
    search_fields = Reading.search_fields
    parent_page_types = ["content.StoriesPage"]
    subpage_types: list[str] = []
    template = "content/story_page.html"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [models.Index(fields=["told_on", "page_ptr"], name="stories_by_day")]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """From a story for an age the way leads to the rights as they are told for that age."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "step": AgeStep(self.step)} if self.step else context
