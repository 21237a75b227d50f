"""Each submission against the register and against the rows before it: new, here already, in conflict, or refused."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import JournalEntry, User
from accounts.roles import Capability
from participation.aliases import kept_meeting_ids
from participation.imports.findings import UNDECIDED, Choice, Decision, State
from participation.imports.reading import Row
from participation.models import CommunityGroup, Meeting, Membership, MissedMeeting
from participation.refusals import DayInTheFuture, GroupIsClosed, MeetingEndsBeforeItBegins
from participation.scopes import groups_q

from ..actions.meetings import FIRST_DAY
from ..answers import TheirMeeting
from ..payloads import MeetingRecord, MissedRecord
from ..reads.meetings import as_records, says_the_same
from .comparing import differences
from .schema import meeting_id
from .turning import as_meeting, as_missed

ELSEWHERE = _("Row %(row)s of this file is about the same group and day.")
TWICE = _("Row %(row)s of this file is the same submission.")
STANDS = _("The register has a meeting of this group on this day already. It differs in: %(what)s.")
SAYS_ELSE = _("This is in the register already. It says something else about: %(what)s. Correct it there.")
WITHDRAWN = _("This meeting was taken out of the register.")
NOT_IN_REACH = _("No group with this code is within your reach.")
NOT_MEMBERS = _("These codes are of nobody who was a member on this day: %(codes)s.")


@dataclass(slots=True)
class Finding:
    """A submission, what is wrong with it, and what it would do."""

    row: Row
    problems: dict[str, str]
    decision: Decision = UNDECIDED
    doubts: dict[str, str] = field(default_factory=dict)
    likes: list = field(default_factory=list)
    record: MeetingRecord | MissedRecord | None = None
    is_known: bool = False

    @property
    def state(self) -> str:
        if self.problems:
            return State.REFUSED
        if self.is_known:
            return State.KNOWN
        return State.DUPLICATE if self.doubts else State.NEW

    @property
    def is_written(self) -> bool:
        """New, or in doubt and wanted all the same."""
        is_wanted = self.state == State.DUPLICATE and self.decision.choice == Choice.OTHER
        return self.state == State.NEW or is_wanted

    @property
    def is_another(self) -> bool:
        return self.state == State.DUPLICATE

    def refuse(self, column: str, sentence: str | Promise, **params: object) -> None:
        self.problems.setdefault(column, str(sentence) % params if params else str(sentence))

    def doubt(self, column: str, sentence: str | Promise, **params: object) -> None:
        self.doubts.setdefault(column, str(sentence) % params)


@dataclass(slots=True)
class Register:
    """What the register knows of the groups, days and ids of some rows: a fixed number of queries."""

    groups: dict[str, CommunityGroup] = field(default_factory=dict)
    known: dict[uuid.UUID, TheirMeeting] = field(default_factory=dict)
    by_day: dict[tuple[uuid.UUID, date], list[TheirMeeting]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    withdrawn: set[uuid.UUID] = field(default_factory=set)
    missed: dict[tuple[uuid.UUID, date], str] = field(default_factory=dict)
    members: dict[tuple[uuid.UUID, str], list[Membership]] = field(default_factory=lambda: defaultdict(list))


def groups_to_record_in(by: User, codes: set[str]) -> dict[str, CommunityGroup]:
    groups = CommunityGroup.objects.visible_to(by).filter(groups_q(by, Capability.RECORD_MEETINGS))
    return {group.code: group for group in groups.filter(code__in=codes)}


def look_up(rows: Sequence[Row], *, by: User) -> Register:
    register = Register(groups_to_record_in(by, {str(row.values.get("group_code", "")) for row in rows}))
    ids = [meeting_id(str(row.values["submission"])) for row in rows if row.values.get("submission")]
    register.aliases = kept_meeting_ids(ids)
    own = {group.pk for group in register.groups.values()}
    wanted = {*ids, *register.aliases.values(), *_of_days(register.groups, rows)}
    for theirs in as_records(Meeting.objects.filter(pk__in=wanted, group__in=own), to=by):
        register.known[theirs.id] = theirs
        register.by_day[theirs.group, theirs.held_on].append(theirs)
    gone = JournalEntry.objects.filter(verb="meeting.withdrawn", about_type="participation.meeting")
    gone = gone.filter(about_id__in=[str(id) for id in ids]).values_list("about_id", flat=True)
    register.withdrawn = {uuid.UUID(id) for id in gone}
    days = {row.values["held_on"] for row in rows if "held_on" in row.values}
    missed = MissedMeeting.objects.filter(group__in=own, missed_on__in=days)
    register.missed = {(row.group_id, row.missed_on): row.reason for row in missed}
    codes = {code for row in rows for code in row.values.get("codes", [])}
    if codes:
        for row in Membership.objects.filter(group__in=own, person__code__in=codes).select_related("person"):
            register.members[row.group_id, row.person.code].append(row)
    return register


def _of_days(groups: Mapping[str, CommunityGroup], rows: Sequence[Row]) -> list[uuid.UUID]:
    """The meetings of the very groups and days of the rows: not of every group on every day."""
    known = [(groups.get(str(row.values.get("group_code", ""))), row.values.get("held_on")) for row in rows]
    pairs = {(group.pk, day) for group, day in known if group and day}
    if not pairs:
        return []
    of_any = Meeting.objects.filter(
        group__in={group for group, _day in pairs}, held_on__in={day for _group, day in pairs}
    )
    return [id for id, *pair in of_any.values_list("pk", "group_id", "held_on").iterator() if tuple(pair) in pairs]


class Checker:
    """Looks at the rows of a file, some at a time and in their order."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.today = timezone.localdate()
        self.seen: dict[str, int] = {}
        self.days: dict[tuple[uuid.UUID, date], int] = {}

    def findings(self, rows: Sequence[Row], decisions: Mapping[int, Decision]) -> list[Finding]:
        register = look_up(rows, by=self.by)
        found = [Finding(row, dict(row.problems), decisions.get(row.number, UNDECIDED)) for row in rows]
        for each in found:
            self._judge(each, register)
        return found

    def _judge(self, found: Finding, register: Register) -> None:
        values = found.row.values
        submission = str(values.get("submission", ""))
        if submission and (first := self.seen.setdefault(submission, found.row.number)) != found.row.number:
            found.refuse("submission", TWICE, row=first)
        group = register.groups.get(str(values.get("group_code", "")))
        if group is None and "group_code" not in found.problems:
            found.refuse("group_code", NOT_IN_REACH)
        day = values.get("held_on")
        if day is not None and day > self.today:
            found.refuse("held_on", DayInTheFuture.message)
        elif day is not None and day < FIRST_DAY:
            found.refuse("held_on", _("Nobody met so long ago. Look at the day again."))
        if group and day and group.status == group.Status.CLOSED and day > group.status_since:
            found.refuse("held_on", GroupIsClosed.message)
        if found.problems:
            return
        if values["was_held"] == "no":
            self._judge_missed(found, group, register)
        else:
            self._judge_meeting(found, group, register)

    def _judge_missed(self, found: Finding, group: CommunityGroup, register: Register) -> None:
        day, reason = found.row.values["held_on"], found.row.values["missed_reason"]
        found.record = as_missed(found.row.values, group)
        if register.by_day.get((group.pk, day)):
            found.refuse("was_held", _("A meeting of this group on this day is in the register."))
        elif said := register.missed.get((group.pk, day)):
            found.is_known = True
            if said != reason:
                found.doubt("missed_reason", SAYS_ELSE, what=_("the reason"))
        elif group.status not in (group.Status.ACTIVE, group.Status.FORMING):
            found.refuse("group_code", _("This group is paused or closed. It has no meetings."))
        elif day < group.founded_on:
            found.refuse("held_on", _("The group began later."))
        elif (first := self.days.setdefault((group.pk, day), found.row.number)) != found.row.number:
            found.refuse("held_on", ELSEWHERE, row=first)

    def _judge_meeting(self, found: Finding, group: CommunityGroup, register: Register) -> None:
        values = found.row.values
        marks = self._marks(found, group, register)
        if values.get("ended_at") and values["ended_at"] <= (values.get("started_at") or "99"):
            found.refuse("ended_at", MeetingEndsBeforeItBegins.message)
        if found.problems:
            return
        try:
            found.record = record = as_meeting(values, group, marks)
        except msgspec.ValidationError:
            found.refuse("submission", _("Something in this submission is not possible."))
            return
        id = register.aliases.get(record.id, record.id)
        if record.id in register.withdrawn:
            found.refuse("submission", WITHDRAWN)
        elif id in register.known:
            found.is_known = True
            if not says_the_same(record, register.known[id]):
                found.doubt("submission", SAYS_ELSE, what=differences(record, register.known[id]))
        else:
            self._judge_day(found, record, register.by_day.get((record.group, record.held_on), []))

    def _judge_day(self, found: Finding, record: MeetingRecord, that_day: list[TheirMeeting]) -> None:
        """The same meeting recorded otherwise is known; another one of that day is asked about."""
        if any(says_the_same(record, theirs) for theirs in that_day):
            found.is_known = True
        elif that_day:
            found.doubt("held_on", STANDS, what=differences(record, that_day[0]))
        elif (first := self.days.setdefault((record.group, record.held_on), found.row.number)) != found.row.number:
            found.doubt("held_on", ELSEWHERE, row=first)

    def _marks(self, found: Finding, group: CommunityGroup, register: Register) -> dict[uuid.UUID, str]:
        """Who came, by code; a code of nobody who was a member that day is no one's."""
        day, marks, strangers = found.row.values["held_on"], {}, []
        for code in found.row.values["codes"]:
            rows = register.members.get((group.pk, code), [])
            person = next((row.person_id for row in rows if _covers(row, day)), None)
            if person is None:
                strangers.append(code)
            else:
                marks[person] = "present"
        if strangers:
            found.refuse("member_codes", NOT_MEMBERS, codes=", ".join(strangers[:20]))
        return marks


def _covers(membership: Membership, day: date) -> bool:
    return membership.began_on <= day and (membership.ended_on is None or day <= membership.ended_on)
