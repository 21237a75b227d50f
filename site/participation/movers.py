"""Memberships, marks and photos when two records of one person become one, and when they become two again.

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
from django.utils import timezone

from people.copies import Copy, copy_of, put_back, values_of
from people.merging import Mover, register
from people.models import Person, PersonAlias
from people.refusals import MergeBuiltUpon

from .actions.deltas import count_differences, look_again
from .actions.locks import lock_groups
from .actions.marks import MORE_PRESENT, counted_mark, refresh_first_times
from .cells import Cells, cells_of
from .models import Attendance, CommunityGroup, Meeting, MeetingPhoto, MeetingPhotoPerson, Membership, RetentionHold
from .models.attendance import attendance_id

DAY = timedelta(days=1)


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(Mover("memberships", move_memberships, put_back_memberships))
    register(Mover("marks", move_marks, put_back_marks))
    register(Mover("photos", move_photos, put_back_photos))
    register(Mover("holds", move_holds, put_back_holds))


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
            PersonAlias.objects.bulk_create(PersonAlias(old_id=pk, person=kept) for pk in _vanished(before, after))
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
        PersonAlias.objects.filter(old_id__in=_vanished(joined["before"], joined["after"])).delete()
        there = {copy["id"] for copy in joined["before"]}
        Membership.objects.filter(pk__in=[row.pk for row in rows if str(row.pk) not in there]).delete()
        gone_first = sorted(joined["before"], key=lambda copy: copy["person_id"] == str(kept.pk))
        put_back(Membership, gone_first)


def _vanished(before: list[Copy], after: list[Copy]) -> set[str]:
    """The rows that went into others; who comes to their old address is led to the person."""
    return {copy["id"] for copy in before} - {copy["id"] for copy in after}


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
    _count_again(
        {row.meeting for row in theirs},
        [*theirs, *(own[row.meeting_id] for row in theirs if row.meeting_id in own)],
        rows,
    )
    _look_again([row.meeting for row in theirs])
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
    there = list(Meeting.objects.filter(pk__in=moved["states"]))
    meetings = {str(meeting.pk) for meeting in there}
    both_people = Attendance.objects.filter(meeting__in=there, person__in=[kept, gone])
    before = list(both_people)
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
    _count_again(there, before, list(both_people.all()))
    _look_again(there)
    first = set(moved["first_times"])
    for row in Attendance.objects.filter(meeting__group__in=moved["groups"], person=kept):
        if row.is_first_time != (str(row.pk) in first):
            Attendance.objects.filter(pk=row.pk).update(is_first_time=not row.is_first_time)
    _find_first_times_anew(kept, moved)


def _count_again(meetings: Iterable[Meeting], before: Iterable[Attendance], after: Iterable[Attendance]) -> None:
    """Two marks of one meeting that became one, or two again, are counted so."""
    count_differences(meetings, _by_meeting(before), _by_meeting(after))


def _look_again(meetings: Iterable[Meeting]) -> None:
    """Whose marks these are has changed: who is counted once is found anew in their groups."""
    first: dict[uuid.UUID, date] = {}
    for meeting in meetings:
        first[meeting.group_id] = min(meeting.held_on, first.get(meeting.group_id, meeting.held_on))
    for group, since in first.items():
        look_again(group, since=since)


def _by_meeting(rows: Iterable[Attendance]) -> dict[uuid.UUID, Cells]:
    found: dict[uuid.UUID, Cells] = {}
    for row in rows:
        found[row.meeting_id] = found.get(row.meeting_id, Cells()) + cells_of([counted_mark(row)], ())
    return found


def _find_first_times_anew(kept: Person, moved: dict) -> None:
    """Where marks of the kept record came since the merge, their first times are worked out again."""
    for group in CommunityGroup.objects.filter(pk__in=moved["groups"]):
        since = set(map(str, _marks_in({group.pk}, kept).values_list("pk", flat=True))) - set(moved["own"])
        if since:
            refresh_first_times(group, [kept.pk])


def _marks_in(groups: Iterable[object], person: Person) -> QuerySet[Attendance]:
    return Attendance.objects.filter(meeting__group__in=groups, person=person)


# --- photos ----------------------------------------------------------------------------------------------------------
def move_photos(kept: Person, gone: Person) -> object:
    """Who is shown under both records is shown once."""
    rows = list(MeetingPhotoPerson.objects.filter(person=gone))
    known = set(MeetingPhotoPerson.objects.filter(person=kept).values_list("photo_id", flat=True))
    moved = [row.pk for row in rows if row.photo_id not in known]
    dropped = [row for row in rows if row.photo_id in known]
    MeetingPhotoPerson.objects.filter(pk__in=moved).update(person=kept)
    MeetingPhotoPerson.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    return {"moved": moved, "dropped": [copy_of(row) for row in dropped]}


def put_back_photos(kept: Person, gone: Person, moved: dict) -> None:
    """Only on photos that are still there."""
    MeetingPhotoPerson.objects.filter(pk__in=moved["moved"], person=kept).update(person=gone)
    photos = {str(copy["photo_id"]) for copy in moved["dropped"]}
    there = set(map(str, MeetingPhoto.objects.filter(pk__in=photos).values_list("pk", flat=True)))
    put_back(MeetingPhotoPerson, [copy for copy in moved["dropped"] if str(copy["photo_id"]) in there])


# --- holds -----------------------------------------------------------------------------------------------------------
def move_holds(kept: Person, gone: Person) -> object:
    """What kept the one from being erased keeps the other; of two open holds the longer stands, and the other ends."""
    rows = list(RetentionHold.objects.filter(Q(person=gone) | Q(person=kept), ended_at__isnull=True))
    shorter = sorted(rows, key=lambda row: row.until)[:-1]
    RetentionHold.objects.filter(pk__in=[row.pk for row in shorter]).update(ended_at=timezone.now())
    moved = [str(key) for key in RetentionHold.objects.filter(person=gone).values_list("pk", flat=True)]
    RetentionHold.objects.filter(person=gone).update(person=kept)
    return {"moved": moved, "ended": [str(row.pk) for row in shorter]}


def put_back_holds(kept: Person, gone: Person, moved: dict) -> None:
    """Both hold again, each its own record; one that somebody placed since stays with the kept one."""
    RetentionHold.objects.filter(pk__in=moved["moved"], person=kept).update(person=gone)
    for hold in RetentionHold.objects.filter(pk__in=moved["ended"]):
        if not RetentionHold.objects.filter(person=hold.person_id, ended_at__isnull=True).exists():
            RetentionHold.objects.filter(pk=hold.pk).update(ended_at=None)
