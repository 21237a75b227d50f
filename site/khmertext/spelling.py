"""The nearest of many words to a misspelt one: letters left out, added, exchanged or swapped."""

from collections.abc import Iterable

LONGEST = 40
"""Letters of a word that is looked for; what is longer is no word."""


def most_slips(length: int) -> int:
    """How many slips a word of this length may have: in a short one, two would make another word of it."""
    if length < 3:
        return 0
    return 1 if length < 6 else 2


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known word with the fewest slips, the first of several; ``None`` where each has too many, or it is known."""
    most = most_slips(len(wrong)) if len(wrong) <= LONGEST else 0
    letters, best = _letters(wrong), None
    for word in known:
        if word == wrong:
            return None
        if abs(len(word) - len(wrong)) > most or (_letters(word) ^ letters).bit_count() > 2 * most:
            continue
        slips = distance(wrong, word, most)
        if slips <= most:
            best, most = word, slips - 1
    return best


def _letters(word: str) -> int:
    """Which letters a word has, as bits: one slip changes two of them at most."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def distance(first: str, second: str, most: int) -> int:
    """Slips between two words; counted no further than one more than ``most``."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, 1):
        before, last, row = row, before, [at]
        for place, other in enumerate(second, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != other))
            if at > 1 and place > 1 and letter == second[place - 2] and first[at - 2] == other:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
