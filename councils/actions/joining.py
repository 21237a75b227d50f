"""Who holds a seat is a member of the council: membership follows the mandate, and the mandate the membership."""

from django.utils import timezone

from accounts.models import User
from participation.actions.memberships import ORDINARY_POST, begin_earlier, end_membership, enrol
from participation.models import Membership, Post

from ..models import Mandate
from ..refusals import LeftBefore, NotAMember

HOW_FILLED = Membership.HowFilled


def bring_in(mandate: Mandate, *, post: Post | None, by: User | None) -> None:
    """Make the holder a member from the first day in office, where that day has come and they are none."""
    today = timezone.localdate()
    if mandate.began_on > today:
        return
    member = _membership_at(mandate)
    if member is not None and member.began_on > mandate.began_on:
        member = begin_earlier(membership=member, began_on=mandate.began_on, by=by)
    if member is None:
        member = enrol(
            group=mandate.council,
            person=mandate.person,
            post=post or _ordinary_post(mandate),
            began_on=mandate.began_on,
            how_filled=_how_filled(mandate),
            by=by,
        )
        if mandate.last_on < today:
            end_membership(
                membership=member, ended_on=mandate.last_on, end_reason=Membership.EndReason.TERM_ENDED, by=by
            )
    refuse_who_left(mandate)


def refuse_who_left(mandate: Mandate) -> None:
    """Nobody sits in a council that they have left: the memberships reach to the last day in office, or to today."""
    until = min(mandate.last_on, timezone.localdate())
    if until < mandate.began_on:
        return
    rows = Membership.objects.filter(group=mandate.council_id, person=mandate.person_id)
    if not rows.current(until).exists():
        raise LeftBefore if rows.real().filter(ended_on__gte=mandate.began_on).exists() else NotAMember


def _membership_at(mandate: Mandate) -> Membership | None:
    """The membership of the first day in office, else the open one that began later."""
    rows = Membership.objects.filter(group=mandate.council_id, person=mandate.person_id)
    return rows.current(mandate.began_on).first() or rows.real().open().first()


def _ordinary_post(mandate: Mandate) -> Post:
    return Post.objects.get(kind=mandate.council.kind, code=ORDINARY_POST)


def _how_filled(mandate: Mandate) -> str:
    method = mandate.method
    if method.is_election:
        return HOW_FILLED.ELECTED
    return method.code if method.code in HOW_FILLED.values else ""
