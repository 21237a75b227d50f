"""Who belonged to a group on the day of a meeting: all that its recording must know, in one query."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.compiled import Compiled
from accounts.gathering import gathered
from accounts.models import JournalEntry, RoleGrant, User
from accounts.roles import Capability
from people.ages import age_group_on

from ..models import Attendance, CommunityGroup, Meeting, MeetingAlias, Membership
from ..scopes import groups_q

ANY_GROUP, ANY_MEETING, ANY_DAY, ANYBODY = uuid.UUID(int=1), uuid.UUID(int=2), date(1, 2, 3), -7_654_321
CAME = (Attendance.State.PRESENT, Attendance.State.LATE)


@dataclass(frozen=True, slots=True)
class Member:
    """What of a person is copied into a mark, and whether they came to the group before."""

    sex: str
    birth_year: int | None
    birth_month: int | None
    difficulty: str
    has_come_before: bool

    COLUMNS: ClassVar = ("sex", "birth_year", "birth_month", "difficulty")

    def age_group_on(self, day: date) -> str:
        return age_group_on(day, birth_year=self.birth_year, birth_month=self.birth_month).value


@dataclass(frozen=True, slots=True)
class MembersOfDay:
    """What the recording of one meeting must know of its group: see ``members_of_day``."""

    group: CommunityGroup
    meeting_id: uuid.UUID
    held_on: date
    slot: int
    asked: frozenset[uuid.UUID]
    people: Mapping[uuid.UUID, Member]
    is_withdrawn: bool
    is_there: bool
    """A meeting has this id already: what is known of it holds only until whoever takes it out has done so."""
    kept_as: uuid.UUID | None

    def was_withdrawn(self) -> bool:
        """Whether the meeting was taken out of the register; to be asked once its row is written anew.

        Where it stood when this was loaded, somebody took it out while the group was waited for.
        """
        return self.is_withdrawn or self.is_there and _withdrawals(self.meeting_id).exists()

    def refuse_another(self, meeting: Meeting, marks: Collection[uuid.UUID]) -> None:
        """What was loaded for one meeting says nothing about another: a caller's slip, not a user's."""
        mine = (self.group.pk, self.meeting_id, self.held_on, self.slot)
        if mine != (meeting.group_id, meeting.pk, meeting.held_on, meeting.slot) or not self.asked >= set(marks):
            raise TypeError("These members were loaded for another meeting.")


def members_of_day(
    *,
    group_id: uuid.UUID,
    meeting_id: uuid.UUID,
    held_on: date,
    people: Collection[uuid.UUID],
    by: User,
    slot: int | None = None,
) -> MembersOfDay | None:
    """Everything that ``record_meeting`` asks the database about a group, in one query; for ``members=`` there.

    The group if ``by`` may record its meetings (else ``None``, as for one that does not exist), those of ``people`` who
    were members on the day, whether each had come before, and what became of the meeting's id. Called inside the
    transaction that records: the group stays held until its end, as it is for whoever ends a membership or takes a
    meeting out.
    """
    if not by.is_active:
        return None
    slot = slot or 1
    reached = _reached(timezone.localdate(), tuple((grant.role, grant.area_id) for grant in by.current_grants), slot)
    values = {"group": group_id, "meeting": meeting_id, "day": held_on, "user": by.pk}
    group = next(iter(reached.run(**values)), None)
    if group is None:
        return None
    asked = {id.hex: id for id in people}
    found = ((asked.get(row[0].replace("-", "")), row) for row in group.members_then or ())
    return MembersOfDay(
        group=group,
        meeting_id=meeting_id,
        held_on=held_on,
        slot=slot,
        asked=frozenset(people),
        people={id: Member(*row[1:-1], bool(row[-1])) for id, row in found if id},
        is_withdrawn=group.is_withdrawn,
        is_there=group.is_there,
        kept_as=group.kept_as,
    )


@lru_cache(maxsize=200)
def _reached(_today: date, grants: tuple[tuple[str, str | None], ...], slot: int) -> Compiled:
    """The group with all that is asked about it, for whoever holds these roles today."""
    by = User(pk=ANYBODY)
    by.current_grants = [RoleGrant(user_id=ANYBODY, role=role, area_id=area_id) for role, area_id in grants]
    members = Membership.objects.filter(group_id=ANY_GROUP).current(ANY_DAY)
    reached = (
        CommunityGroup.objects.filter(_may_record(by), pk=ANY_GROUP)
        .annotate(
            members_then=gathered(
                members,
                "person_id",
                *(f"person__{name}" for name in Member.COLUMNS),
                _has_come_before("person_id", ANY_GROUP, ANY_DAY, slot),
            ),
            is_withdrawn=Exists(_withdrawals(ANY_MEETING)),
            is_there=Exists(Meeting.objects.filter(pk=ANY_MEETING)),
            kept_as=_kept_as(ANY_MEETING),
        )
        .select_for_update(no_key=True)
    )
    stand_ins = {"group": ANY_GROUP, "meeting": ANY_MEETING, "day": ANY_DAY, "user": ANYBODY}
    return Compiled(reached, stand_ins, may_miss={"user"})


def _may_record(by: User) -> Q:
    """Who records in a group sees it too; asked twice only where a role records what it does not see."""
    recorded = groups_q(by, Capability.RECORD_MEETINGS)
    if all(
        Capability.SEE_GROUPS in grant.role_data.capabilities for grant in by.grants_with(Capability.RECORD_MEETINGS)
    ):
        return recorded
    return groups_q(by, Capability.SEE_GROUPS) & recorded


def members_at(meeting: Meeting, marks: Mapping[uuid.UUID, str]) -> MembersOfDay:
    """As ``members_of_day``, for a group that is loaded already."""
    of_day = Membership.objects.filter(group_id=meeting.group_id, person_id__in=list(marks)).current(meeting.held_on)
    at = {"meeting_id": meeting.pk, "held_on": meeting.held_on, "slot": meeting.slot}
    known = {"is_withdrawn": Exists(_withdrawals(meeting.pk)), "kept_as": _kept_as(meeting.pk)}
    rows = of_day.annotate(
        has_come_before=_has_come_before("person_id", meeting.group_id, meeting.held_on, meeting.slot)
    )
    names = (*(f"person__{name}" for name in Member.COLUMNS), "has_come_before", *known)
    found = list(rows.annotate(**known).values_list("person_id", *names)) if marks else []
    if found:
        is_withdrawn, kept_as = found[0][-2:]
    else:
        kept_as = MeetingAlias.objects.filter(old_id=meeting.pk).values_list("meeting_id", flat=True).first()
        is_withdrawn = _withdrawals(meeting.pk).exists()
    people = {row[0]: Member(*row[1:-2]) for row in found}
    return MembersOfDay(
        **at,
        group=meeting.group,
        asked=frozenset(marks),
        people=people,
        is_withdrawn=is_withdrawn,
        is_there=False,
        kept_as=kept_as,
    )


def _has_come_before(person: str, group_id: uuid.UUID, held_on: date, slot: int) -> Exists:
    before = Q(meeting__held_on__lt=held_on) | Q(meeting__held_on=held_on, meeting__slot__lt=slot)
    marks = Attendance.objects.filter(before, meeting__group_id=group_id, person_id=OuterRef(person), state__in=CAME)
    return Exists(marks)


def _withdrawals(meeting_id: uuid.UUID) -> models.QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(
        verb="meeting.withdrawn", about_type="participation.meeting", about_id=str(meeting_id)
    )


def _kept_as(meeting_id: uuid.UUID) -> Subquery:
    leads_to = MeetingAlias.objects.filter(old_id=meeting_id).values("meeting_id")
    return Subquery(leads_to, output_field=models.UUIDField())
