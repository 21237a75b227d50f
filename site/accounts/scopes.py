"""Which accounts, notices, requests and lines of the journal a user may see and change."""

from django.db.models import Q

from . import scoping
from .models import (
    ApiToken,
    ConfirmationRequest,
    EmergencyAccess,
    JournalEntry,
    Notice,
    RetentionRun,
    RetentionTerm,
    RoleGrant,
    User,
)
from .roles import Capability
from .scoping import NOBODY, everyone_with

officers = everyone_with(Capability.OPEN_EMERGENCY)
keepers = everyone_with(Capability.MANAGE_ACCOUNTS, Capability.GRANT_SAFEGUARDING)


def notices(user: User) -> Q:
    """One's own, and the unread ones of those for whom one stands in."""
    return Q(user=user) | Q(user__deputy=user, read_at__isnull=True)


def tokens(user: User) -> Q:
    """Those that one made; all of them for who keeps the accounts."""
    if user.can(Capability.MANAGE_ACCOUNTS):
        return ~NOBODY
    return Q(made_by=user) if user.can(Capability.MANAGE_TOKENS) else NOBODY


def register_all() -> None:
    """Called once, when the apps are ready."""
    scoping.register(User, visible=lambda user: keepers(user) | Q(pk=user.pk), editable=keepers)
    scoping.register(RoleGrant, visible=lambda user: keepers(user) | Q(user=user), editable=keepers)
    scoping.register(Notice, visible=notices, editable=notices)
    scoping.register(JournalEntry, visible=everyone_with(Capability.SEE_JOURNAL), editable=lambda user: NOBODY)
    scoping.register(ApiToken, visible=tokens, editable=tokens)
    scoping.register(EmergencyAccess, visible=officers, editable=officers)
    scoping.register(ConfirmationRequest, visible=keepers, editable=keepers)
    for model in (RetentionTerm, RetentionRun):
        scoping.register(
            model,
            visible=everyone_with(Capability.EDIT_RULES, Capability.SEE_JOURNAL),
            editable=everyone_with(Capability.EDIT_RULES),
        )
