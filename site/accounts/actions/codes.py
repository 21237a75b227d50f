"""A code read over the phone, for a facilitator who forgot the password far from any mail.

It opens accounts of facilitators only: whoever holds a role beyond the own groups asks an administrator, so that no
officer takes over a colleague by way of a code.
"""

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from khmertext.numbers import to_ascii_digits

from .. import journal
from ..models import OneTimeLink, ResetCode, User
from ..refusals import Refusal
from ..roles import Capability, Reach
from .notices import notify
from .roles import AccountIsClosed, NotYours

LASTS = timedelta(minutes=15)
DIGITS = 8
NOBODY = 0
"""Stands for the account where there is none, so that as much is computed."""


class ReachesBeyondOwnGroups(Refusal):
    message = _("This person holds another role too. Ask an administrator for a link to a new password.")


class CodeRefused(Refusal):
    message = _("The user name or the code is not right, or the code is over. Ask your officer for a new one.")


def stands_open_to_codes(user: User) -> bool:
    """Whether every role of the account, today and to come, ends at its own groups."""
    grants = user.role_grants.not_over(timezone.localdate())
    return all(grant.role_data.reach is Reach.OWN_GROUPS for grant in grants)


@transaction.atomic
def open_reset_code(*, user: User, by: User) -> str:
    """The digits of a new code, shown once; an earlier one ends. That ``by`` reaches the person, the caller knows."""
    if not by.can(Capability.MANAGE_FACILITATIONS) or user.pk == by.pk:
        raise NotYours()
    if not user.is_active:
        raise AccountIsClosed()
    if not stands_open_to_codes(user):
        raise ReachesBeyondOwnGroups()
    now, code = timezone.now(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    ResetCode.objects.filter(user=user, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
    row = ResetCode(user=user, code_hash=hash_of(code, user.pk), created_at=now, created_by=by, expires_at=now + LASTS)
    row.full_clean()
    row.save()
    journal.security("code.opened", about=row, by=by, user=user.pk)
    notify(user=user, text_key="code_opened")
    return code


def choose_password_by_code(*, username: str, code: str, password: str) -> User:
    """Use a code: a new password, every session ended, phones left as they are, for what they hold was not sent yet.

    A name that nobody has costs as much time as one with a code: one search, one password hashed, one line written.
    """
    validate_password(password, User(username=username))
    hashed = make_password(password)
    with transaction.atomic():
        user = _use(username, typed=to_ascii_digits(code))
        if user is not None:
            validate_password(password, user)
            _set_password(user, hashed)
            return user
        journal.security("code.refused")
    raise CodeRefused()


def hash_of(code: str, user_id: int) -> str:
    return salted_hmac("accounts.ResetCode", f"{user_id}:{code}", algorithm="sha256").hexdigest()


def _use(username: str, *, typed: str) -> User | None:
    """The account whose open code was typed, and the code is spent; else the try is counted against the open code."""
    now = timezone.now()
    codes = ResetCode.objects.usable(now).select_related("user").select_for_update(of=("self",))
    row = codes.filter(user__username__iexact=username, user__is_active=True).first()
    known = row.code_hash if row else ""
    is_right = constant_time_compare(hash_of(typed, row.user_id if row else NOBODY), known)
    if row is None:
        return None
    if not is_right:
        ResetCode.objects.filter(pk=row.pk).update(wrong_tries=F("wrong_tries") + 1)
        return None
    if not stands_open_to_codes(row.user):
        return None
    ResetCode.objects.filter(pk=row.pk).update(used_at=now)
    journal.security("code.used", about=row, by=row.user)
    return row.user


def _set_password(user: User, hashed: str) -> None:
    OneTimeLink.objects.filter(user=user).usable(timezone.now()).update(revoked_at=timezone.now())
    user.password = hashed
    user.session_epoch += 1
    user.save(update_fields=["password", "session_epoch"])
    journal.security("account.password_changed", about=user, by=user)
