"""A part of a name, found by index on PostgreSQL; elsewhere the names are few enough to be read through.

PostgreSQL's index of three neighbouring letters knows letters by the locale of the server, and to most of them the
signs of Khmer are none. So each Khmer code point is written as one of thirty-six ASCII letters and digits for the
index: several share one, and what is found by them is compared once more as it stands.

The index has to gather everybody whose name holds the part before it gives the first of them. So a second one knows
only one person in sixteen: whoever looks for a name that thousands bear is served from it.
"""

from uuid import UUID

from django.db.models import CharField, Func

KHMER = "".join(map(chr, range(0x1780, 0x17DE)))
_ASCII = "abcdefghijklmnopqrstuvwxyz0123456789"
LETTERS = "".join(_ASCII[7 * place % len(_ASCII)] for place in range(len(KHMER)))
"""What stands for each of ``KHMER``; neighbours in the script are none in the alphabet."""

INDEX = "people_by_parts_of_names"
CREATE_INDEX = (
    f"CREATE INDEX {INDEX} ON people_person USING gin (translate(name_key, '{KHMER}', '{LETTERS}') gin_trgm_ops)"
)

SAMPLE_ENDS = UUID(int=1 << 124)
"""Ids are random: one in sixteen is smaller."""

SAMPLE_INDEX = "people_in_the_sample_by_parts_of_names"
CREATE_SAMPLE_INDEX = f"{CREATE_INDEX.replace(INDEX, SAMPLE_INDEX)} WHERE id < '{SAMPLE_ENDS}'"

_SPELLING = str.maketrans(KHMER, LETTERS)


class NameLetters(Func):
    """The expression of the index; both alphabets stand in the text, or the index would not be recognised."""

    function = "translate"
    template = f"%(function)s(%(expressions)s, '{KHMER}', '{LETTERS}')"
    output_field = CharField()


def letters_of(key: str) -> str:
    """A folded part of a name as the index has it."""
    return key.translate(_SPELLING)
