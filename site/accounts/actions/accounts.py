"""Accounts: invited, closed, opened again; what their owners change themselves."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from places.models import AdminArea

from .. import journal
from ..models import OneTimeLink, User
from ..publishing import keep_in_step
from ..refusals import Refusal
from ..roles import Capability
from ..sessions import remove_second_factors
from .links import open_invitation, open_new_password_link
from .notices import notify, notify_safeguarding
from .roles import NotYours, grant_role
from .tokens import end_tokens_of


class NotYourself(Refusal):
    message = _("Ask a colleague: nobody does this to their own account.")


class AccountIsForgotten(Refusal):
    message = _("This account belonged to former staff and has no name any more. Make a new one.")


class OnlySafeguarding(Refusal):
    message = _("Only a safeguarding officer may do this to the account of a safeguarding officer.")


@transaction.atomic
def create_account(
    *,
    username: str,
    full_name: str,
    by: User | None,
    email: str = "",
    language: str = User.Language.KHMER,
) -> User:
    """An account without a password: it opens by a one-time link. ``by`` is nobody at the first set-up."""
    if by is not None and not by.can(Capability.MANAGE_ACCOUNTS):
        raise NotYours()
    user = User(username=username.strip(), full_name=full_name.strip(), email=email.strip().lower(), language=language)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    journal.note("account.created", about=user, by=by)
    return user


@transaction.atomic
def invite_person(
    *,
    username: str,
    full_name: str,
    role: str,
    by: User,
    area: AdminArea | None = None,
    email: str = "",
    language: str = User.Language.KHMER,
) -> tuple[User, str]:
    """An account with its first role, and the path of the link that opens it; the path is shown once."""
    user = create_account(username=username, full_name=full_name, email=email, language=language, by=by)
    grant_role(user=user, role=role, area=area, by=by)
    path = open_invitation(user=user, by=by)
    notify(user=user, text_key="welcome")
    return user, path


@transaction.atomic
def end_sessions(*, user: User, by: User | None) -> None:
    """Sign the account out everywhere, at once. Whoever ends a facilitation calls this."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    journal.security("account.sessions_ended", about=user, by=by)


@transaction.atomic
def sign_out_everywhere(*, user: User, by: User) -> None:
    """End the sessions of one's own account, or of another as who keeps accounts."""
    is_officer = user.can(Capability.GRANT_SAFEGUARDING) and by.can(Capability.GRANT_SAFEGUARDING)
    if user.pk != by.pk and not is_officer and not by.can(Capability.MANAGE_ACCOUNTS):
        raise NotYours()
    end_sessions(user=user, by=by)


@transaction.atomic
def disable_account(*, user: User, by: User) -> User:
    """Close an account: no sign-in, no session, no open link, no key of another system. Its roles stay as written."""
    _must_keep_accounts(by, user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    OneTimeLink.objects.filter(user=user).usable(timezone.now()).update(revoked_at=timezone.now())
    end_tokens_of(user=user, by=by)
    end_sessions(user=user, by=by)
    journal.security("account.closed", about=user, by=by)
    if user.can(Capability.GRANT_SAFEGUARDING):
        notify_safeguarding(text_key="safeguarding_ended")
    return user


@transaction.atomic
def enable_account(*, user: User, by: User) -> User:
    """Open a closed account again, with the password and roles it had."""
    _must_keep_accounts(by, user)
    if user.forgotten_on is not None:
        raise AccountIsForgotten()
    user.is_active = True
    user.save(update_fields=["is_active"])
    keep_in_step(user)
    journal.security("account.opened", about=user, by=by)
    if user.can(Capability.GRANT_SAFEGUARDING):
        notify_safeguarding(text_key="safeguarding_granted")
    return user


@transaction.atomic
def give_link(*, user: User, by: User) -> str:
    """The path of a link for who cannot sign in: the invitation again, or a new password for who had one."""
    _must_keep_accounts(by, user)
    if user.can(Capability.GRANT_SAFEGUARDING):
        notify_safeguarding(text_key="safeguarding_reset")
    if user.last_login is None and not user.has_usable_password():
        return open_invitation(user=user, by=by)
    return open_new_password_link(user=user, by=by)


@transaction.atomic
def remove_second_factor(*, user: User, by: User) -> None:
    """For who lost phone and recovery codes. A safeguarding officer's is removed by another one, not by others."""
    if user.pk == by.pk:
        raise NotYourself()
    if user.can(Capability.GRANT_SAFEGUARDING) and not by.can(Capability.GRANT_SAFEGUARDING):
        raise OnlySafeguarding()
    if not by.can(Capability.MANAGE_ACCOUNTS) and not user.can(Capability.GRANT_SAFEGUARDING):
        raise NotYours()
    remove_second_factors(user)
    end_sessions(user=user, by=by)
    journal.security("account.second_factor_removed", about=user, by=by)
    notify(user=user, text_key="second_factor_removed")
    if user.can(Capability.GRANT_SAFEGUARDING):
        notify_safeguarding(text_key="safeguarding_reset")


@transaction.atomic
def change_language(*, user: User, language: str, by: User) -> User:
    """The language a person reads; each changes their own."""
    if user.pk != by.pk:
        raise NotYours()
    if user.language != language:
        user.language = language
        user.full_clean()
        user.save(update_fields=["language"])
        journal.note("account.language_changed", about=user, by=by, language=language)
    return user


@transaction.atomic
def change_details(*, user: User, full_name: str, email: str, deputy: User | None, by: User) -> User:
    """Name, address and deputy; each changes their own."""
    if user.pk != by.pk:
        raise NotYours()
    before = (user.full_name, user.email, user.deputy_id)
    user.full_name, user.email, user.deputy = full_name.strip(), email.strip().lower(), deputy
    user.full_clean()
    user.save(update_fields=["full_name", "email", "deputy"])
    changed = [
        field
        for field, old, new in zip(
            ("name", "address", "deputy"), before, (user.full_name, user.email, user.deputy_id), strict=True
        )
        if old != new
    ]
    if changed:
        journal.note("account.details_changed", about=user, by=by, fields=changed)
    if "deputy" in changed and deputy is not None:
        notify(user=deputy, text_key="named_deputy")
    return user


def _must_keep_accounts(by: User, user: User) -> None:
    if not by.can(Capability.MANAGE_ACCOUNTS):
        raise NotYours()
    if user.pk == by.pk:
        raise NotYourself()
