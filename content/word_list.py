"""The words of the published pages of each language, and what a misspelt query may have meant."""

from collections.abc import Iterable, Iterator

from django.utils.html import strip_tags
from modelsearch.index import SearchField
from wagtail.models import Locale, Page
from wagtail.signals import page_published

from khmertext.endings import stem
from khmertext.folding import fold_spaced
from khmertext.questions import telling_words
from khmertext.spelling import nearest
from khmertext.words import words

from .models import Findable, KnownWord
from .models.findable import LONGEST_WORD

SHORTEST = 3
"""Letters; shorter words are too like each other to be guessed."""
MOST_KNOWN = 20_000
"""Words that are compared with a misspelt one; it keeps a search short however long the list grows."""
MOST_ASKED = 8


def words_of(page: Page) -> Iterator[str]:
    """The words that a reader may look for: of the texts, and each word or phrase for search as a whole."""
    for field in page.get_search_fields():
        if isinstance(field, SearchField):
            yield from words(strip_tags(_flat(field.get_value(page))))
    yield from (each.strip() for each in page.search_words.replace("\n", ",").split(",") if " " not in each.strip())


def _flat(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(map(_flat, value))
    return "" if value is None else str(value)


def note_words(page: Page) -> None:
    """Keep the words of a page that went live; those that are known already stay as they are."""
    found = {fold_spaced(word): word.casefold() for word in words_of(page)}
    language = page.locale.language_code
    KnownWord.objects.bulk_create(
        (
            KnownWord(language=language, key=key, word=word)
            for key, word in found.items()
            if SHORTEST <= len(key) <= LONGEST_WORD and len(word) <= LONGEST_WORD and not key.isdecimal()
        ),
        ignore_conflicts=True,
    )


def note_all_words() -> None:
    """For pages that were live before there was a list. Words that no live page has any more go."""
    KnownWord.objects.all().delete()
    for model in Page.__subclasses__():
        if issubclass(model, Findable):
            for page in model.objects.live().public().select_related("locale").iterator(chunk_size=200):
                note_words(page)


def meant(asked: str, locale: Locale) -> str | None:
    """The query with its unknown words exchanged for the nearest known ones; ``None`` where there is none."""
    whole, telling = fold_spaced(asked), telling_words(asked)[:MOST_ASKED]
    known = _known(locale, {len(word) for word in (whole, *telling)})
    if (found := nearest(whole, known)) is not None:
        return known[found]
    said = whole
    for word in telling:
        if not _is_form(word, known) and (found := nearest(word, known)) is not None:
            said = said.replace(word, known[found], 1)
    return said if said != whole else None


def _is_form(word: str, known: Iterable[str]) -> bool:
    """Whether a known word differs by its ending only."""
    return any(key[:SHORTEST] == word[:SHORTEST] and stem(key) == stem(word) for key in known)


def _known(locale: Locale, lengths: set[int]) -> dict[str, str]:
    """Known words by their keys, about as long as one of those looked for."""
    rows = KnownWord.objects.filter(language=locale.language_code).order_by("pk").values_list("key", "word")
    near = {length + more for length in lengths for more in range(-2, 3)}
    return {key: word for key, word in rows[:MOST_KNOWN] if len(key) in near}


def _published(instance: Page, **_kwargs: object) -> None:
    if isinstance(instance, Findable) and not instance.get_view_restrictions().exists():
        note_words(instance)


def connect() -> None:
    page_published.connect(_published, dispatch_uid="words_noted")
