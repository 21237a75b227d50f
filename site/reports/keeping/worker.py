"""The part of the job worker that keeps the counts at most a minute behind."""

from datetime import timedelta

from .filling import fill_missing
from .folding import fold

FOLD_EVERY = timedelta(seconds=20)


def keep_counts() -> None:
    """Fill what is new, fold what waits."""
    fill_missing()
    fold()
