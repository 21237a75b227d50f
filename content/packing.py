"""The reading packs as they are shipped: made of rights, stories and quizzes by files all can read."""

import uuid
from collections.abc import Iterator, Mapping
from itertools import pairwise
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
SHIPPED = ("title", "lead", "step", "pages")
"""What the maker gives a pack, and renews where nobody changed it."""


def shipped() -> Iterator[tuple[str, dict]]:
    """The name of each file and what it tells."""
    return told_in(FOLDER)


@transaction.atomic
def make_packs() -> int:
    """Make the packs that were never made, and renew those of which something else is shipped today; their number.

    What editors changed or took down stays as it is.
    """
    lists = lists_under_home(PacksPage, SLUG, LISTS)
    made = 0
    for name, told in shipped():
        key = uuid.uuid5(NAMESPACE, name)
        for language, parent in lists.items():
            page = _page(name, told, language, parent.locale)
            made += make_once(page, key, parent) or renew(page, key, parent.locale)
    return made


def renew(page: PackPage, key: uuid.UUID, locale: Locale) -> int:
    """Give a pack what is shipped today in each field that editors never changed; 1 if anything is new.

    It stays the same page, so that a telephone that saved the pack fetches what is new in it and nothing else. One that
    editors took down, or are at work on, waits.
    """
    pack = PackPage.objects.get(translation_key=key, locale=locale)
    if not pack.live or pack.has_unpublished_changes:
        return 0
    now, today, edited = _shipped(pack), _shipped(page), _edited(pack)
    stale = [field for field in SHIPPED if field not in edited and now[field] != today[field]]
    for field in stale:
        setattr(pack, field, getattr(page, field))
    if {"title", "lead"} & set(stale):
        pack.needs_native_editor = page.needs_native_editor
    if stale:
        pack.save_revision().publish()
    return len(stale[:1])


def _edited(pack: PackPage) -> set[str]:
    """The fields that somebody changed, by its revisions: the maker signs none. All, if its beginning is not there."""
    revisions = list(pack.revisions.order_by("created_at", "pk"))
    if not revisions or revisions[0].user_id or revisions[0].created_at > pack.first_published_at:
        return set(SHIPPED)
    states = [(each.user_id is not None, _shipped(each.as_object())) for each in revisions]
    steps = pairwise([*states, (True, _shipped(pack))])
    return {field for (_by, then), (is_edit, now) in steps if is_edit for field in SHIPPED if then[field] != now[field]}


def _shipped(pack: PackPage) -> dict[str, object]:
    return {**{field: getattr(pack, field) for field in SHIPPED}, "pages": pack.chosen()}


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
