"""Pages."""

from django.db import models
from django.db.models import Exists
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from reports.models import PublicSnapshot

from .previews import ShownOnPhones

PLAIN_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]
"""What an editor may use in running text; no raw HTML, no embeds."""

ABOVE = "../"
"""The address of the list in which a page stands, also where the page is shown in the tree of another language."""

OF_A_LINK = ("title", "url_path", "locale")
"""What a link to a page needs of it. To build all the columns of one takes most of the time of a statement."""

LISTS = {
    "rights": "rightspage",
    "stories": "storiespage",
    "quizzes": "quizzespage",
    "polls": "pollspage",
    "news": "newsindexpage",
    "policies": "policiespage",
    "about": "aboutpage",
    "packs": "packspage",
    "asks": "askspage",
    "guides": "sessionguidespage",
}
"""What the first page leads to: the name in its template, and the model of the list."""


class HomePage(ShownOnPhones, Page):
    """The first page of a language tree: what the portal is, and the way to help."""

    welcome = models.CharField(_("welcome"), max_length=160, blank=True)
    body = RichTextField(_("text"), features=PLAIN_FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("welcome"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "content.RightsPage",
        "content.StoriesPage",
        "content.QuizzesPage",
        "content.PollsPage",
        "content.NewsIndexPage",
        "content.PoliciesPage",
        "content.AboutPage",
        "content.PacksPage",
        "content.AsksPage",
        "content.SessionGuidesPage",
    ]
    template = "content/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """The lists in this language to which the first page leads, each of them once there is one."""
        context = super().get_context(request, *args, **kwargs)
        lists = self.get_children().live().filter(content_type__model__in=LISTS.values())
        lists = lists.annotate(has_figures=Exists(PublicSnapshot.objects.filter(communes__gt=0)))
        ways = {page.cached_content_type.model: page for page in lists}
        return {
            **context,
            **{name: ways.get(model) for name, model in LISTS.items()},
            "has_figures": any(page.has_figures for page in ways.values()),
        }
