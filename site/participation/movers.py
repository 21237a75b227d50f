"""Memberships and marks when two records of one person become one, and when they become two again.

Memberships: those in different groups, or on different days, go over as they are. Where both records hold a membership
of one group on the same day, the kept record's row stands for that day. The days that only the other record covers
widen the kept row beside them when the post is the same; with another post they stay a membership of their own.

Marks: of two marks at one meeting the more present stands. Sex, age group and difficulty of that mark stay with it.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from people.copies import copy_of, put_back, values_of
from people.merging import Mover, register
from people.models import Person
from people.refusals import MergeBuiltUpon

from .actions.locks import lock_groups
from .actions.marks import refresh_first_times
from .models import Attendance, CommunityGroup, Meeting, Membership
from .models.attendance import attendance_id

DAY = timedelta(days=1)
MORE_PRESENT = (
    Attendance.State.PRESENT,
    Attendance.State.LATE,
    Attendance.State.EXCUSED,
    Attendance.State.ABSENT,
)
"""From the most to the least."""


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(Mover("memberships", move_memberships, put_back_memberships))
    register(Mover("marks", move_marks, put_back_marks))


# --- memberships -----------------------------------------------------------------------------------------------------
def move_memberships(kept: Person, gone: Person) -> object:
    rows = list(Membership.objects.filter(person=gone))
    _lock(row.group_id for row in rows)
    by_group: dict[uuid.UUID, list[Membership]] = {}
    for row in rows:
        by_group.setdefault(row.group_id, []).append(row)
    moved, joined = [], []
    for group, theirs in by_group.items():
        own = list(Membership.objects.filter(person=kept, group=group))
        if any(_share_a_day(one, other) for one in theirs for other in own):
            before = [copy_of(row) for row in (*own, *theirs)]
            _join(kept, own, theirs)
            after = [copy_of(row) for row in _of_one_group(kept, group)]
            joined.append({"group": str(group), "before": before, "after": after})
        else:
            moved += [str(row.pk) for row in theirs]
            Membership.objects.filter(pk__in=[row.pk for row in theirs]).update(person=kept)
    return {"moved": moved, "joined": joined}


def put_back_memberships(kept: Person, gone: Person, moved: dict) -> None:
    groups = {one["group"] for one in moved["joined"]}
    groups |= {str(key) for key in Membership.objects.filter(pk__in=moved["moved"]).values_list("group_id", flat=True)}
    _lock(groups)
    Membership.objects.filter(pk__in=moved["moved"], person=kept).update(person=gone)
    for joined in moved["joined"]:
        rows = list(_of_one_group(kept, joined["group"]))
        if [copy_of(row) for row in rows] != joined["after"]:
            raise MergeBuiltUpon
        there = {copy["id"] for copy in joined["before"]}
        Membership.objects.filter(pk__in=[row.pk for row in rows if str(row.pk) not in there]).delete()
        gone_first = sorted(joined["before"], key=lambda copy: copy["person_id"] == str(kept.pk))
        put_back(Membership, gone_first)


def _of_one_group(person: Person, group: object) -> Iterable[Membership]:
    return Membership.objects.filter(person=person, group=group).order_by("pk")


def _lock(groups: Iterable[object]) -> None:
    found = list(CommunityGroup.objects.filter(pk__in=set(groups)))
    if found:
        lock_groups(*found)


def _is_real(row: Membership) -> bool:
    return row.end_reason != Membership.EndReason.MISTAKE


def _share_a_day(one: Membership, other: Membership) -> bool:
    if not _is_real(one) or not _is_real(other):
        return False
    return one.began_on <= (other.ended_on or date.max) and other.began_on <= (one.ended_on or date.max)


@dataclass(slots=True)
class _Rest:
    """Days of the other record that no row of the kept one covers; both ends inclusive."""

    began_on: date
    ended_on: date | None
    is_cut: bool
    """The kept record's next row ends it, not its own end."""


def _rests(row: Membership, own: list[Membership]) -> list[_Rest]:
    rests, begins = [], row.began_on
    last = row.ended_on or date.max
    for kept in sorted(own, key=lambda one: one.began_on):
        if (kept.ended_on or date.max) < begins or kept.began_on > last:
            continue
        if kept.began_on > begins:
            rests.append(_Rest(begins, kept.began_on - DAY, is_cut=True))
        if kept.ended_on is None:
            return rests
        begins = kept.ended_on + DAY
    if begins <= last:
        rests.append(_Rest(begins, row.ended_on, is_cut=False))
    return rests


def _join(kept: Person, own: list[Membership], theirs: list[Membership]) -> None:
    """Bring the rows of both into one record of one group, day by day."""
    covering = [row for row in own if _is_real(row)]
    for row in sorted(theirs, key=lambda one: (one.began_on, one.pk)):
        if not _is_real(row):
            Membership.objects.filter(pk=row.pk).update(person=kept)
            continue
        rests = [rest for rest in _rests(row, covering) if not _widen(rest, row, covering)]
        old = copy_of(row)
        row.delete()
        for place, rest in enumerate(rests):
            values = values_of(Membership, old) | {"person_id": kept.pk, "began_on": rest.began_on}
            if place:
                values["id"] = uuid.uuid5(values["id"], str(rest.began_on))
            if rest.is_cut:
                values |= {"ended_on": rest.ended_on, "end_reason": Membership.EndReason.POST_CHANGED}
            piece = Membership(**values)
            put_back(Membership, [copy_of(piece)])
            covering.append(piece)


def _widen(rest: _Rest, row: Membership, covering: list[Membership]) -> bool:
    """Whether a row of the same post beside these days now covers them too."""
    for kept in covering:
        if kept.post_id != row.post_id:
            continue
        if rest.is_cut and rest.ended_on == kept.began_on - DAY:
            kept.began_on = rest.began_on
        elif kept.ended_on == rest.began_on - DAY and not rest.is_cut:
            kept.ended_on, kept.end_reason, kept.ended_by_id = row.ended_on, row.end_reason, row.ended_by_id
        else:
            continue
        Membership.objects.filter(pk=kept.pk).update(
            began_on=kept.began_on, ended_on=kept.ended_on, end_reason=kept.end_reason, ended_by=kept.ended_by_id
        )
        return True
    return False


# --- marks -----------------------------------------------------------------------------------------------------------
def move_marks(kept: Person, gone: Person) -> object:
    theirs = list(Attendance.objects.filter(person=gone).select_related("meeting"))
    groups = {row.meeting.group_id for row in theirs}
    own = {row.meeting_id: row for row in _marks_in(groups, kept)}
    first_times = [str(row.pk) for row in own.values() if row.is_first_time]
    before, rows = [copy_of(row) for row in theirs], []
    both = []
    for row in theirs:
        mine = own.get(row.meeting_id)
        if mine is not None:
            both.append(copy_of(mine))
            row = min(mine, row, key=lambda mark: MORE_PRESENT.index(mark.state))
        values = {field.attname: getattr(row, field.attname) for field in Attendance._meta.concrete_fields}
        rows.append(Attendance(**values | {"id": attendance_id(row.meeting_id, kept.pk), "person_id": kept.pk}))
    Attendance.objects.filter(Q(pk__in=[row.pk for row in theirs]) | Q(pk__in=[copy["id"] for copy in both])).delete()
    Attendance.objects.bulk_create(rows)
    for group in CommunityGroup.objects.filter(pk__in=groups):
        refresh_first_times(group, [kept.pk])
    states = {str(row.meeting_id): row.state for row in rows}
    return {
        "gone": before,
        "both": both,
        "states": states,
        "own": [str(row.pk) for row in own.values()],
        "first_times": first_times,
        "groups": sorted(map(str, groups)),
    }


def put_back_marks(kept: Person, gone: Person, moved: dict) -> None:
    """What was corrected since stays corrected; what was recorded since stays with the kept record."""
    now = {str(row.meeting_id): row for row in Attendance.objects.filter(person=kept, meeting__in=moved["states"])}
    both = {copy["meeting_id"]: copy for copy in moved["both"]}
    meetings = {str(key) for key in Meeting.objects.filter(pk__in=moved["states"]).values_list("pk", flat=True)}
    back = []
    for copy in moved["gone"]:
        meeting = copy["meeting_id"]
        mine = now.get(meeting)
        if meeting in both and meeting in meetings:
            back.append(copy)
            if mine is not None and mine.state == moved["states"][meeting]:
                back.append(both[meeting])
        elif mine is not None:
            back.append(copy | {"state": mine.state})
            mine.delete()
    put_back(Attendance, back)
    first = set(moved["first_times"])
    for row in Attendance.objects.filter(meeting__group__in=moved["groups"], person=kept):
        if row.is_first_time != (str(row.pk) in first):
            Attendance.objects.filter(pk=row.pk).update(is_first_time=not row.is_first_time)
    _find_first_times_anew(kept, moved)


def _find_first_times_anew(kept: Person, moved: dict) -> None:
    """Where marks of the kept record came since the merge, their first times are worked out again."""
    for group in CommunityGroup.objects.filter(pk__in=moved["groups"]):
        since = set(map(str, _marks_in({group.pk}, kept).values_list("pk", flat=True))) - set(moved["own"])
        if since:
            refresh_first_times(group, [kept.pk])


def _marks_in(groups: Iterable[object], person: Person) -> QuerySet[Attendance]:
    return Attendance.objects.filter(meeting__group__in=groups, person=person)
