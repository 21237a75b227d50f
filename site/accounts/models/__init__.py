"""The tables of accounts."""

from .checks import StaffCheck
from .emergency import EmergencyAccess
from .journal import JournalEntry, JournalSeal
from .links import OneTimeLink, ResetCode
from .notices import Notice
from .second_person import ConfirmationRequest
from .users import RoleGrant, User

__all__ = [
    "ConfirmationRequest",
    "EmergencyAccess",
    "JournalEntry",
    "JournalSeal",
    "Notice",
    "OneTimeLink",
    "ResetCode",
    "RoleGrant",
    "StaffCheck",
    "User",
]
