"""The tables of accounts."""

from .checks import StaffCheck
from .emergency import EmergencyAccess
from .journal import JournalEntry, JournalSeal
from .links import OneTimeLink, ResetCode
from .notices import Notice
from .retention import RetentionRun, RetentionTerm
from .second_person import ConfirmationRequest
from .tokens import ApiToken
from .users import RoleGrant, User

__all__ = [
    "ApiToken",
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
