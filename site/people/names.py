"""Names as they are kept: one spelling for one sight, with the key for finding and the key for sorting."""

from functools import lru_cache

from khmertext.folding import fold
from khmertext.normalise import normalise
from khmertext.sorting import sort_key

BREAK_HINT = "\u200b"
"""The invisible sign where a line of Khmer may break."""


def tidy(text: str) -> str:
    """A short text on one line, in its normal spelling."""
    return normalise(" ".join(text.split())).strip(f" {BREAK_HINT}")


@lru_cache(maxsize=4096)
def tidy_name(text: str) -> str:
    """A person's name as ``tidy``; it has no place for a line to break.

    A name that is imported is read, registered and compared: the same few thousand names come again and again.
    """
    return tidy(text.replace(BREAK_HINT, ""))


def has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def search_key(*names: str, length: int | None = None) -> str:
    """The folded names in one text: each is found by any part of it, none runs into the next. ``length`` cuts it."""
    return " ".join(key for key in map(fold, names) if key)[:length]


@lru_cache(maxsize=1024)
def sorting_key(*names: str, length: int | None = None) -> str:
    """What puts names into the order of a Khmer dictionary. Who is imported is looked for by it, compared and kept."""
    return sort_key(" ".join(name for name in names if name))[:length]
