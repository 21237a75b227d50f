"""The steps of the kept counts, appended in the transaction of what they count: one statement for each write."""

from collections.abc import Iterable, Mapping
from datetime import date

from accounts.inserting import insert, insert_all

from ..cells import Cells, Guest
from ..models import CountDelta, HeadCount, Meeting

RESTED_ON = frozenset({"area", "founded_on", "rhythm_days"})
"""What kept counts of a group rest on beside its meetings."""


def counted_guests(row: HeadCount) -> Guest:
    """A count of guests as the kept counts see it."""
    return row.group, row.basis, row.number, row.with_difficulty


def count_in(meeting: Meeting, cells: Cells) -> None:
    """A meeting was recorded."""
    insert(_step(meeting, meeting.held_on, 1, cells))


def count_out(meeting: Meeting, cells: Cells, *, activities: int = 1) -> None:
    """A meeting was taken out of the register; ``activities``: what it counted for."""
    insert(_step(meeting, meeting.held_on, -1, -cells, activities=-activities))


def count_activities(*steps: tuple[Meeting, int]) -> None:
    """Meetings became one activity, or several again: what each counts for more or less."""
    insert_all(_step(meeting, meeting.held_on, 0, Cells(), activities=number) for meeting, number in steps)


def count_again(meeting: Meeting, *, day_before: date, before: Cells, after: Cells) -> None:
    """A meeting was corrected: what differs; on another day, all of it goes from the one and comes to the other."""
    if day_before != meeting.held_on:
        CountDelta.objects.bulk_create(
            [_step(meeting, day_before, -1, -before), _step(meeting, meeting.held_on, 1, after)]
        )
    elif difference := after - before:
        insert(_step(meeting, meeting.held_on, 0, difference))


def count_differences(
    meetings: Iterable[Meeting], before: Mapping[object, Cells], after: Mapping[object, Cells]
) -> None:
    """Marks of some meetings went from one person to another, or fell together: what differs at each."""
    insert_all(
        _step(meeting, meeting.held_on, 0, difference)
        for meeting in meetings
        if (difference := after.get(meeting.pk, Cells()) - before.get(meeting.pk, Cells()))
    )


def look_again(*groups: object, since: date) -> None:
    """Something beside the marks changed on which counts of these groups (by id) rest, from a day on.

    A step of nothing: whoever keeps counts finds those of the groups anew.
    """
    insert_all(CountDelta(group_id=group, held_on=since, meeting_id=group) for group in groups)


def look_again_after(changed: Iterable[str], group: object, since: date) -> None:
    """Facts of a group were put right: its counts are found anew if they rest on one of them."""
    if RESTED_ON & set(changed):
        look_again(group, since=since)


def _step(meeting: Meeting, held_on: date, meetings: int, cells: Cells, *, activities: int | None = None) -> CountDelta:
    """A meeting held alone is an activity of its own."""
    return CountDelta(
        group_id=meeting.group_id,
        held_on=held_on,
        meeting_id=meeting.pk,
        meetings=meetings,
        activities=meetings if activities is None else activities,
        marks=cells.marks,
        guests=cells.guests,
    )
