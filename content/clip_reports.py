"""Which texts are spoken, and which still wait for a voice."""

from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Page

from .models import Clip, NewsPage, RightPage, StoryPage
from .models.clips import TextToHear

BEST_FIRST = (Clip.Status.PUBLIC, Clip.Status.WAITING, Clip.Status.TEXT_CHANGED, Clip.Status.REFUSED)
"""Of several clips of a text the one that matters most. Withdrawn and ended ones leave the text without a voice."""


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A text with the clip that matters most."""

    text: TextToHear
    clip: Clip | None
    status: Clip.Status | None


@dataclass(frozen=True, slots=True)
class SpokenPage:
    page: Page
    texts: list[SpokenText]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The report of one language."""

    rights: list[SpokenPage]
    stories: list[SpokenPage]
    news: list[SpokenPage]

    @property
    def pages(self) -> list[SpokenPage]:
        return [*self.rights, *self.stories, *self.news]

    @property
    def number(self) -> int:
        return sum(len(each.texts) for each in self.pages)

    @property
    def heard(self) -> int:
        return sum(each.status == Clip.Status.PUBLIC for page in self.pages for each in page.texts)

    @property
    def to_do(self) -> list[tuple[Page, SpokenText]]:
        """What waits for a second person, or for another look because the text has changed."""
        waiting = (Clip.Status.WAITING, Clip.Status.TEXT_CHANGED)
        return [(page.page, each) for page in self.pages for each in page.texts if each.status in waiting]


def spoken(language: str) -> Spoken:
    """The rights in the order of the articles, then stories and news, the newest first."""
    clips: dict[tuple[int, str], list[Clip]] = {}
    for clip in Clip.objects.filter(page__locale__language_code=language).order_by("-pk"):
        clips.setdefault((clip.page_id, clip.part), []).append(clip)

    def told(pages: QuerySet) -> list[SpokenPage]:
        return [
            SpokenPage(page, [_best(text, clips.get((page.pk, text.part), [])) for text in page.texts_to_hear()])
            for page in pages.filter(locale__language_code=language, alias_of=None)
        ]

    return Spoken(
        told(RightPage.objects.select_related("topic").order_by("topic__number")),
        told(StoryPage.objects.order_by("-told_on", "-pk")),
        told(NewsPage.objects.order_by("-told_on", "-pk")),
    )


def _best(text: TextToHear, clips: list[Clip]) -> SpokenText:
    stated = [(clip.status(text.text), clip) for clip in clips]
    for status in BEST_FIRST:
        for stands, clip in stated:
            if stands == status:
                return SpokenText(text, clip, status)
    return SpokenText(text, None, None)
