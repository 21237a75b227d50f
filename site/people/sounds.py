"""Names by their sounds, in Khmer and in Latin letters, so that usual misspellings of one name come close together.

The *skeleton* is coarse: consonants in classes that both scripts share, without vowels, in no order. It is the key
under which candidates are found. The *reading* is fine: letters in their order, with silent signs and look-alikes
levelled. Two readings are compared by a distance that forgives what is often mistaken.
"""

import re
from functools import lru_cache

from khmertext.clusters import clusters
from khmertext.folding import fold
from khmertext.letters import COENG

KEY_LENGTH = 60

_KHMER = re.compile(r"[\u1780-\u17b3]")
_SILENT = re.compile(r"[\u17c7-\u17d1\u17d3\u17dd]")
"""Register shifters, short and silent marks: often left out, and then the name reads the same."""

_LETTERS = str.maketrans(
    {
        "ណ": "ន",
        "ឡ": "ល",
        "ឋ": "ថ",
        "ឌ": "ដ",
        "ឍ": "ធ",
        "ឝ": "ស",
        "ឞ": "ស",
        "ី": "ិ",
        "ូ": "ុ",
        "ឺ": "ឹ",
        "ឥ": "អ",
        "ឦ": "អ",
        "ឧ": "អ",
        "ឩ": "អ",
        "ឱ": "អ",
        "ឳ": "អ",
    }
)
_CLASSES = {
    letter: sound
    for sound, letters in {
        "k": "កខគឃ",
        "c": "ចឆជឈ",
        "t": "ដឋឌឍតថទធ",
        "p": "បផពភ",
        "n": "ញណន",
        "g": "ង",
        "m": "មំ",
        "y": "យ",
        "r": "រឫឬ",
        "l": "លឡឭឮ",
        "v": "វ",
        "s": "សឝឞ",
        "h": "ហ",
    }.items()
    for letter in letters
}
_SILENT_END = re.compile(f"{COENG}រ$|(?<=.){COENG}.$|(?<=..)រ$")
"""The lower consonant and the រ at the end of a word are not heard, and so they come and go in writing."""
_PAIRS = (
    (re.compile(r"sch|tch|ch"), "c"),
    (re.compile(r"nh|gn"), "n"),
    (re.compile(r"ng"), "g"),
    (re.compile(r"(?<=[aeiouy])[vw]$"), "o"),
    (re.compile(r"ph|f"), "p"),
    (re.compile(r"th"), "t"),
    (re.compile(r"kh|ck|q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"x|z"), "s"),
    (re.compile(r"d"), "t"),
    (re.compile(r"b"), "p"),
    (re.compile(r"j"), "c"),
    (re.compile(r"(?<=[a-z])h"), ""),
    (re.compile(r"(?<=[aeiouy])r$"), ""),
)
_VOWELS = re.compile(r"[aeiouy]+")
_STACKED = re.compile(f"(.){COENG}(.)")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def skeleton(*words: str) -> str:
    """The key of a name: which consonants sound in it, whatever the script, the vowels and the order of the words."""
    sounds = (_sounds(word) for text in words for word in text.split())
    return "".join(sorted("".join(sounds)))[:KEY_LENGTH]


def reading(word: str) -> str:
    """One word as it is read: silent signs gone, look-alikes levelled, doubled letters single."""
    key = fold(word)
    if _KHMER.search(key):
        key = _SILENT_END.sub("", _SILENT.sub("", key).translate(_LETTERS))
        return _DOUBLED.sub(r"\1", _STACKED.sub(_lower_of_one_class, key).replace(COENG, ""))
    return _DOUBLED.sub(r"\1", _latin(key))


@lru_cache(maxsize=16384)
def sameness(one: str, other: str) -> float:
    """How alike two readings are, from 0 to 1."""
    if one == other:
        return 1.0 if one else 0.0
    longest = max(len(one), len(other))
    if not one or not other:
        return 0.0
    return max(0.0, 1.0 - _distance(one, other) / longest)


def _sounds(word: str) -> str:
    """The consonants of one word; an s at its end is hardly heard and comes and goes in writing."""
    sounds = _khmer_sounds(word) if _KHMER.search(word) else _latin_sounds(word)
    return sounds[0] + sounds[1:].removesuffix("s") if sounds else ""


def _lower_of_one_class(stack: re.Match[str]) -> str:
    """Of two consonants of one class, one below the other, the lower one is heard."""
    upper, lower = stack.groups()
    return lower if _CLASSES.get(upper) == _CLASSES.get(lower, lower) else stack.group()


def _khmer_sounds(word: str) -> str:
    """The consonants of each cluster by class. A doubled one sounds once, also where its first stands bare."""
    key = _SILENT_END.sub("", _SILENT.sub("", fold(word)).translate(_LETTERS))
    found, before, last = [], "", ""
    for cluster in clusters(key):
        before = "" if any(map(_is_vowel, last)) else before
        for letter in cluster:
            sound = _CLASSES.get(letter, "")
            if sound and sound != before:
                found.append(sound)
            before = sound or before
        last = cluster
    return "".join(found)


def _latin_sounds(word: str) -> str:
    return _VOWELS.sub("", _DOUBLED.sub(r"\1", _latin(fold(word))))


def _latin(key: str) -> str:
    for pattern, sound in _PAIRS:
        key = pattern.sub(sound, key)
    return key


def _is_vowel(letter: str) -> bool:
    return "\u17b4" <= letter <= "\u17c6" or letter in "aeiouy"


def _price(one: str, other: str) -> float:
    """What it costs to take one letter for the other."""
    if one == other:
        return 0.0
    if _is_vowel(one) and _is_vowel(other):
        return 0.3 if one.isascii() else 0.5
    if one in _CLASSES and _CLASSES[one] == _CLASSES.get(other):
        return 0.6
    return 1.0


def _skipped(letter: str) -> float:
    return 0.5 if _is_vowel(letter) or letter == "រ" else 1.0


def _distance(one: str, other: str) -> float:
    """Edit distance in which a vowel weighs half and a consonant of the same class less than a strange one.

    The last letter of a word is written in many ways: a consonant of its class costs little there.
    """
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _skipped(letter))
    for index, letter in enumerate(one, 1):
        above, row = row, [row[0] + _skipped(letter)]
        for place, beside in enumerate(other, 1):
            price = _price(letter, beside)
            if price == 0.6 and index == len(one) and place == len(other):
                price = 0.2
            row.append(min(above[place] + _skipped(letter), row[-1] + _skipped(beside), above[place - 1] + price))
    return row[-1]
