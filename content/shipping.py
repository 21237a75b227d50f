"""What the makers of shipped pages share: the files, the lists under the home pages, and the articles."""

import tomllib
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from django.db import transaction
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from khmertext.search_index import indexed_once
from participation.models import Topic

from .models import HomePage


def told_in(folder: Path) -> Iterator[tuple[str, dict]]:
    """The name of each file and what it tells."""
    for path in sorted(folder.glob("*.toml")):
        yield path.stem, tomllib.loads(path.read_text("utf-8"))


def article_topics() -> dict[int, Topic]:
    """The articles of the Convention by their number."""
    return {topic.number: topic for topic in Topic.objects.filter(type=Topic.Type.ARTICLE)}


def lists_under_home[P: Page](model: type[P], slug: str, words: Mapping[str, Mapping[str, str]]) -> dict[str, P]:
    """The one list of this kind under each home page, made where it was never made; translations of each other."""
    lists: dict[str, P] = {}
    for home in HomePage.objects.filter(locale__language_code__in=words).select_related("locale"):
        page = model.objects.filter(locale=home.locale).first()
        if page is None:
            language = home.locale.language_code
            page = model(slug=slug, locale=home.locale, **words[language])
            other = model.objects.exclude(locale=home.locale).first()
            if other is not None:
                page.translation_key = other.translation_key
            publish(page, home)
        lists[home.locale.language_code] = page
    return {language: lists[language] for language in words if language in lists}


def make_once(page: Page, key: uuid.UUID, parent: Page) -> int:
    """Publish a page that was never made in the language of its parent, known by its key in all; how many were made."""
    if type(page).objects.filter(translation_key=key, locale=parent.locale).exists():
        return 0
    page.translation_key, page.locale = key, parent.locale
    publish(page, parent)
    return 1


def make_each_once(
    files: Iterable[tuple[str, dict]],
    lists: Mapping[str, Page],
    namespace: uuid.UUID,
    page_of: Callable[[str, dict, str], Page],
) -> int:
    """A page in each language for each file that was never made; the number of pages. What editors did with one stays.

    A page is known by the name of its file within ``namespace``, whatever becomes of its title, address or place.
    """
    made = 0
    for name, told in files:
        key = uuid.uuid5(namespace, name)
        for language, parent in lists.items():
            made += make_once(page_of(name, told, language), key, parent)
    return made


@transaction.atomic
def publish(page: Page, parent: Page) -> None:
    """A new page, with a first revision as an editor's has one.

    Wagtail saves it three times for that; what is kept beside a page (search, references) is written once.
    """
    with indexed_once():
        with disable_reference_index_auto_update():
            parent.add_child(instance=page)
            revision = page.save_revision(clean=False)
        revision.publish()
