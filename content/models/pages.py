"""Pages."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from .previews import ShownOnPhones

PLAIN_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]
"""What an editor may use in running text; no raw HTML, no embeds."""

LISTS = {"rights": "rightspage", "quizzes": "quizzespage", "policies": "policiespage"}
"""What the first page leads to: the name in its template, and the model of the list."""


class HomePage(ShownOnPhones, Page):
    """The first page of a language tree: what the portal is, and the way to help."""

    welcome = models.CharField(_("welcome"), max_length=160, blank=True)
    body = RichTextField(_("text"), features=PLAIN_FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("welcome"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["content.RightsPage", "content.QuizzesPage", "content.PoliciesPage"]
    template = "content/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """The lists in this language to which the first page leads, each of them once there is one."""
        context = super().get_context(request, *args, **kwargs)
        lists = self.get_children().live().filter(content_type__model__in=LISTS.values())
        ways = {page.cached_content_type.model: page for page in lists}
        return {**context, **{name: ways.get(model) for name, model in LISTS.items()}}
