"""Order of names as in a Khmer dictionary, written as a string that any database and any collation compares right.

A word with a bare consonant stands before the same consonant with a vowel, and that before it with a subscript. The key
holds two characters of ``0-9a-z`` for each letter; digits come before letters under every collation, so "shorter first"
and "Khmer before Latin" hold everywhere. Signs that only change the sound decide when everything else is equal.
"""

from functools import lru_cache

from .clusters import clusters
from .folding import fold_spaced
from .letters import COENG

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"

_CONSONANTS = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរឫឬលឭឮវឝឞសហឡអឥឦឧឨឩឪឯឰឱឲឳ"
_VOWELS = (
    *("ា", "ិ", "ី", "ឹ", "ឺ", "ុ", "ូ", "ួ", "ើ", "ឿ", "ៀ", "េ", "ែ", "ៃ", "ោ", "ៅ"),
    *("ុំ", "ំ", "ាំ", "ះ", "ិះ", "ុះ", "េះ", "ោះ"),
)
_SIGNS = "់័ៈ៉៊៌៍៎៏័៑៓៝"


def _weight(number: int) -> str:
    return _ALPHABET[number // 36] + _ALPHABET[number % 36]


_END = _weight(0)
_SPACE = _weight(1)
_DIGITS = {digit: _weight(2 + place) for place, digit in enumerate("0123456789")}
_BASE_WEIGHTS = {letter: _weight(40 + place) for place, letter in enumerate(_CONSONANTS)}
_VOWEL_WEIGHTS = {vowel: _weight(140 + place) for place, vowel in enumerate(_VOWELS)}
_SUBSCRIPT_WEIGHTS = {COENG + letter: _weight(240 + place) for place, letter in enumerate(_CONSONANTS)}
_LATIN_WEIGHTS = {letter: _weight(600 + place) for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
_SIGN_WEIGHTS = {sign: _weight(1 + place) for place, sign in enumerate(dict.fromkeys(_SIGNS))}


def _other(character: str) -> str:
    """Any other letter, after Latin, by its code point."""
    number = ord(character)
    return "zy" + _weight(number // 1296 % 1296) + _weight(number % 1296)


@lru_cache(maxsize=4096)
def _khmer_cluster(cluster: str) -> tuple[str, str]:
    """The weights of a cluster: letters, and the signs that only break ties."""
    letters, signs, vowel = _BASE_WEIGHTS.get(cluster[0], ""), "", ""
    rest = cluster[1:] if letters else cluster
    while rest:
        if rest[:2] in _SUBSCRIPT_WEIGHTS:
            letters += _SUBSCRIPT_WEIGHTS[rest[:2]]
            rest = rest[2:]
            continue
        if rest[0] in _SIGN_WEIGHTS:
            signs += _SIGN_WEIGHTS[rest[0]]
        elif vowel + rest[0] in _VOWEL_WEIGHTS:
            vowel += rest[0]
        elif rest[0] in _VOWEL_WEIGHTS:
            letters += _VOWEL_WEIGHTS.get(vowel, "")
            vowel = rest[0]
        rest = rest[1:]
    return letters + _VOWEL_WEIGHTS.get(vowel, ""), signs


def sort_key(text: str) -> str:
    """A key to order by: ASCII digits and small letters only. Two spellings of one name have one key."""
    letters: list[str] = []
    signs: list[str] = []
    for cluster in clusters(fold_spaced(text)):
        first = cluster[0]
        if "\u1780" <= first <= "\u17dd":
            own, own_signs = _khmer_cluster(cluster)
            letters.append(own)
            signs.append((own_signs + _END) if own else own_signs)
        elif first in _DIGITS:
            letters.append(_DIGITS[first])
        elif first in _LATIN_WEIGHTS:
            letters.append(_LATIN_WEIGHTS[first])
        elif first.isspace():
            letters.append(_SPACE)
        elif first.isalnum():
            letters.append(_other(first))
    return "".join(letters) + _END + "".join(signs)
