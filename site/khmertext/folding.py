"""Folding: the key under which two spellings of one name meet. For search and comparison, never for display."""

import re
import unicodedata
from functools import lru_cache

from .clusters import starts_inside_cluster
from .letters import COENG_DA, COENG_TA, UNIT_WORDS, ZERO_WIDTH
from .normalise import normalise
from .numbers import to_ascii_digits

_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")
_LATIN_ACCENTS = re.compile("[\u0300-\u036f]+")
_LOOK_ALIKES = str.maketrans({"\u17b2": "\u17b1", "\u17b3": "\u17aa", "đ": "d", "ø": "o", "ł": "l", "ı": "i"})
SPELLINGS = {"ទូរសព្ទ": "ទូរស័ព្ទ", "ពត៌មាន": "ព័ត៌មាន"}
"""Common words that many people write otherwise than we do, and how we write them."""
_DROPPED = re.compile(r"[\s\-‐-―'’‘`´ʼ\"“”.,·/()]+")


def fold_spaced(text: str) -> str:
    """Folded letters with the word spaces still in place: what words and tokens are cut from."""
    text = unicodedata.normalize("NFKD", _ZERO_WIDTH.sub("", text))
    text = normalise(_LATIN_ACCENTS.sub("", text).casefold())
    return _in_one_spelling(to_ascii_digits(text.replace(COENG_DA, COENG_TA).translate(_LOOK_ALIKES)))


def _in_one_spelling(text: str) -> str:
    for theirs, ours in SPELLINGS.items():
        text = text.replace(theirs, ours)
    return text


_FOLDED_UNIT_WORDS = tuple(sorted((fold_spaced(word) for word in UNIT_WORDS), key=len, reverse=True))


def _without_unit_word(key: str) -> str:
    for word in _FOLDED_UNIT_WORDS:
        rest = key.removeprefix(word)
        if rest and rest != key and not starts_inside_cluster(rest):
            return rest
    return key


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The key of a name: no zero-width characters, coeng da as coeng ta, no leading unit word, plain lower-case Latin
    without accents, spaces, hyphens and apostrophes, ASCII digits."""
    key, before = _DROPPED.sub("", fold_spaced(text)), None
    while key != before:
        before, key = key, _in_one_spelling(normalise(_without_unit_word(key)))
    return key
