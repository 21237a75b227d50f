"""The tables of accounts."""

from .journal import JournalEntry
from .links import OneTimeLink
from .notices import Notice
from .users import RoleGrant, User

__all__ = ["JournalEntry", "Notice", "OneTimeLink", "RoleGrant", "User"]
