"""A sheet of paper typed in at once: the meetings of its days, and who joined since it was printed. All or nothing."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User

from ..models import CommunityGroup, Meeting, Post
from ..refusals import PostOfAnotherKind
from .locks import lock_group
from .meetings import correct_meeting, record_meeting
from .memberships import ORDINARY_POST, enrol_newcomer


@dataclass(slots=True)
class DayOnPaper:
    """A column: the day and its marks. With ``meeting`` that one is put right, as it was at ``version``."""

    held_on: date
    marks: dict[uuid.UUID, str]
    id: uuid.UUID
    meeting: Meeting | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class NewcomerOnPaper:
    """One of the empty lines: who was written there, and the marks by number of column."""

    family_name: str
    given_name: str
    sex: str
    birth_year: int | None
    marks: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedIn:
    """What became of a sheet."""

    recorded: int
    corrected: int
    enrolled: int


class SheetRefused(Exception):
    """A column or a line of the sheet was refused, and with it the whole sheet."""

    def __init__(self, refusal: ValidationError, *, column: int | None = None, line: int | None = None) -> None:
        super().__init__(refusal)
        self.refusal, self.column, self.line = refusal, column, line


@transaction.atomic
def record_sheet(
    *,
    group: CommunityGroup,
    days: Sequence[DayOnPaper],
    listed: Collection[uuid.UUID],
    newcomers: Sequence[NewcomerOnPaper] = (),
    by: User,
) -> TypedIn:
    """Newcomers are members from their first mark on. At a correction the marks of who is not ``listed`` stay."""
    lock_group(group)
    for line, newcomer in enumerate(newcomers):
        try:
            _enrol(group, newcomer, days, by)
        except ValidationError as refusal:
            raise SheetRefused(refusal, line=line) from refusal
    for column, day in sorted(enumerate(days), key=lambda pair: pair[1].held_on):
        try:
            _keep(group, day, listed, by)
        except ValidationError as refusal:
            raise SheetRefused(refusal, column=column) from refusal
    corrected = sum(day.meeting is not None for day in days)
    return TypedIn(len(days) - corrected, corrected, len(newcomers))


def _enrol(group: CommunityGroup, newcomer: NewcomerOnPaper, days: Sequence[DayOnPaper], by: User) -> None:
    post = Post.objects.filter(kind=group.kind, code=ORDINARY_POST).first()
    if post is None:
        raise PostOfAnotherKind
    membership = enrol_newcomer(
        group=group,
        post=post,
        began_on=min(days[column].held_on for column in newcomer.marks),
        by=by,
        family_name=newcomer.family_name,
        given_name=newcomer.given_name,
        sex=newcomer.sex,
        birth_year=newcomer.birth_year,
    )
    for column, state in newcomer.marks.items():
        days[column].marks[membership.person_id] = state


def _keep(group: CommunityGroup, day: DayOnPaper, listed: Collection[uuid.UUID], by: User) -> None:
    if day.meeting is None:
        record_meeting(group=group, held_on=day.held_on, id=day.id, marks=day.marks, by=by)
        return
    saved = dict(day.meeting.marks.values_list("person_id", "state"))
    others = {person: state for person, state in saved.items() if person not in listed}
    correct_meeting(meeting=day.meeting, version=day.version or 0, marks=others | day.marks, by=by)
