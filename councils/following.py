"""Mandates go with the people who hold them: out of the council, back into it, and from one record to another."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from participation.actions.locks import lock_groups
from participation.endings import Follower
from participation.endings import register as register_follower
from participation.models import CommunityGroup, Kind, Membership
from people.copies import copy_of, put_back, values_of
from people.merging import Mover
from people.merging import register as register_mover
from people.models import Person
from people.refusals import MergeBuiltUpon

from .actions.mandates import close_early, drop, reopen
from .models import Mandate

DAY = timedelta(days=1)
Left = Membership.EndReason
Reason = Mandate.EndReason
REASONS = {
    Left.AGED_OUT: Reason.AGED_OUT,
    Left.MOVED_AWAY: Reason.MOVED,
    Left.TRANSFERRED: Reason.MOVED,
    Left.CHOSE_TO_LEAVE: Reason.RESIGNED,
}
"""Why a mandate ends when its holder leaves the council; for any other reason of leaving: another reason."""
COMES_BACK = frozenset({Left.TERM_ENDED, Left.OTHER})
"""Whoever leaves so may have been chosen again already and keeps the mandate that lies ahead."""


def register_all() -> None:
    """Called once, when the apps are ready."""
    register_follower(Follower("mandates", end_with, take_up_with))
    register_mover(Mover("mandates", move_mandates, put_back_mandates))


# --- leaving the council, and coming back ----------------------------------------------------------------------------
def end_with(memberships: Iterable[Membership], by: User) -> None:
    """Who has left a council has no seat in it: mandates in office end that day, those ahead are taken back.

    Of a membership entered by mistake no mandate was true either.
    """
    for membership in _in_councils(memberships):
        reason, last_day = membership.end_reason, membership.ended_on
        for mandate in _mandates_of(membership):
            never_was = reason == Left.MISTAKE and mandate.began_on <= last_day
            lies_ahead = mandate.began_on > last_day and reason not in COMES_BACK
            if never_was or lies_ahead:
                drop(mandate, by)
            elif mandate.began_on <= last_day < mandate.last_on:
                _end(mandate, last_day, REASONS.get(reason, Reason.OTHER), by)


def _end(mandate: Mandate, last_day: date, reason: str, by: User) -> None:
    """As at any early end; one that had an earlier last day than its term ends on this one instead."""
    mandate.ended_on, mandate.end_reason, mandate.ended_by = None, "", None
    close_early(mandate, last_day, reason, by)


def take_up_with(memberships: Iterable[Membership], ended_on: date, by: User) -> None:
    """An end of a membership was a mistake: so was the end of the mandate, unless somebody else has the seat now."""
    for membership in _in_councils(memberships):
        for mandate in _mandates_of(membership).filter(ended_on=ended_on):
            try:
                with transaction.atomic():
                    reopen(mandate, by)
            except ValidationError:
                continue


def _in_councils(memberships: Iterable[Membership]) -> list[Membership]:
    return [membership for membership in memberships if membership.group.kind == Kind.COUNCIL]


def _mandates_of(membership: Membership):
    """Those that end on or after the first day of the membership."""
    rows = Mandate.objects.filter(council=membership.group_id, person=membership.person_id)
    return rows.with_last_day().filter(last_on__gte=membership.began_on).order_by("began_on", "pk")


# --- two records of one person become one, and two again -------------------------------------------------------------
def move_mandates(kept: Person, gone: Person) -> object:
    """Mandates go over as they are. Where both records sat in one council on the same day, the kept record's seat
    stands for that day and the other seat was empty: the database knows nobody twice in one council."""
    theirs = list(Mandate.objects.filter(person=gone).order_by("began_on", "pk"))
    councils = {row.council_id for row in theirs}
    _lock(councils)
    own: dict[uuid.UUID, list[Mandate]] = {}
    for row in Mandate.objects.filter(person=kept, council__in=councils).order_by("began_on", "pk"):
        own.setdefault(row.council_id, []).append(row)
    moved, cut = [], []
    for row in theirs:
        rests = _rests(row, own.get(row.council_id, []))
        if rests == [(row.began_on, row.last_on)]:
            moved.append(str(row.pk))
            Mandate.objects.filter(pk=row.pk).update(person=kept)
        else:
            before = copy_of(row)
            row.delete()
            pieces = [_piece(before, kept, place, *days) for place, days in enumerate(rests)]
            put_back(Mandate, [copy_of(piece) for piece in pieces])
            after = Mandate.objects.filter(pk__in=[piece.pk for piece in pieces])
            cut.append({"before": before, "after": [copy_of(piece) for piece in after]})
    return {"moved": moved, "cut": cut}


def put_back_mandates(kept: Person, gone: Person, moved: dict) -> None:
    """What was cut is whole again, where its pieces stand as the merge left them and the seat is still free."""
    rows = Mandate.objects.filter(pk__in=moved["moved"], person=kept)
    councils = {str(key) for key in rows.values_list("council_id", flat=True)}
    _lock(councils | {one["before"]["council_id"] for one in moved["cut"]})
    rows.update(person=gone)
    for one in moved["cut"]:
        pieces = Mandate.objects.filter(pk__in=[copy["id"] for copy in one["after"]])
        by_key = {str(row.pk): copy_of(row) for row in pieces}
        if by_key != {copy["id"]: copy for copy in one["after"]}:
            raise MergeBuiltUpon
        pieces.delete()
        whole = Mandate(**values_of(Mandate, one["before"]))
        if Mandate.objects.filter(seat=whole.seat_id).overlapping(whole.began_on, whole.last_on).exists():
            raise MergeBuiltUpon
        put_back(Mandate, [one["before"]])


def _rests(row: Mandate, own: list[Mandate]) -> list[tuple[date, date]]:
    """The days of a mandate on which none of the kept record's own in that council stands, both ends inclusive."""
    rests, begins = [], row.began_on
    for kept in own:
        if kept.last_on < begins or kept.began_on > row.last_on:
            continue
        if kept.began_on > begins:
            rests.append((begins, kept.began_on - DAY))
        begins = kept.last_on + DAY
    if begins <= row.last_on:
        rests.append((begins, row.last_on))
    return rests


def _piece(before: dict, kept: Person, place: int, began_on: date, last_on: date) -> Mandate:
    """Some days of a mandate: the first piece keeps its id, so that what knows the mandate finds it."""
    values = values_of(Mandate, before) | {"person_id": kept.pk, "began_on": began_on}
    if place:
        values["id"] = uuid.uuid5(values["id"], str(began_on))
    if last_on < (values["ended_on"] or values["ends_on"]):
        values |= {"ended_on": last_on, "end_reason": Reason.OTHER, "ended_by_id": None}
    return Mandate(**values)


def _lock(councils: Iterable[object]) -> None:
    found = list(CommunityGroup.objects.filter(pk__in=set(councils)))
    if found:
        lock_groups(*found)
