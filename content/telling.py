"""Stories, news and the page about us as they are shipped: pages in both languages, made from files all can read."""

import uuid
from collections.abc import Mapping
from html import escape
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from participation.models import Topic

from .models import AboutPage, HomePage, NewsIndexPage, NewsPage, StoriesPage, StoryPage
from .shipping import article_topics, lists_under_home, make_once, told_in

FOLDER = Path(settings.BASE_DIR) / "content"
STORIES = {
    "km": {"title": "រឿង", "lead": "រឿងខ្លីៗអំពីជីវិតនៅក្លឹប។ ប្អូនអាចអានម្នាក់ឯង ឬអានជាមួយមិត្ត។"},
    "en": {"title": "Stories", "lead": "Short stories about the life of clubs. Read alone or with your friends."},
}
NEWS = {
    "km": {"title": "ព័ត៌មាន", "lead": "អ្វីដែលថ្មី និងអ្វីដែលនឹងមក។"},
    "en": {"title": "News", "lead": "What is new, and what comes."},
}
NAMESPACE = uuid.UUID("0f3d4a52-8a5a-4d0e-b3a1-5d9a40f1c7e6")
"""A page is known by its folder and its file, whatever editors make of its title, its address or its place."""


@transaction.atomic
def make_stories() -> int:
    """Make the stories that were never made; the number of them. What editors changed or took down stays as it is."""
    return _make_readings("stories", StoryPage, lists_under_home(StoriesPage, "stories", STORIES))


@transaction.atomic
def make_news() -> int:
    """The same for news."""
    return _make_readings("news", NewsPage, lists_under_home(NewsIndexPage, "news", NEWS))


@transaction.atomic
def make_about() -> int:
    """The page about us under each home page, where it was never made."""
    homes = HomePage.objects.filter(depth=2).select_related("locale")
    parents = {home.locale.language_code: home for home in homes}
    made = 0
    for name, told in told_in(FOLDER / "about"):
        for language in told.keys() & parents.keys():
            page = AboutPage(**_words(name, told[language], language))
            made += make_once(page, _key("about", name), parents[language])
    return made


def _make_readings[P: Page](folder: str, model: type[P], lists: Mapping[str, Page]) -> int:
    topics, made = article_topics(), 0
    for name, told in told_in(FOLDER / folder):
        for language, parent in lists.items():
            made += make_once(model(**_reading(name, told, language, topics)), _key(folder, name), parent)
    return made


def _key(folder: str, name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{folder}/{name}")


def _reading(name: str, told: Mapping, language: str, topics: Mapping[int, Topic]) -> dict:
    step = {"step": told["step"]} if "step" in told else {}
    about = [topics[number] for number in told["articles"]]
    return {**_words(name, told[language], language), "told_on": told["told_on"], "topics": about, **step}


def _words(name: str, words: Mapping, language: str) -> dict:
    return {
        "title": words["title"],
        "slug": name,
        "lead": words["lead"],
        "body": [_passage(each) for each in words["passages"]],
        "needs_native_editor": language == "km",
    }


def _passage(told: Mapping) -> tuple[str, object]:
    """A passage of a file as a block of the editor."""
    if "quote" in told:
        return "quote", {"text": told["quote"], "by": told.get("by", "")}
    if "paragraph" in told:
        return "paragraph", f"<p>{escape(told['paragraph'], quote=False)}</p>"
    ((kind, value),) = told.items()
    return kind, value
