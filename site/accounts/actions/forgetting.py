"""What is forgotten of staff, and old lines of the journal; and changing a term, with a reason."""

from collections.abc import Sequence
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import journal
from ..models import ApiToken, Notice, OneTimeLink, ResetCode, RetentionTerm, StaffCheck, User
from ..refusals import Refusal
from ..retention.terms import TERMS, numbers_now
from ..roles import Capability
from ..written_reasons import judged_reason
from .roles import NotYours

FORMER = "former-"
"""Before the number of an account that lost its name: what stands where its user name stood."""


class TermIsFixed(Refusal):
    message = _("This term is part of a promise on paper and is not changed here.")


class TermOutOfBounds(Refusal):
    message = _("That is shorter or longer than this data may be kept.")
    field = "number"


type Rows = tuple[type[models.Model], str]
_rows_of_accounts: list[Rows] = [
    (Notice, "user"),
    (ApiToken, "made_by"),
    (StaffCheck, "user"),
    (ResetCode, "user"),
    (OneTimeLink, "user"),
    (EmailAddress, "user"),
    (Authenticator, "user"),
]


def register_rows(model: type[models.Model], path: str) -> None:
    """Rows that go with a forgotten account, by the link (at ``path``) that leads to it."""
    _rows_of_accounts.append((model, path))


@transaction.atomic
def forget_accounts(*, keys: Sequence[object], on: date) -> None:
    """Take away name, address, password, second factors and all that opens these accounts. What they did stays."""
    users = list(User.objects.select_for_update().filter(pk__in=keys, forgotten_on__isnull=True))
    for user in users:
        user.username, user.full_name, user.email = f"{FORMER}{user.pk}", "", ""
        user.password = make_password(None)
        user.is_active = user.is_staff = False
        user.deputy_id, user.forgotten_on = None, on
        user.session_epoch += 1
    User.objects.bulk_update(
        users,
        [
            *("username", "full_name", "email", "password", "is_active", "is_staff", "deputy", "forgotten_on"),
            "session_epoch",
        ],
    )
    gone = [user.pk for user in users]
    User.objects.filter(deputy__in=gone).update(deputy=None)
    for model, path in _rows_of_accounts:
        model.objects.filter(**{f"{path}__in": gone}).delete()
    journal.note_all("account.forgotten", ((user, {}) for user in users), by=None)


@transaction.atomic
def change_term(*, key: str, number: int, reason: str, by: User) -> RetentionTerm:
    """Keep one kind of data longer or shorter from now on. The row says why; the journal says that it was done."""
    if not by.can(Capability.EDIT_RULES):
        raise NotYours()
    term = TERMS[key]
    if term.is_fixed:
        raise TermIsFixed()
    if not term.least <= number <= term.most:
        raise TermOutOfBounds
    reason = judged_reason(reason)
    was = numbers_now()[key]
    changed = RetentionTerm(key=key, number=number, reason=reason, changed_at=timezone.now(), changed_by=by)
    changed.full_clean()
    changed.save()
    journal.note("retention.term_changed", about=changed, by=by, term=key, was=was, number=number)
    return changed
