"""A value that a process keeps, and makes anew when the marks under it changed."""

from collections.abc import Callable, Hashable
from typing import Any

from .marks import Seen, marks
from .noting import known


class Kept:
    """``kept(key, make)``: the value of ``make()`` as long as its names stand. At most ``most`` values are kept.

    ``more``: names under this one value, beside those under all of them.

    That something is missing (``None``) is not kept: it may come without a change of what is there.
    """

    def __init__(self, *names: str, most: int = 1000) -> None:
        self.names, self.most = names, most
        self.values: dict[Hashable, tuple[Seen, Any]] = {}

    def __call__(self, key: Hashable, make: Callable[[], Any], *more: str) -> Any:
        names = (*self.names, *more)
        with known(*names):
            found = self.values.get(key)
            if found is not None and marks().hold(found[0]):
                return found[1]
            seen = marks().seen(names)  # before it is made: what changes meanwhile makes it old at once
            value = make()
        if value is None:
            return None
        while len(self.values) >= self.most:
            self.values.pop(next(iter(self.values)), None)
        self.values[key] = (seen, value)
        return value
