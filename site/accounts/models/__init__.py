"""The tables of accounts."""

from .checks import StaffCheck
from .emergency import EmergencyAccess
from .journal import JournalEntry, JournalSeal
from .links import OneTimeLink, ResetCode
from .notices import Notice
from .retention import RetentionRun, RetentionTerm
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
    "RetentionRun",
    "RetentionTerm",
    "RoleGrant",
    "StaffCheck",
    "User",
]
