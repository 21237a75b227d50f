"""Search tokens: every two neighbouring Khmer clusters as one ASCII word, which any database can index.

Databases take Khmer signs for separators, or a whole sentence for one word. A text is therefore stored as overlapping
pairs of clusters (``z`` + first + ``x`` + second) and each cluster on its own (``y`` + cluster). Only the query is
split into words: a word is found wherever its pairs stand, whatever stands round it. The letters of a token leave out
vowels and ``s``, so that no stemmer of any language touches it.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from .clusters import clusters, starts_inside_cluster
from .folding import fold_spaced
from .letters import COENG, MARKS
from .words import words

MAX_TOKEN_LENGTH = 50
"""No token is longer; a column of this length holds any of them."""

_LETTERS = "bcdfghjklmnpqrtv"
_KHMER = range(0x1780, 0x1800)
_LONGEST_CLUSTER = 22
_LATIN = re.compile("[0-9a-z]+")
_LATIN_WORD = re.compile("([0-9a-z]+)")
_LOST_SIGNS = re.compile(rf"[{MARKS}{COENG}]")
_APOSTROPHES = re.compile("['’‘`´ʼ]")


def _spell(character: str) -> str:
    """One character as letters of the token alphabet: two for Khmer, seven for any other script."""
    number = ord(character)
    if number in _KHMER:
        number -= _KHMER.start
        return _LETTERS[number >> 4] + _LETTERS[number & 15]
    return "w" + "".join(_LETTERS[number >> shift & 15] for shift in range(20, -1, -4))


@lru_cache(maxsize=4096)
def _spell_cluster(cluster: str) -> str:
    """The same few thousand clusters come again in every text."""
    return "".join(map(_spell, cluster))[:_LONGEST_CLUSTER]


def _single(cluster: str) -> str:
    return "y" + _spell_cluster(cluster)


def _pair(first: str, second: str) -> str:
    return f"z{_spell_cluster(first)}x{_spell_cluster(second)}"


def _letters(text: str) -> str:
    """The folded text without signs that lost their base: texts and queries would be cut differently at them."""
    folded = _APOSTROPHES.sub("", fold_spaced(text))
    return "".join(_LOST_SIGNS.sub("", part) if starts_inside_cluster(part) else part for part in clusters(folded))


def _runs(folded: str) -> Iterator[str | list[str]]:
    """Latin words as text, and between them unbroken runs of clusters as lists."""
    for part in _LATIN_WORD.split(folded):
        if _LATIN.fullmatch(part):
            yield part[:MAX_TOKEN_LENGTH]
            continue
        run: list[str] = []
        for cluster in clusters(part):
            if unicodedata.category(cluster[0])[0] in "LMN":
                run.append(cluster)
            elif run:
                yield run
                run = []
        if run:
            yield run


def index_text(text: str) -> str:
    """What a search index stores for the text. The pairs of a run stand next to each other, so that phrases hold."""
    tokens: list[str] = []
    singles: dict[str, None] = {}
    for run in _runs(_letters(text)):
        if isinstance(run, str):
            tokens.append(run)
        else:
            tokens.extend(_pair(first, second) for first, second in pairwise(run))
            singles.update(dict.fromkeys(map(_single, run)))
    return " ".join([*tokens, *singles])


def _prefixes(folded: str) -> Iterator[str]:
    """The beginnings of Latin words and of last clusters, and two Latin words written as one."""
    latin_before = ""
    for run in _runs(folded):
        if isinstance(run, str):
            yield from (run[:end] for end in range(1, len(run)))
            if latin_before:
                yield (latin_before + run)[:MAX_TOKEN_LENGTH]
            latin_before = run
            continue
        latin_before = ""
        for before, cluster in pairwise(["", *run]):
            for end in range(1, len(cluster)):
                if cluster[end - 1] != COENG:
                    yield _single(cluster[:end])
                    if before:
                        yield _pair(before, cluster[:end])


def index_tokens(text: str, *, prefixes: bool = False) -> list[str]:
    """The different tokens under which the text can be found, for a table of tokens matched by equality.

    With ``prefixes`` it is also found while its words are still being typed.
    """
    tokens = dict.fromkeys(index_text(text).split())
    if prefixes:
        tokens.update(dict.fromkeys(_prefixes(_letters(text))))
    return list(tokens)


def query_words(text: str) -> list[list[str]]:
    """The words of a query, each as the tokens that must stand next to each other in a text that holds it."""
    found: list[list[str]] = []
    for word in words(_letters(text)):
        for run in _runs(word):
            if isinstance(run, str):
                found.append([run])
            elif len(run) == 1:
                found.append([_single(run[0])])
            else:
                found.append([_pair(first, second) for first, second in pairwise(run)])
    return found


def query_tokens(text: str) -> list[str]:
    """The tokens that a text found by the query must all have; empty when the query holds no letter or digit."""
    return list(dict.fromkeys(token for word in query_words(text) for token in word))
