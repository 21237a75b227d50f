"""One spelling for one sight: a Khmer word typed in another order, or with doubled signs, becomes the same text."""

import re
import unicodedata
from functools import lru_cache

from .letters import (
    BASES,
    COENG,
    COENG_RO,
    JOINERS,
    MARKS,
    ROBAT,
    SHIFTERS,
    SIGNS_ABOVE,
    SIGNS_AFTER,
    VOWELS_ABOVE,
    VOWELS_BELOW,
    VOWELS_BESIDE,
    ZERO_WIDTH,
)

_INVISIBLE_OR_CONTROL = re.compile("[\ufeff\u17b4\u17b5\u0000-\u0008\u000e-\u001f\u007f]")
_OUTDATED = str.maketrans({"\u17a3": "\u17a2", "\u17a4": "\u17a2\u17b6"})
_LINE_BREAK = re.compile(r" ?(?:\r\n|\r|\n) ?")
_SPACES_BUT_BREAKS = re.compile(r"[^\S\r\n]+")
_CLUSTER_TAIL = re.compile(rf"(?<=[{BASES}])(?:[{JOINERS}]*(?:{COENG}[{BASES}]|[{MARKS}]))+")
_SIGN = re.compile(rf"[{JOINERS}]*(?:{COENG}[{BASES}]|[{MARKS}])")
_SPLIT_OE = re.compile(f"\u17c1([{VOWELS_BELOW}]?)\u17b8")
_SPLIT_O = re.compile(f"\u17c1([{VOWELS_BELOW}]?)\u17b6")

_ORDER = [ROBAT, None, SHIFTERS, VOWELS_ABOVE + VOWELS_BELOW + VOWELS_BESIDE, SIGNS_ABOVE, SIGNS_AFTER]
_RANKS = [(rank, re.compile(f"[{signs}]")) for rank, signs in enumerate(_ORDER) if signs]
_VOWEL_RANK = 3
_VOWEL_PLACES = [
    (0, re.compile("\u17c1")),
    (1, re.compile(f"[{VOWELS_BELOW}]")),
    (2, re.compile(f"[{VOWELS_ABOVE}]")),
    (3, re.compile(f"[{VOWELS_BESIDE}]")),
]


def _rank(unit: str) -> tuple[int, int]:
    sign = unit.lstrip(JOINERS)
    if sign.startswith(COENG):
        return 1, int(sign == COENG_RO)
    rank = next(rank for rank, signs in _RANKS if signs.match(sign))
    if rank == _VOWEL_RANK:
        return rank, next(place for place, vowels in _VOWEL_PLACES if vowels.match(sign))
    return rank, 0


def _ordered_once(tail: str) -> str:
    kept: list[str] = []
    for unit in sorted(_SIGN.findall(tail), key=_rank):
        is_repeated = bool(kept) and unit.lstrip(JOINERS) == kept[-1].lstrip(JOINERS)
        if not is_repeated or COENG in unit:
            kept.append(unit)
    return _SPLIT_O.sub("\\1\u17c4", _SPLIT_OE.sub("\\1\u17be", "".join(kept)))


@lru_cache(maxsize=4096)
def _ordered(tail: str) -> str:
    """Robat, subscripts (ro last), register shifter, vowels, signs; a sign typed twice stands once.

    The same few hundred tails come again in every text.
    """
    before, text = None, tail
    while text != before:
        before, text = text, _ordered_once(text)
    return text


def _in_order(tail: re.Match[str]) -> str:
    return _ordered(tail.group())


def normalise(text: str) -> str:
    """The text as it is kept and shown: one order of signs, single spaces, one kind of line break,
    no invisible characters but break hints."""
    text = _INVISIBLE_OR_CONTROL.sub("", text).translate(_OUTDATED)
    text = unicodedata.normalize("NFC", text)
    text = _CLUSTER_TAIL.sub(_in_order, text)
    text = _LINE_BREAK.sub("\n", _SPACES_BUT_BREAKS.sub(" ", text))
    return text.strip(f" \n{ZERO_WIDTH}")
