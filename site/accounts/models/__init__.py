"""The tables of accounts."""

from .checks import StaffCheck
from .journal import JournalEntry
from .links import OneTimeLink, ResetCode
from .notices import Notice
from .retention import RetentionRun, RetentionTerm
from .users import RoleGrant, User

__all__ = [
    "JournalEntry",
    "Notice",
    "OneTimeLink",
    "ResetCode",
    "RetentionRun",
    "RetentionTerm",
    "RoleGrant",
    "StaffCheck",
    "User",
]
