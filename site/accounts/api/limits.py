"""How often one caller may call. Each web process counts for itself: a guard against a program gone wild, not a quota.

Counting in the database would cost each call more than the call.
"""

import time
from collections import OrderedDict
from threading import Lock

WINDOW = 60.0
MOST_CALLERS = 10_000

_lock = Lock()
_counts: OrderedDict[tuple[str, object], tuple[float, int]] = OrderedDict()


def is_too_often(what: str, who: object, *, number: int, most: int) -> bool:
    """Count ``number`` of something, and say whether it is too much within this minute."""
    now, key = time.monotonic(), (what, who)
    with _lock:
        began, count = _counts.pop(key, (now, 0))
        if now - began > WINDOW:
            began, count = now, 0
        _counts[key] = (began, count + number)
        while len(_counts) > MOST_CALLERS:
            _counts.popitem(last=False)
    return count + number > most


def forget() -> None:
    """For tests: everybody begins anew."""
    with _lock:
        _counts.clear()
