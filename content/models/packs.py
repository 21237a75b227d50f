"""Reading packs: pages that editors put together, so that a reader saves them at once and reads without internet."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from protection.models import HelpLine

from .findable import Findable
from .leaves import NumberedLeaf, numbered_leaf
from .native_editor import NeedsNativeEditor
from .pages import ABOVE
from .previews import ShownOnPhones
from .quizzes import QuizPage
from .rights import AgeStep

MOST = 40
"""Pages of a pack: more is no handful for a telephone."""

AT_ONCE = 12
"""Packs of a leaf of their list."""


KINDS = {"rightpage": "rights", "storypage": "stories", "quizpage": "quizzes"}
"""Pages that readers see counted by their kind; whatever else is in a pack is one of the ``others``."""


def holds(models: Iterable[str]) -> Counter[str]:
    """How much of each kind there is among pages, of which the names of the models are given."""
    return Counter(KINDS.get(model, "others") for model in models)


@dataclass(frozen=True, slots=True)
class Text:
    """One page of a pack, with everything that a telephone keeps of it; the first address is the one to read."""

    page: Page
    addresses: list[str]

    @property
    def address(self) -> str:
        return self.addresses[0]


class PacksPage(ShownOnPhones, Page):
    """The list of the reading packs, and of what the reader saved."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.PackPage"]
    max_count_per_parent = 1
    template = "content/packs_page.html"

    class Meta:
        verbose_name = _("list of reading packs")
        verbose_name_plural = _("lists of reading packs")

    def leaf(self, request: HttpRequest) -> NumberedLeaf:
        """Live packs, the youngest readers first, each with what it ``holds`` that can be read today."""
        leaf = numbered_leaf(request, PackPage.objects.child_of(self).live().order_by("step", "path"), AT_ONCE)
        chosen = {pack.pk: pack.chosen() for pack in leaf.pages}
        every = {pk for keys in chosen.values() for pk in keys}
        live = dict(Page.objects.live().public().filter(pk__in=every).values_list("pk", "content_type__model"))
        for pack in leaf.pages:
            pack.holds = holds(live[pk] for pk in set(chosen[pack.pk]) if pk in live)
        return leaf

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context, leaf = super().get_context(request, *args, **kwargs), self.leaf(request)
        packs = [pack for pack in leaf.pages if pack.holds]
        return {**context, "leaf": leaf, "packs": packs, "checked_on": checked_on()}


class PackPage(NeedsNativeEditor, Findable, ShownOnPhones, Page):
    """A pack for one age step and one language: what is in it is for editors to choose."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)
    step = models.PositiveSmallIntegerField(_("age step"), choices=AgeStep, default=AgeStep.ELEVEN)
    pages = StreamField(
        [("page", PageChooserBlock(label=_("page")))],
        max_num=MOST,
        verbose_name=_("pages"),
        help_text=_("In the order of reading. The way to help is always in a pack."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("step"),
        FieldPanel("pages"),
        MultiFieldPanel([FieldPanel("needs_native_editor", read_only=True)], heading=_("For editors")),
    ]
    search_fields = [*Findable.search_fields, index.SearchField("lead")]
    parent_page_types = ["content.PacksPage"]
    subpage_types: list[str] = []
    template = "content/pack_page.html"

    class Meta:
        verbose_name = _("reading pack")
        verbose_name_plural = _("reading packs")

    def chosen(self) -> list[int]:
        """The keys of the pages that editors chose, in their order, whatever became of them."""
        return [each["value"] for each in self.pages.raw_data if each["value"]]

    def texts(self) -> Iterator[Text]:
        """What can be read today: pages that are live and open to everybody."""
        keys = self.chosen()
        pages = {page.pk: page for page in Page.objects.live().public().filter(pk__in=keys)}
        quizzes = [pk for pk, page in pages.items() if issubclass(page.specific_class or Page, QuizPage)]
        pages |= QuizPage.objects.in_bulk(quizzes)  # whose addresses follow from their questions
        step = AgeStep(self.step)
        for pk in dict.fromkeys(keys):
            if page := pages.get(pk):
                keep = getattr(page.specific_class, "addresses_to_keep", None)
                yield Text(page, keep(page, step) if keep else [page.url])

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        texts = list(self.texts())
        return {
            **super().get_context(request, *args, **kwargs),
            "texts": texts,
            "number": len(texts),
            "holds": holds(text.page.cached_content_type.model for text in texts),
            "checked_on": checked_on(),
            "above": ABOVE,
        }


def checked_on() -> date | None:
    """The day since when every number on the help page has been called: the oldest of the test calls."""
    return HelpLine.objects.public().aggregate(day=models.Min("verified_on"))["day"]
