"""The rights library: a list of the rights and a page for each article of the Convention, in each language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.queryset import FakeQuerySet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.compiled import ANOTHER_KEY, ANY_KEY, Compiled
from participation.models import Topic

from .clips import TextToHear, clips_for
from .findable import Findable
from .leaving import Leavable
from .native_editor import NeedsNativeEditor
from .pages import ABOVE, OF_A_LINK
from .previews import ShownOnPhones

AGE = "age"
"""The reader's choice in the address; nothing of it is kept."""

MOST_PROMISES = 10
"""Documents that a page about a right leads to; the way to all of them stands below."""

MOST_GUIDES = 6
"""Session guides to which it leads."""

FRAME = (Topic.Theme.BASICS, Topic.Theme.WORKING)
"""What frames the rights themselves and is shown after the six themes."""


class AgeStep(models.IntegerChoices):
    """The youngest of an age step."""

    SEVEN = 7, _("7–10 years")
    ELEVEN = 11, _("11–14 years")
    FIFTEEN = 15, _("15–17 years")


def step_of(request: HttpRequest) -> AgeStep:
    """The step that the reader chose, else the middle one."""
    asked = request.GET.get(AGE, "")
    return AgeStep(int(asked)) if asked in {str(value) for value in AgeStep.values} else AgeStep.ELEVEN


@dataclass(frozen=True, slots=True)
class ThemeOfRights:
    """A theme with its pages, in the order of the articles."""

    code: str
    name: str
    pages: list["RightPage"]


class RightsPage(ShownOnPhones, Page):
    """The list of all rights by theme."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.RightPage"]
    max_count_per_parent = 1
    template = "content/rights_page.html"

    class Meta:
        verbose_name = _("list of rights")
        verbose_name_plural = _("lists of rights")

    def themes(self) -> Iterator[ThemeOfRights]:
        """The six themes, then what frames them; a theme without a page is left out."""
        pages: dict[str, list[RightPage]] = {}
        for page in RightPage.objects.child_of(self).live().select_related("topic").order_by("topic__number"):
            pages.setdefault(page.topic.theme, []).append(page)
        order = [theme for theme in Topic.Theme if theme not in FRAME] + list(FRAME)
        for theme in order:
            if theme in pages:
                yield ThemeOfRights(theme.value, theme.label, pages[theme])

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "themes": list(self.themes()), "step": step_of(request), "packs": self.packs()}

    def packs(self) -> Page | None:
        """The list of reading packs in this language."""
        from .packs import PacksPage  # which holds pages about rights

        return PacksPage.objects.live().filter(locale_id=self.locale_id).first()


class RightPage(Leavable, NeedsNativeEditor, Findable, ShownOnPhones, Page):
    """One article, told three times: for 7–10, 11–14 and 15–17 years."""

    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"type": Topic.Type.ARTICLE},
        verbose_name=_("article"),
    )
    short_7 = models.TextField(_("short, 7–10 years"), max_length=300)
    more_7 = models.TextField(_("more, 7–10 years"), max_length=2000, blank=True)
    short_11 = models.TextField(_("short, 11–14 years"), max_length=300)
    more_11 = models.TextField(_("more, 11–14 years"), max_length=2000, blank=True)
    short_15 = models.TextField(_("short, 15–17 years"), max_length=300)
    more_15 = models.TextField(_("more, 15–17 years"), max_length=2000, blank=True)
    questions = StreamField(
        [("question", CharBlock(label=_("question"), max_length=200))],
        blank=True,
        verbose_name=_("to talk about in the club"),
    )
    related = ParentalManyToManyField(
        Topic,
        blank=True,
        related_name="+",
        limit_choices_to={"type": Topic.Type.ARTICLE},
        verbose_name=_("related rights"),
    )
    may_need_help = models.BooleanField(
        _("may need help"),
        default=False,
        help_text=_("Who reads this may need help now: the way to it stands in the text."),
    )
    has_quick_exit = models.BooleanField(
        _("has a quick exit"),
        default=False,
        help_text=_("For pages about violence: a button leaves the page at once, and its title says nothing."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("topic"),
        *(
            MultiFieldPanel([FieldPanel(f"short_{step.value}"), FieldPanel(f"more_{step.value}")], heading=step.label)
            for step in AgeStep
        ),
        FieldPanel("questions"),
        FieldPanel("related"),
        MultiFieldPanel(
            [
                FieldPanel("may_need_help"),
                FieldPanel("has_quick_exit"),
                FieldPanel("needs_native_editor", read_only=True),
            ],
            heading=_("For editors"),
        ),
    ]
    search_fields = [
        *Findable.search_fields,
        *(index.SearchField(f"{part}_{step.value}") for step in AgeStep for part in ("short", "more")),
    ]
    parent_page_types = ["content.RightsPage"]
    subpage_types: list[str] = []
    template = "content/right_page.html"

    class Meta:
        verbose_name = _("right")
        verbose_name_plural = _("rights")

    def clean(self) -> None:
        super().clean()
        others = RightPage.objects.filter(topic_id=self.topic_id, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.topic_id and others.exists():
            raise ValidationError({"topic": _("There is a page about this article already.")})

    @property
    def number(self) -> int:
        """The number of its article, by which its drawing is found."""
        return self.topic.number

    @property
    def pictogram(self) -> str:
        """The address of the drawing of this article."""
        return static(f"img/rights/{self.number:02}.svg")

    def told(self, step: AgeStep) -> tuple[str, str]:
        """The short text and the longer one, for an age step."""
        return getattr(self, f"short_{step.value}"), getattr(self, f"more_{step.value}")

    def texts_to_hear(self) -> list[TextToHear]:
        """The short text and the longer one for each age, which somebody may speak."""
        parts = [f"{length}_{step.value}" for step in AgeStep for length in ("short", "more")]
        texts = [TextToHear(part, self._meta.get_field(part).verbose_name, getattr(self, part)) for part in parts]
        return [each for each in texts if each.text]

    def addresses_to_keep(self, step: AgeStep) -> list[str]:
        """What a telephone keeps of this page for readers of an age."""
        return [f"{self.url}?{AGE}={step.value}"]

    def neighbours(self) -> list[Page]:
        """The pages about related rights in this language, in the order of the articles."""
        return pages_about(self, "related")

    def named_by(self) -> tuple[list[Page], list[Page]]:
        """The newest documents that name this article, one more than are shown, if any; and session guides about it."""
        found = list(_naming().run(locale=self.locale_id, topic=self.topic_id))
        promises = sorted((page for page in found if not page.is_guide), key=lambda page: (page.title, page.pk))
        promises.sort(key=lambda page: page.since or date.min, reverse=True)
        return promises, sorted((page for page in found if page.is_guide), key=lambda page: (page.title, page.pk))

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        step = step_of(request)
        short, more = self.told(step)
        promises, guides = self.named_by()
        clips = clips_for(self, {f"short_{step.value}": short, f"more_{step.value}": more})
        return {
            **context,
            "steps": list(AgeStep),
            "step": step,
            "short": short,
            "more": more,
            "clip": clips.get(f"short_{step.value}"),
            "longer_clip": clips.get(f"more_{step.value}"),
            "neighbours": self.neighbours(),
            "promises": promises[:MOST_PROMISES],
            "has_more_promises": len(promises) > MOST_PROMISES,
            "guides": guides,
            "above": ABOVE,
        }


@cache
def _naming() -> Compiled:
    """Both in one statement, each part bounded by itself however many there are."""
    live = Page.objects.live().filter(locale_id=ANOTHER_KEY)
    since = Coalesce("policypage__adopted_on", "policypage__valid_from")
    newest = live.filter(policypage__articles=ANY_KEY).order_by(since.desc(nulls_last=True), "title", "pk")
    guides = live.filter(sessionguidepage__topics=ANY_KEY).order_by("title", "pk")
    bare = Page.objects.order_by().only(*OF_A_LINK)
    promises = bare.filter(pk__in=newest.values("pk")[: MOST_PROMISES + 1])
    no_day = Value(None, output_field=models.DateField())
    rows = promises.annotate(since=since, is_guide=Value(0)).union(
        bare.filter(pk__in=guides.values("pk")[:MOST_GUIDES]).annotate(since=no_day, is_guide=Value(1)), all=True
    )
    return Compiled(rows, {"topic": ANY_KEY, "locale": ANOTHER_KEY})


def pages_about(page: Page, articles_field: str) -> list[Page]:
    """The live pages about the articles that a page names, in its language and in the order of the articles.

    Each with the ``number`` of its article and ``has_quick_exit``, and else with what a link needs: their texts would
    be read for nothing. One statement; in a preview the articles are those of the draft.
    """
    named = getattr(page, articles_field).get_queryset()
    if isinstance(named, FakeQuerySet):
        return list(_about([each.pk for each in named], page.locale_id))
    return list(_pages_about(type(page), articles_field).run(page=page.pk, locale=page.locale_id))


@cache
def _pages_about(model: type[Page], articles_field: str) -> Compiled:
    named = model._meta.get_field(articles_field).remote_field.through.objects
    named = named.filter(**{model._meta.model_name: ANY_KEY}).values("topic")
    return Compiled(_about(named, ANOTHER_KEY), {"page": ANY_KEY, "locale": ANOTHER_KEY})


def _about(articles: list[int] | QuerySet, locale_id: int) -> QuerySet:
    pages = Page.objects.live().filter(locale_id=locale_id, rightpage__topic__in=articles)
    pages = pages.annotate(number=F("rightpage__topic__number"), has_quick_exit=F("rightpage__has_quick_exit"))
    return pages.order_by("number").only(*OF_A_LINK)


class AboutRights(Leavable):
    """Stands before ``Page`` among the parents of a page that names articles.

    What is told or asked about an article whose page can be left at once can be left at once too.
    """

    articles_field = "topics"
    """Where the page names them."""

    @cached_property
    def _rights(self) -> list[Page]:
        return pages_about(self, self.articles_field)

    def rights(self) -> list[Page]:
        """The pages about its articles in this language, in the order of the articles."""
        return self._rights

    @property
    def has_quick_exit(self) -> bool:
        return any(right.has_quick_exit for right in self.rights())


def first_article_of(model: type[Page]) -> Subquery:
    """The number of the first article that a page names, whose drawing stands for it; ``None`` for a page of another
    type."""
    named = model.topics.through.objects.filter(
        **{model._meta.model_name: OuterRef("pk")}, topic__type=Topic.Type.ARTICLE
    )
    return Subquery(named.order_by("topic__number").values("topic__number")[:1])
