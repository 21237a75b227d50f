"""Calling groups that have gone quiet: what came of it, out of a closed list, and when to call again."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal

from ..models import CommunityGroup, GroupCall
from .locks import lock_group, refuse_future

FARTHEST = timedelta(days=365)


class NextCallIsEarlier(Refusal):
    field = "next_call_on"
    message = _("The next call comes after this one.")


class NextCallTooFarAhead(Refusal):
    field = "next_call_on"
    message = _("This day is more than a year away.")


class ClosedGroupIsNotCalled(Refusal):
    message = _("This group is closed. Nobody needs to be called.")


@transaction.atomic
def note_call(
    *, group: CommunityGroup, called_on: date, outcome: str, by: User, next_call_on: date | None = None
) -> GroupCall:
    """Somebody called about a group. It changes nothing about when the group is overdue: only meeting does."""
    lock_group(group)
    if group.status == CommunityGroup.Status.CLOSED:
        raise ClosedGroupIsNotCalled
    refuse_future(called_on, field="called_on")
    if next_call_on is not None and next_call_on <= called_on:
        raise NextCallIsEarlier
    if next_call_on is not None and next_call_on > called_on + FARTHEST:
        raise NextCallTooFarAhead
    call = GroupCall(group=group, called_on=called_on, outcome=outcome, next_call_on=next_call_on, created_by=by)
    call.full_clean()
    call.save(force_insert=True)
    journal.note("group.called", about=call, by=by, group=group.pk, called_on=called_on, outcome=outcome)
    return call
