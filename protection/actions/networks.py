"""Which clubs and councils a network stands beside."""

from datetime import date

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.actions.locks import lock_group, refuse_future
from participation.models import CommunityGroup, Kind

from ..models import StandsBeside
from ..network_refusals import (
    BesideAlready,
    BesideEndsBeforeItBegins,
    BesideIsOver,
    NetworkIsClosed,
    NotANetwork,
    NotBesideANetwork,
)

OF_CHILDREN = (Kind.CLUB, Kind.COUNCIL)


@transaction.atomic
def stand_beside(*, network: CommunityGroup, group: CommunityGroup, began_on: date, by: User) -> StandsBeside:
    """From a day on a network stands beside a club or council: each knows whom to turn to."""
    if network.kind != Kind.NETWORK:
        raise NotANetwork
    lock_group(network)
    if network.status == CommunityGroup.Status.CLOSED:
        raise NetworkIsClosed
    if group.kind not in OF_CHILDREN or group.status == CommunityGroup.Status.CLOSED:
        raise NotBesideANetwork
    refuse_future(began_on, field="began_on")
    if StandsBeside.objects.filter(network=network, group=group).overlapping(began_on, None).exists():
        raise BesideAlready
    beside = StandsBeside(network=network, group=group, began_on=began_on, created_by=by)
    beside.full_clean()
    beside.save(force_insert=True)
    journal.note("network.stands_beside", about=network, by=by, group=group.pk, began_on=began_on)
    return beside


@transaction.atomic
def end_beside(*, beside: StandsBeside, ended_on: date, by: User) -> StandsBeside:
    """The last day on which a network stood beside a group."""
    lock_group(beside.network)
    beside.refresh_from_db()
    refuse_future(ended_on, field="ended_on")
    if beside.ended_on is not None:
        raise BesideIsOver
    if ended_on < beside.began_on:
        raise BesideEndsBeforeItBegins
    beside.ended_on = ended_on
    beside.full_clean()
    beside.save(update_fields=["ended_on"])
    journal.note("network.left", about=beside.network, by=by, group=beside.group_id, ended_on=ended_on)
    return beside
