"""Session guides: how a facilitator leads a meeting about a right or an activity, step by step."""

from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, IntegerBlock, StructBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from participation.models import Topic

from .findable import Findable
from .leaves import numbered_leaf
from .native_editor import NeedsNativeEditor
from .pages import ABOVE
from .previews import ShownOnPhones
from .rights import AboutRights, AgeStep, first_article_of, step_of

FEWEST, MOST = 2, 12
"""Steps of a session."""
LONGEST_STEP = 180
AT_ONCE = 24
"""Guides of a leaf of their list."""


class GuideStepBlock(StructBlock):
    """One step: what to do, how long it takes, and what is needed for it."""

    title = CharBlock(label=_("step"), max_length=120)
    minutes = IntegerBlock(label=_("minutes"), min_value=1, max_value=LONGEST_STEP)
    text = TextBlock(label=_("what to do"), max_length=1500)
    materials = CharBlock(label=_("what is needed"), required=False, max_length=200)

    class Meta:
        icon = "list-ol"
        label = _("step")


class SessionGuidePageQuerySet(PageQuerySet):
    def with_first_article(self) -> "SessionGuidePageQuerySet":
        """Adds ``first_article``, the number of the article whose drawing stands for the guide."""
        return self.annotate(first_article=first_article_of(self.model))


class SessionGuidesPage(ShownOnPhones, Page):
    """The list of all guides, leaf by leaf."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.SessionGuidePage"]
    max_count_per_parent = 1
    template = "content/session_guides_page.html"

    class Meta:
        verbose_name = _("list of session guides")
        verbose_name_plural = _("lists of session guides")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        guides = SessionGuidePage.objects.child_of(self).live().with_first_article().order_by("age", "path")
        leaf = numbered_leaf(request, guides, AT_ONCE)
        return {**super().get_context(request, *args, **kwargs), "leaf": leaf}


class SessionGuidePage(AboutRights, NeedsNativeEditor, Findable, ShownOnPhones, Page):
    """One session of a club or council, told to who leads it; everybody may read it."""

    lead = models.CharField(_("what it is for"), max_length=200)
    age = models.PositiveSmallIntegerField(_("youngest age step"), choices=AgeStep, default=AgeStep.ELEVEN)
    topics = ParentalManyToManyField(Topic, related_name="+", verbose_name=_("rights and activities"))
    preparation = models.TextField(_("before the session"), max_length=1500, blank=True)
    steps = StreamField([("step", GuideStepBlock())], min_num=FEWEST, max_num=MOST, verbose_name=_("steps"))
    safety = models.TextField(
        _("so that everybody is safe"),
        max_length=1000,
        blank=True,
        help_text=_("What not to ask, and what to do when a child tells of harm."),
    )

    objects = PageManager.from_queryset(SessionGuidePageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("age"),
        FieldPanel("topics"),
        FieldPanel("preparation"),
        FieldPanel("steps"),
        FieldPanel("safety"),
        MultiFieldPanel([FieldPanel("needs_native_editor", read_only=True)], heading=_("For editors")),
    ]
    search_fields = [
        *Findable.search_fields,
        *(index.SearchField(name) for name in ("lead", "preparation", "steps", "safety")),
    ]
    parent_page_types = ["content.SessionGuidesPage"]
    subpage_types: list[str] = []
    template = "content/session_guide_page.html"

    class Meta:
        verbose_name = _("session guide")
        verbose_name_plural = _("session guides")

    @property
    def pictogram(self) -> str:
        """The address of the drawing of the first article, of a guide read ``with_first_article``."""
        return static(f"img/rights/{self.first_article:02}.svg") if self.first_article else ""

    @property
    def minutes(self) -> int:
        """How long all steps take together."""
        return sum(each.value["minutes"] for each in self.steps)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {
            **super().get_context(request, *args, **kwargs),
            "rights": self.rights(),
            "step": step_of(request),
            "above": ABOVE,
        }
