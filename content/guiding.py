"""The session guides as they are shipped, made from files all can read; and the way to them from topics at the desk."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from participation.extras import Guides
from participation.models import Topic

from .models import SessionGuidePage, SessionGuidesPage
from .neighbourhood import closed_to_strangers
from .shipping import lists_under_home, make_each_once, told_in

FOLDER = Path(settings.BASE_DIR) / "content" / "guides"
LISTS = {
    "km": {
        "title": "មគ្គុទ្ទេសក៍សម្រាប់ការប្រជុំ",
        "lead": "សម្រាប់អ្នកសម្របសម្រួល៖ របៀបដឹកនាំការប្រជុំរបស់ក្លឹប មួយជំហានម្តងៗ។",
    },
    "en": {"title": "Session guides", "lead": "For facilitators: how to lead a meeting of the club, step by step."},
}
SLUG = "session-guides"
NAMESPACE = uuid.UUID("a3f4c6de-24c7-4f6f-8a55-3f0f8d6b1e07")
"""A guide is known by its file, whatever editors make of its title, its address or its place."""


def shipped() -> Iterator[tuple[str, dict]]:
    """The name of each file and what it tells."""
    return told_in(FOLDER)


@transaction.atomic
def make_session_guides() -> int:
    """Make the guides that were never made; the number of them. What editors changed or took down stays as it is."""
    topics, lists = _topics(), lists_under_home(SessionGuidesPage, SLUG, LISTS)
    return make_each_once(shipped(), lists, NAMESPACE, partial(_page, topics=topics))


def guides_about(topics: Collection[int]) -> Guides:
    """Title and address of the live guides about each topic, in the language of the page: two queries."""
    language = (get_language() or "km")[:2]
    named = SessionGuidePage.topics.through.objects.filter(
        topic__in=topics, sessionguidepage__live=True, sessionguidepage__locale__language_code=language
    )
    pairs = list(named.order_by("sessionguidepage__path").values_list("topic_id", "sessionguidepage_id"))
    readable = SessionGuidePage.objects.exclude(closed_to_strangers()).select_related("locale")
    pages = readable.only("title", "url_path", "locale__language_code").in_bulk({page for _, page in pairs})
    found: Guides = {}
    for topic, page in pairs:
        if page in pages:
            found.setdefault(topic, []).append((pages[page].title, pages[page].url))
    return found


def _topics() -> dict[int | str, Topic]:
    """Articles by their number, activities by their code."""
    return {topic.number or topic.code: topic for topic in Topic.objects.all()}


def _page(name: str, told: Mapping, language: str, topics: Mapping[int | str, Topic]) -> SessionGuidePage:
    words = told[language]
    return SessionGuidePage(
        title=words["title"],
        slug=name,
        lead=words["lead"],
        age=told["age"],
        topics=[topics[each] for each in (*told["articles"], *told["activities"]) if each in topics],
        preparation=words["preparation"].strip(),
        steps=[("step", _step(step, minutes)) for step, minutes in zip(words["steps"], told["minutes"], strict=True)],
        safety=words["safety"].strip(),
        search_words=words.get("search_words", ""),
        needs_native_editor=language == "km",
    )


def _step(told: Mapping, minutes: int) -> dict:
    return {
        "title": told["title"],
        "minutes": minutes,
        "text": told["text"].strip(),
        "materials": told.get("materials", ""),
    }
