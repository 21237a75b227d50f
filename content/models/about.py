"""What the programme is, in plain words, with its figures."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from reports.models import PublicSnapshot

from .native_editor import NeedsNativeEditor
from .passages import passages
from .previews import ShownOnPhones


class AboutPage(NeedsNativeEditor, ShownOnPhones, Page):
    """Who we are. The figures come from the public snapshot, whatever the text says."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)
    body = StreamField(passages(), verbose_name=_("text"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("needs_native_editor", read_only=True)], heading=_("For editors")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "content/about_page.html"

    class Meta:
        verbose_name = _("page about the programme")
        verbose_name_plural = _("pages about the programme")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {**super().get_context(request, *args, **kwargs), "figures": PublicSnapshot.objects.newest()}
