"""Requests to a second person, with what the reader may do about each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..actions.second_person import may_answer
from ..models import ConfirmationRequest, User


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request: what it is about, how it stands, whether the reader may answer it or take it back."""

    request: ConfirmationRequest
    about: User
    state: Promise
    may_confirm: bool
    may_turn_down: bool


def request_rows(requests: Iterable[ConfirmationRequest], *, user: User) -> list[RequestRow]:
    """``requests`` come with the role or the access, and with its person."""
    now, rows = timezone.now(), []
    for each in requests:
        waits = each.outcome == ConfirmationRequest.Outcome.WAITING
        is_expired = waits and each.expires_at <= now
        may_confirm = waits and not is_expired and may_answer(each, user)
        rows.append(
            RequestRow(
                request=each,
                about=each.grant.user if each.grant else each.access.officer,
                state=_("Expired") if is_expired else ConfirmationRequest.Outcome(each.outcome).label,
                may_confirm=may_confirm,
                may_turn_down=may_confirm or waits and not is_expired and user.pk == each.asked_by_id,
            )
        )
    return rows
