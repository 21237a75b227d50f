"""Keys for other systems: made with a reason and shown once, ended by a tap, or when their maker leaves."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khmertext.normalise import normalise
from places.models import AdminArea

from .. import journal
from ..api.lending import carries, lent, reaches
from ..api.scopes import ApiScope
from ..models import ApiToken, User
from ..models.tokens import ENDS_SOON, PREFIX, SHOWN
from ..refusals import Refusal
from ..roles import Capability
from .notices import notify
from .roles import NotYours, OutOfReach

LONGEST = 365
WHERE = "/desk/accounts/systems/"


class ReasonTooShort(Refusal):
    message = _("Say in at least ten letters what the numbers are needed for.")
    field = "reason"


class LastsTooLong(Refusal):
    message = _("A key works for a year at most. Then somebody looks whether it is still needed.")
    field = "days"


class NothingToRead(Refusal):
    message = _("Choose what the other system may read.")
    field = "scopes"


class BeyondYourRole(Refusal):
    message = _("Your own role does not see this: %(part)s. A key never sees more than who made it.")
    field = "scopes"


LEAST_REASON = 10


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(
    *, system: str, reason: str, scopes: Sequence[str], days: int, by: User, area: AdminArea | None = None
) -> tuple[ApiToken, str]:
    """The key as it is kept, and the key itself, which nobody can read again."""
    if not by.can(Capability.MANAGE_TOKENS):
        raise NotYours
    reason = normalise(reason).strip()
    if len(reason) < LEAST_REASON:
        raise ReasonTooShort
    if not 1 <= days <= LONGEST:
        raise LastsTooLong
    place = area.pk if area else None
    if not reaches(by, place):
        raise OutOfReach
    chosen = [scope for scope in ApiScope if scope in scopes]
    if not chosen:
        raise NothingToRead
    for scope in chosen:
        if not carries(lent(by.current_grants, area=place, scope=scope), scope):
            raise BeyondYourRole(part=str(scope.label))
    plain = PREFIX + secrets.token_urlsafe(32)
    today = timezone.localdate()
    token = ApiToken(
        system=normalise(system).strip(),
        reason=reason,
        scopes=[scope.value for scope in chosen],
        area=area,
        token_hash=hash_of(plain),
        begins_with=plain[:SHOWN],
        made_on=today,
        made_by=by,
        expires_on=today + timedelta(days=days),
    )
    token.full_clean()
    token.save()
    journal.security(
        "token.made", about=token, by=by, scopes=token.scopes, area=place or "", until=token.expires_on.isoformat()
    )
    return token, plain


@transaction.atomic
def end_token(*, token: ApiToken, by: User) -> ApiToken:
    """At once and for good: by its maker, or by who keeps the accounts. Twice is as good as once."""
    if by.pk != token.made_by_id and not by.can(Capability.MANAGE_ACCOUNTS):
        raise NotYours
    _end(token, by=by)
    return token


@transaction.atomic
def end_tokens_of(*, user: User, by: User | None) -> int:
    """With a closed account all its keys end; opening it again brings none back."""
    tokens = list(ApiToken.objects.filter(made_by=user, ended_at__isnull=True).order_by("pk"))
    for token in tokens:
        _end(token, by=by)
    return len(tokens)


@transaction.atomic
def tend_tokens() -> tuple[int, int]:
    """What is due each night: keys end whose makers no longer may, and makers hear of keys that run out or lie idle.

    How many ended, and how many makers were told.
    """
    today, ended, told = timezone.localdate(), 0, 0
    for token in ApiToken.objects.working(today).select_related("made_by").order_by("pk"):
        maker = token.made_by
        if not maker.is_active or not maker.can(Capability.MANAGE_TOKENS):
            _end(token, by=None)
            ended += 1
        elif token.expires_on - today <= ENDS_SOON and token.told_end_on is None:
            _tell(token, "token_ends_soon", told_end_on=today)
            told += 1
        elif token.state_on(today) == ApiToken.State.IDLE and not _knows_it_is_idle(token):
            _tell(token, "token_idle", told_idle_on=today)
            told += 1
    return ended, told


def _knows_it_is_idle(token: ApiToken) -> bool:
    """Since it was last used, its maker has heard."""
    return token.told_idle_on is not None and token.told_idle_on > (token.last_used_on or token.made_on)


def _tell(token: ApiToken, text_key: str, **told: object) -> None:
    ApiToken.objects.filter(pk=token.pk).update(**told)
    notify(user=token.made_by, text_key=text_key, link=WHERE)


def _end(token: ApiToken, *, by: User | None) -> None:
    now = timezone.now()
    if not ApiToken.objects.filter(pk=token.pk, ended_at__isnull=True).update(ended_at=now, ended_by=by):
        token.refresh_from_db(fields=["ended_at", "ended_by"])
        return
    token.ended_at, token.ended_by = now, by
    journal.security("token.ended", about=token, by=by)
    if by is not None and by.pk != token.made_by_id and token.made_by.is_active:
        notify(user=token.made_by, text_key="token_ended", link=WHERE)
