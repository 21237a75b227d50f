"""What looks like a person's full name in a text. By lists of words alone: it knows nobody, so it can betray nobody."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from khmertext.clusters import clusters
from khmertext.normalise import normalise

LISTS = Path(__file__).with_name("names.toml")
LONGEST_GIVEN = 5
"""Clusters of a given name in Khmer, at most; what is longer is a phrase."""
KHMER_RUN = re.compile(r"[\u1780-\u17d3\u17dd]+")
LATIN_PAIR = re.compile(r"\b[A-Z][a-z]+(?:[ \u00a0][A-Z][a-z]+)+\b")
SENTENCE_END = re.compile(r"(?:^|[.!?:;“”\"\n(]\s*)$")


@cache
def lists() -> dict[str, frozenset[str]]:
    told = tomllib.loads(LISTS.read_text("utf-8"))
    return {name: frozenset(normalise(word) for word in words.split()) for name, words in told.items()}


def full_names(text: str) -> list[str]:
    """The parts of the text that look like a family name with a given name, in their order, each once."""
    return list(dict.fromkeys([*_khmer(text), *_latin(text)]))


def _khmer(text: str) -> Iterator[str]:
    """A known family name, a space, and a short run that is no common word; or such a pair after a title."""
    runs = list(KHMER_RUN.finditer(text))
    for first, second in zip(runs, runs[1:], strict=False):
        if text[first.end() : second.start()] not in (" ", "\u00a0"):
            continue
        family, given = normalise(first.group()), normalise(second.group())
        if _without_title(family) in lists()["khmer_families"] and _is_given(given):
            yield text[first.start() : second.end()]


def _without_title(run: str) -> str:
    """``ឈ្មោះសុខ`` is written together as often as apart, and so is ``កុមារីឈ្មោះសុខ``."""
    for title in sorted(lists()["khmer_titles"], key=len, reverse=True):
        if run.startswith(title) and len(run) > len(title):
            return _without_title(run.removeprefix(title))
    return run


def _is_given(run: str) -> bool:
    return 0 < len(clusters(run)) <= LONGEST_GIVEN and run not in lists()["khmer_common"]


def _latin(text: str) -> Iterator[str]:
    """Two or more words with a capital in a row, none of them a word that is known as something else.

    The first word of a sentence has its capital from there; it counts only where two others follow.
    """
    for found in LATIN_PAIR.finditer(text):
        words = found.group().split()
        if SENTENCE_END.search(text[: found.start()]) and len(words) == 2 and words[0] in lists()["latin_others"]:
            continue
        runs = _without_others(words)
        if runs:
            yield runs


def _without_others(words: list[str]) -> str:
    """The longest stretch of two words or more that are not known as something else."""
    best: list[str] = []
    stretch: list[str] = []
    for word in [*words, ""]:
        if word and word not in lists()["latin_others"]:
            stretch.append(word)
            continue
        best = max(best, stretch, key=len)
        stretch = []
    return " ".join(best) if len(best) > 1 else ""
