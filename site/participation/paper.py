"""Marks on paper: one letter for each, and the keys that set it when a sheet is typed in.

In Khmer the letter is that of the word which tells the marks apart: វត្តមាន, យឺត, ច្បាប់, អវត្តមាន. (ម stands for none of
them: three of the four begin with it when they are said in full.)
"""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from .models import Attendance

State = Attendance.State

LETTERS: dict[str, Promise] = {
    State.PRESENT: pgettext_lazy("mark on paper", "P"),
    State.LATE: pgettext_lazy("mark on paper", "L"),
    State.EXCUSED: pgettext_lazy("mark on paper", "E"),
    State.ABSENT: pgettext_lazy("mark on paper", "A"),
}

KEYS: dict[str, str] = {
    # Latin letter · digit in both scripts · Khmer letter · what the key of the Latin letter gives on a Khmer keyboard
    **dict.fromkeys("p1១វផភ✓", State.PRESENT.value),
    **dict.fromkeys("l2២យលឡ", State.LATE.value),
    **dict.fromkeys("e3៣ចេែ", State.EXCUSED.value),
    **dict.fromkeys("a4៤អាឣ", State.ABSENT.value),
}

DATE_COLUMNS = 6
EMPTY_LINES = 10


def legend() -> list[tuple[str, str, str]]:
    """Value, letter and word of each mark, in the reader's language."""
    return [(state.value, str(LETTERS[state]), str(state.label)) for state in State]
