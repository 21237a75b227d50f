"""The tables of accounts."""

from .checks import StaffCheck
from .journal import JournalEntry
from .links import OneTimeLink, ResetCode
from .notices import Notice
from .users import RoleGrant, User

__all__ = ["JournalEntry", "Notice", "OneTimeLink", "ResetCode", "RoleGrant", "StaffCheck", "User"]
