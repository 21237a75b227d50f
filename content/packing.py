"""The reading packs as they are shipped: made of rights, stories and quizzes by files all can read."""

import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page

from .models import PackPage, PacksPage, QuizPage, RightPage, StoryPage
from .shipping import lists_under_home, make_once, told_in

FOLDER = Path(settings.BASE_DIR) / "content" / "packs"
LISTS = {
    "km": {"title": "អានដោយគ្មានអ៊ីនធឺណិត", "lead": "សូមរក្សាទុកកញ្ចប់អានមួយ។ ពេលគ្មានអ៊ីនធឺណិត ប្អូននៅតែអាចអានបាន។"},
    "en": {"title": "Read without internet", "lead": "Save a reading pack. You can read it when there is no internet."},
}
SLUG = "packs"
NAMESPACE = uuid.UUID("b7a1d1c4-3f0e-4e0c-8f0a-6f4f5a2d9c11")
"""A pack is known by its file, whatever editors make of its title, its address or its place."""


def shipped() -> Iterator[tuple[str, dict]]:
    """The name of each file and what it tells."""
    return told_in(FOLDER)


@transaction.atomic
def make_packs() -> int:
    """Make the packs that were never made; the number of them. What editors changed or took down stays as it is."""
    lists = lists_under_home(PacksPage, SLUG, LISTS)
    made = 0
    for name, told in shipped():
        key = uuid.uuid5(NAMESPACE, name)
        for language, parent in lists.items():
            made += make_once(_page(name, told, language, parent.locale), key, parent)
    return made


def _page(name: str, told: Mapping, language: str, locale: Locale) -> PackPage:
    pages = (
        *_rights(told["articles"], locale),
        *_named(StoryPage, told["stories"], locale),
        *_named(QuizPage, told["quizzes"], locale),
    )
    return PackPage(
        title=told[language]["title"],
        slug=name,
        lead=told[language]["lead"],
        step=told["step"],
        pages=[("page", page) for page in pages],
        needs_native_editor=language == "km",
    )


def _rights(numbers: list[int], locale: Locale) -> list[RightPage]:
    """The pages about the articles that exist in a language, in the order of the file."""
    pages = RightPage.objects.filter(locale=locale, topic__number__in=numbers).select_related("topic")
    return sorted(pages, key=lambda page: numbers.index(page.topic.number))


def _named[P: Page](model: type[P], names: list[str], locale: Locale) -> list[P]:
    """The pages with these names in a language, in the order of the file."""
    return sorted(model.objects.filter(locale=locale, slug__in=names), key=lambda page: names.index(page.slug))
