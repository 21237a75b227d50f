"""How often one phone may call within a minute: one with 500 meetings, each sent twice, stays below."""

from accounts.api.limits import forget, is_too_often

__all__ = ["CALLS", "PIECES", "RECORDS", "forget", "is_too_often"]

CALLS, RECORDS, PIECES = 60, 1500, 600
