"""How often one phone may call. Each web process counts for itself: a guard against a phone gone wild, not a quota.

Counting in the database would cost each delivery more than the delivery.
"""

import time
from collections import OrderedDict
from threading import Lock

WINDOW = 60.0
MOST_PHONES = 10_000
CALLS, RECORDS, PIECES = 60, 1500, 600
"""Within a minute: a phone with 500 meetings, each sent twice, stays below."""

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
        while len(_counts) > MOST_PHONES:
            _counts.popitem(last=False)
    return count + number > most


def forget() -> None:
    """For tests: everybody begins anew."""
    with _lock:
        _counts.clear()
