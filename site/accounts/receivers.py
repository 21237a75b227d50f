"""What Django and allauth report of sign-in and second factors, written to the journal. Never a name that was typed."""

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth_signals
from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest

from . import journal
from .models import User
from .publishing import keep_in_step
from .sessions import forget_second_factor


def signed_in(sender: type, request: HttpRequest, user: User, **kwargs: object) -> None:
    keep_in_step(user)
    journal.security("account.signed_in", about=user, by=user)


def sign_in_failed(sender: str, request: HttpRequest | None = None, **kwargs: object) -> None:
    """Anonymous, unless somebody signed in failed to prove it again."""
    by = request.user if request is not None and request.user.is_authenticated else None
    journal.security("account.sign_in_failed", about=by, by=by)


def signed_out(sender: type, request: HttpRequest, user: User | None, **kwargs: object) -> None:
    if user is not None:
        journal.security("account.signed_out", about=user, by=user)


def password_changed(sender: type, request: HttpRequest, user: User, **kwargs: object) -> None:
    journal.security("account.password_changed", about=user, by=user)


def second_factor_added(
    sender: type, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    journal.security("account.second_factor_added", about=user, by=user, type=authenticator.type)


def second_factor_removed(
    sender: type, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """Ends every other session: each had been let in because of what is gone now."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        user.refresh_from_db(fields=["session_epoch"])
        update_session_auth_hash(request, user)
        forget_second_factor(request)
    journal.security("account.second_factor_removed", about=user, by=user, type=authenticator.type)


def second_factor_failed(sender: type, request: HttpRequest, user: User, **kwargs: object) -> None:
    journal.security("account.second_factor_failed", about=user)


def recovery_codes_renewed(sender: type, request: HttpRequest, user: User, **kwargs: object) -> None:
    journal.security("account.recovery_codes_renewed", about=user, by=user)


def connect() -> None:
    """Called once, when the apps are ready."""
    for signal, receiver in (
        (auth_signals.user_logged_in, signed_in),
        (auth_signals.user_login_failed, sign_in_failed),
        (auth_signals.user_logged_out, signed_out),
        (account_signals.password_changed, password_changed),
        (mfa_signals.authenticator_added, second_factor_added),
        (mfa_signals.authenticator_removed, second_factor_removed),
        (mfa_signals.authenticator_reset, recovery_codes_renewed),
        (mfa_signals.authentication_failed, second_factor_failed),
    ):
        signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}")
