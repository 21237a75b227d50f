"""Pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

PLAIN_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]
"""What an editor may use in running text; no raw HTML, no embeds."""


class HomePage(Page):
    """The first page of a language tree: what the portal is, and the way to help."""

    welcome = models.CharField(_("welcome"), max_length=160, blank=True)
    body = RichTextField(_("text"), features=PLAIN_FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("welcome"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types: list[str] = []
    template = "content/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
