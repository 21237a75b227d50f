"""The rights library as it is shipped: pages about the articles in both languages, made from files all can read."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from participation.models import Topic

from .models import AgeStep, RightPage, RightsPage
from .shipping import article_topics, lists_under_home, publish, told_in
from .word_list import note_words

ARTICLES = Path(settings.BASE_DIR) / "content" / "rights" / "articles"
LIBRARY = {
    "km": {"title": "សិទ្ធិរបស់ប្អូន", "lead": "សូមជ្រើសរូបមួយ។ ប្អូនអាចអានអំពីសិទ្ធិនោះ ហើយនិយាយអំពីវានៅក្លឹប។"},
    "en": {"title": "Your rights", "lead": "Choose a picture. Read about the right and talk about it in your club."},
}
SLUG = "rights"


def articles() -> Iterator[dict]:
    """What the files tell, article after article."""
    for _name, told in told_in(ARTICLES):
        yield told


@transaction.atomic
def make_rights_library() -> int:
    """Make the pages that were never made; the number of them. What editors changed or took down stays as it is."""
    topics, lists = article_topics(), lists_under_home(RightsPage, SLUG, LIBRARY)
    made = 0
    for told in articles():
        first: RightPage | None = None
        for library in lists.values():
            page = RightPage.objects.filter(topic=topics[told["number"]], locale=library.locale).first()
            if page is None:
                page = _page(told, library.locale, topics)
                if first is not None:
                    page.translation_key = first.translation_key
                publish(page, library)
                made += 1
            elif not page.search_words:
                _give_search_words(page, told[library.locale.language_code].get("search_words", ""))
            first = first or page
    return made


def _give_search_words(page: RightPage, words: str) -> None:
    """To a page that has none, and to the draft an editor works on, so that publishing it does not lose them."""
    if not words:
        return
    page.search_words = words
    page.save(update_fields=["search_words"])
    note_words(page)
    draft = page.latest_revision
    if draft is not None and not draft.content.get("search_words"):
        draft.content["search_words"] = words
        draft.save(update_fields=["content"])


def _page(told: Mapping, locale: Locale, topics: Mapping[int, Topic]) -> RightPage:
    words = told[locale.language_code]
    texts = {
        f"{part}_{step.value}": words[f"step_{step.value}"][part].strip()
        for step in AgeStep
        for part in ("short", "more")
    }
    return RightPage(
        title=words["title"],
        slug=str(told["number"]),
        locale=locale,
        topic=topics[told["number"]],
        questions=[("question", question) for question in words["questions"]],
        related=[topics[number] for number in told["related"]],
        may_need_help=told["help"],
        has_quick_exit=told["exit"],
        search_words=words.get("search_words", ""),
        needs_native_editor=locale.language_code == "km",
        **texts,
    )
