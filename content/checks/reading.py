"""How long sentences are, in words: in Khmer as ICU's dictionary cuts them, in Latin as spaces do."""

import re

from khmertext.words import words

ENDS = re.compile(r"(?<=[។៕?!])\s*|(?<=[.?!])\s+|\n+")
KHMER = re.compile(r"[\u1780-\u17ff]")

CHILDREN, CHILDREN_MORE, OTHERS = 12, 16, 25
"""Words of a sentence at most: in short texts for children, in longer ones for children, in all others."""

LIMITS = {
    "title": CHILDREN,
    "lead": CHILDREN,
    "welcome": CHILDREN,
    "questions": CHILDREN_MORE,
    "club_question": CHILDREN,
    "for_children": CHILDREN_MORE,
    "seo_title": OTHERS,
    "search_description": OTHERS,
}


def limit_of(field: str) -> int:
    """How many words a sentence in this field may have before somebody is asked to look at it."""
    if field.startswith("short"):
        return CHILDREN
    return CHILDREN_MORE if field.startswith("more") else LIMITS.get(field, OTHERS)


def sentences(text: str) -> list[str]:
    return [part.strip() for part in ENDS.split(text) if part and part.strip()]


def length(sentence: str) -> int:
    """Words of one sentence."""
    if not KHMER.search(sentence):
        return len(sentence.split())
    return len(words(sentence))
