"""One-time links: opened, used once, taken back. Only a hash of the token is kept; the token is shown once."""

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import journal
from ..models import OneTimeLink, RoleGrant, User
from ..publishing import keep_in_step
from ..refusals import Refusal
from ..roles import Capability

LASTS = timedelta(hours=72)
LASTS_FIRST_ADMINISTRATOR = timedelta(hours=1)


class LinkSpent(Refusal):
    message = _("This link does not work any more. Ask for a new one.")


class AdministratorExists(Refusal):
    message = _("There is an administrator already. Ask them for an invitation.")


class WrongCode(Refusal):
    message = _("This code is not right. Wait for the next one and try again.")
    field = "code"


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_link(token: str) -> OneTimeLink | None:
    """The link of a token while it would still work; reading changes nothing."""
    link = OneTimeLink.objects.usable(timezone.now()).select_related("user").filter(token_hash=hash_of(token)).first()
    if link is None or link.user is not None and not link.user.is_active:
        return None
    if link.purpose == OneTimeLink.Purpose.FIRST_ADMINISTRATOR and there_is_an_administrator():
        return None
    return link


def there_is_an_administrator() -> bool:
    return User.objects.holding(Capability.MANAGE_ACCOUNTS).exists()


@transaction.atomic
def open_first_administrator_link() -> str:
    """The path of the link that makes the first administrator: one hour, and only while there is none."""
    if there_is_an_administrator():
        raise AdministratorExists()
    earlier = OneTimeLink.objects.filter(purpose=OneTimeLink.Purpose.FIRST_ADMINISTRATOR).usable(timezone.now())
    earlier.update(revoked_at=timezone.now())
    path, _link = open_link(
        OneTimeLink.Purpose.FIRST_ADMINISTRATOR, user=None, by=None, lasts=LASTS_FIRST_ADMINISTRATOR
    )
    return path


@transaction.atomic
def open_invitation(*, user: User, by: User) -> str:
    """The path of a link with which a new person chooses a password; an earlier one is taken back."""
    _take_back(user, OneTimeLink.Purpose.INVITATION)
    path, _link = open_link(OneTimeLink.Purpose.INVITATION, user=user, by=by, lasts=LASTS)
    return path


@transaction.atomic
def open_new_password_link(*, user: User, by: User) -> str:
    """The path of a link to a new password, for who has no mail; the second factor stays as it is."""
    _take_back(user, OneTimeLink.Purpose.NEW_PASSWORD)
    path, _link = open_link(OneTimeLink.Purpose.NEW_PASSWORD, user=user, by=by, lasts=LASTS)
    return path


@transaction.atomic
def open_new_password_link_by_mail(*, user: User) -> str:
    """The same, asked for at sign-in: opened by nobody, and it takes back no link that an administrator gave."""
    path, _link = open_link(OneTimeLink.Purpose.NEW_PASSWORD, user=user, by=None, lasts=LASTS)
    return path


@transaction.atomic
def revoke_link(*, link: OneTimeLink, by: User) -> OneTimeLink:
    """Take a link back; one that is used or over stays as it is."""
    if OneTimeLink.objects.filter(pk=link.pk).usable(timezone.now()).update(revoked_at=timezone.now()):
        journal.security("link.revoked", about=link, by=by)
    link.refresh_from_db()
    return link


@transaction.atomic
def choose_password(*, token: str, password: str) -> User:
    """Use an invitation or a link to a new password. Every session and every other link of the account ends."""
    link = find_link(token)
    if link is None or link.user is None:
        raise LinkSpent()
    user = link.user
    validate_password(password, user)
    use_link(link, by=user)
    OneTimeLink.objects.filter(user=user).usable(timezone.now()).update(revoked_at=timezone.now())
    user.set_password(password)
    user.session_epoch += 1
    user.save(update_fields=["password", "session_epoch"])
    journal.security("account.password_changed", about=user, by=user)
    return user


@transaction.atomic
def make_first_administrator(
    *, token: str, username: str, full_name: str, password: str, totp_secret: str, code: str, language: str
) -> tuple[User, list[str]]:
    """Use the first link: account, role, password and second factor in one step. Gives the recovery codes, once."""
    link = find_link(token)
    if link is None or link.purpose != OneTimeLink.Purpose.FIRST_ADMINISTRATOR:
        raise LinkSpent()
    user = User(username=username.strip(), full_name=full_name.strip(), language=language)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    if not validate_totp_code(totp_secret, code):
        raise WrongCode()
    user.set_password(password)
    user.full_clean()
    user.save()
    use_link(link, by=user)
    grant = RoleGrant(user=user, role="administrator", began_on=timezone.localdate())
    grant.full_clean()
    grant.save()
    TOTP.activate(user, totp_secret)
    codes = RecoveryCodes.activate(user)
    codes.mark_as_viewed()
    keep_in_step(user)
    journal.security("role.granted", about=grant, by=user, role=grant.role, user=user.pk)
    journal.security("account.second_factor_added", about=user, by=user, type="totp")
    return user, codes.get_unused_codes()


def open_link(purpose: str, *, user: User | None, by: User | None, lasts: timedelta = LASTS) -> tuple[str, OneTimeLink]:
    """The path with the token, which nobody can read again, and the row; the caller says what the link is for."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    link = OneTimeLink(
        purpose=purpose,
        token_hash=hash_of(token),
        user=user,
        created_at=now,
        created_by=by,
        expires_at=now + lasts,
    )
    link.full_clean()
    link.save()
    journal.security("link.opened", about=link, by=by, purpose=purpose, user=user.pk if user else 0)
    return reverse("link", kwargs={"token": token}), link


def _take_back(user: User, purpose: str) -> None:
    now = timezone.now()
    OneTimeLink.objects.filter(user=user, purpose=purpose).usable(now).update(revoked_at=now)


def use_link(link: OneTimeLink, *, by: User | None) -> None:
    """Consumes the link; of two at the same moment, the second is refused."""
    now = timezone.now()
    if not OneTimeLink.objects.filter(pk=link.pk).usable(now).update(used_at=now):
        raise LinkSpent()
    journal.security("link.used", about=link, by=by, purpose=link.purpose)
