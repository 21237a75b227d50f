"""What is done to a group itself: adding, changing, pausing, closing, reopening."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts import journal
from accounts.compiled import CompiledUpdate
from accounts.inserting import insert_all, insert_values
from accounts.models import User
from people.names import has_letters, tidy
from people.refusals import NameWithoutLetters
from places.models import AdminArea

from ..endings import follow_ended, follow_taken_up
from ..models import (
    CommunityGroup,
    Facilitation,
    GroupStatus,
    GroupWord,
    KindRule,
    Meeting,
    Membership,
    MissedMeeting,
    Partner,
    School,
)
from ..models.membership import MembershipQuerySet
from ..models.rules import LONGEST_RHYTHM
from ..refusals import (
    AlreadyMember,
    AlreadyTheStatus,
    ClosedTooLongAgo,
    GroupIsNotClosed,
    LaterFactsExist,
    LaterStatusExists,
    OldestBelowYoungest,
    ReasonMissing,
    SchoolMissing,
)
from .deltas import look_again, look_again_after
from .facilitations import cut_facilitations
from .group_codes import code_prefix, last_number, next_code
from .locks import lock_group, refuse_future, refuse_unknown
from .rhythms import keep_rhythm
from .words import keep_words, put_names_in_order, search_tokens

ADDED = "group.added"
LINKS = ("area", "school", "founded_by", "created_by")
"""Columns of which the database sees to it that they point at something."""
CHANGEABLE = frozenset(
    {
        "name_km",
        "name_latin",
        "setting",
        "area",
        "school",
        "founded_on",
        "founded_is_year",
        "founded_by",
        "rhythm_days",
        "usual_day",
        "usual_place",
        "age_from",
        "age_to",
        "main_language",
    }
)
Status = CommunityGroup.Status


@transaction.atomic
def add_group(
    *,
    kind: str,
    name_km: str,
    setting: str,
    area: AdminArea,
    founded_on: date,
    by: User,
    name_latin: str = "",
    school: School | None = None,
    founded_is_year: bool = False,
    founded_by: Partner | None = None,
    status: str = Status.ACTIVE,
    rhythm_days: int | None = None,
    usual_day: str = "",
    usual_place: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    main_language: str = "",
) -> CommunityGroup:
    """A new group, forming or active since its founding. What is not said is taken from the rule of its kind."""
    group = CommunityGroup(
        kind=kind,
        name_km=name_km,
        name_latin=name_latin,
        setting=setting,
        area=area,
        school=school,
        founded_on=founded_on,
        founded_is_year=founded_is_year,
        founded_by=founded_by,
        status=status,
        rhythm_days=rhythm_days,
        usual_day=usual_day,
        usual_place=usual_place,
        age_from=age_from,
        age_to=age_to,
        main_language=main_language,
    )
    _prepare(group, KindRule.objects.get(kind=kind), by)
    group.code = next_code(kind, area)
    group.full_clean()
    group.save(force_insert=True)
    GroupStatus.objects.create(group=group, status=status, began_on=group.status_since, changed_by=by)
    keep_words(group)
    journal.note(ADDED, about=group, by=by, **_details(group))
    return group


@transaction.atomic
def add_groups(*, groups: Sequence[CommunityGroup], by: User) -> None:
    """Add many, not saved yet, each under the rules of ``add_group``, with a few statements for them all.

    The first that is refused keeps all of them out: ``GroupRefused`` says which one it was.
    """
    rules = {rule.kind: rule for rule in KindRule.objects.all()}
    codes: dict[str, int] = {}
    for group in groups:
        try:
            _prepare(group, rules[group.kind], by)
            group.clean_fields(exclude=LINKS)
        except ValidationError as refusal:
            raise GroupRefused(group, refusal) from refusal
        prefix = code_prefix(group.kind, group.area)
        last = codes[prefix] if prefix in codes else last_number(group.area, prefix)
        codes[prefix] = last + 1
        group.code = f"{prefix}{codes[prefix]:04d}"
    insert_all(groups)
    insert_all(
        GroupStatus(group=group, status=group.status, began_on=group.status_since, changed_by=by) for group in groups
    )
    words = ((group.pk, token) for group in groups for token in sorted(search_tokens(group)))
    insert_values(GroupWord, ("group", "token"), words)
    journal.note_all(ADDED, ((group, _details(group)) for group in groups), by=by)


class GroupRefused(Exception):
    """One of many groups cannot be added."""

    def __init__(self, group: CommunityGroup, refusal: ValidationError) -> None:
        super().__init__(refusal)
        self.group = group
        self.refusal = refusal


@transaction.atomic
def change_group(*, group: CommunityGroup, by: User, version: int | None = None, **fields: object) -> CommunityGroup:
    """Correct what is said about a group; ``fields`` are the names in ``CHANGEABLE``. Kind and code stay for life."""
    refuse_unknown(fields, CHANGEABLE)
    lock_group(group, version=version)
    before = {name: _stored(group, name) for name in CHANGEABLE}
    for name, value in fields.items():
        setattr(group, name, value)
    _put_in_order(group)
    changed = sorted(name for name in CHANGEABLE if _stored(group, name) != before[name])
    if not changed:
        return group
    if "founded_on" in changed:
        _move_first_status(group, before["founded_on"])
    if "rhythm_days" in changed:
        keep_rhythm(group, before["rhythm_days"])
    group.overdue_after = _overdue_after(group)
    group.version += 1
    group.full_clean()
    group.save(force_update=True)
    if {"name_km", "name_latin", "school"} & set(changed):
        keep_words(group)
    look_again_after(changed, group.pk, since=min(group.founded_on, before["founded_on"]))
    journal.note("group.changed", about=group, by=by, fields=changed)
    return group


@transaction.atomic
def change_status(
    *, group: CommunityGroup, status: str, since: date, by: User, reason: str = "", version: int | None = None
) -> CommunityGroup:
    """Pause, close or reopen a group from a day on. Closing ends what is open: memberships and facilitations."""
    lock_group(group, version=version)
    reason = tidy(reason)
    refuse_future(since, field="since")
    if status == group.status:
        raise AlreadyTheStatus
    if status in {Status.PAUSED, Status.CLOSED} and not reason:
        raise ReasonMissing
    if since < group.status_since:
        raise LaterFactsExist
    ended = _end_what_is_open(group, since, by) if status == Status.CLOSED else 0
    _begin_period(group, status, since, reason, by)
    group.status, group.status_since, group.status_reason = status, since, reason
    group.overdue_after = _overdue_after(group)
    group.version += 1
    group.full_clean()
    group.save(force_update=True)
    look_again(group.pk, since=since)
    journal.note("group.status_changed", about=group, by=by, status=status, since=since, memberships_ended=ended)
    return group


@transaction.atomic
def undo_closing(*, group: CommunityGroup, by: User) -> CommunityGroup:
    """Take back a closing entered by mistake: the group and its members stand as on the day before.

    Whoever worked with the group is not let in again by this: facilitators are named anew.
    """
    lock_group(group)
    if group.status != Status.CLOSED:
        raise GroupIsNotClosed
    if not group.closing_can_be_undone(timezone.localdate()):
        raise ClosedTooLongAgo
    ended = closed_memberships(group)
    if ended.values("person").annotate(times=Count("pk")).filter(times__gt=1).exists():
        raise AlreadyMember
    members, closed_on = list(ended.select_related("group")), group.status_since
    ended.update(ended_on=None, end_reason="", ended_by=None)
    before = _drop_closed_period(group, by)
    group.status, group.status_since, group.status_reason = before.status, before.began_on, before.reason
    group.overdue_after = _overdue_after(group)
    group.version += 1
    group.full_clean()
    group.save(force_update=True)
    look_again(group.pk, since=closed_on)
    journal.note("group.closing_undone", about=group, by=by, status=group.status, memberships_taken_up=len(members))
    follow_taken_up(members, ended_on=closed_on, by=by)
    return group


def closed_memberships(group: CommunityGroup) -> MembershipQuerySet:
    """The memberships that the last closing of the group ended."""
    ended = Membership.objects.filter(group=group, end_reason=Membership.EndReason.GROUP_CLOSED)
    return ended.filter(ended_on=group.status_since)


def refresh_dates(*, group: CommunityGroup) -> None:
    """Bring the kept dates of a group in line with its meetings, whatever was recorded, corrected or removed."""
    group.last_met_on = Meeting.objects.filter(group_id=group.pk).aggregate(day=Max("held_on"))["day"]
    group.last_missed_on = MissedMeeting.objects.filter(group_id=group.pk).aggregate(day=Max("missed_on"))["day"]
    group.overdue_after = _overdue_after(group)
    CommunityGroup.objects.filter(pk=group.pk).update(
        last_met_on=group.last_met_on, last_missed_on=group.last_missed_on, overdue_after=group.overdue_after
    )


def advance_dates(*, group: CommunityGroup, held_on: date) -> None:
    """As ``refresh_dates``, in one statement, for a meeting just recorded: the kept day only ever moves forward."""
    group.last_met_on = held_on
    group.overdue_after = _overdue_after(group)
    _later_dates().run(group=group.pk, met=group.last_met_on, overdue=group.overdue_after)


@cache
def _later_dates() -> CompiledUpdate:
    any_group, met, overdue = uuid.UUID(int=1), date(1, 2, 3), date(1, 2, 4)
    later = Q(last_met_on__isnull=True) | Q(last_met_on__lt=met)
    # Somebody may have said meanwhile that a later meeting was not held: that day must not be lost.
    changes = {"last_met_on": met, "overdue_after": Greatest("overdue_after", Value(overdue))}
    rows = CommunityGroup.objects.filter(later, pk=any_group)
    return CompiledUpdate(rows, changes, {"group": any_group, "met": met, "overdue": overdue})


def _overdue_after(group: CommunityGroup) -> date:
    """One and a half rhythms after the last meeting, excused day, founding or present status, whichever came last."""
    days = (group.last_met_on, group.last_missed_on, group.founded_on, group.status_since)
    start = max(day for day in days if day)
    return start + timedelta(days=min(group.rhythm_days or 0, LONGEST_RHYTHM) * 3 // 2)


def _put_in_order(group: CommunityGroup) -> None:
    """Normal spellings, keys for finding and sorting, and the facts that a form alone cannot judge."""
    for name in ("name_km", "name_latin", "usual_day", "usual_place", "main_language"):
        setattr(group, name, tidy(getattr(group, name) or ""))
    if group.name_km and not has_letters(group.name_km):
        raise NameWithoutLetters
    put_names_in_order(group)
    if group.founded_is_year:
        group.founded_on = group.founded_on.replace(month=1, day=1)
    refuse_future(group.founded_on, field="founded_on")
    if group.setting == CommunityGroup.Setting.SCHOOL and group.school_id is None:
        raise SchoolMissing
    if group.age_from is not None and group.age_to is not None and group.age_to < group.age_from:
        raise OldestBelowYoungest


def _stored(group: CommunityGroup, name: str) -> object:
    return getattr(group, group._meta.get_field(name).attname)


def _prepare(group: CommunityGroup, rule: KindRule, by: User) -> None:
    """What is not said is taken from the rule of the kind; the rest is put in order."""
    if group.status not in {Status.FORMING, Status.ACTIVE}:
        raise TypeError("A group is added as forming or active; pause or close it afterwards.")
    for name in ("rhythm_days", "age_from", "age_to"):
        if getattr(group, name) is None:
            setattr(group, name, getattr(rule, name))
    group.created_by = by
    _put_in_order(group)
    group.status_since = group.founded_on
    group.overdue_after = _overdue_after(group)


def _details(group: CommunityGroup) -> dict[str, object]:
    """What the journal keeps of a new group."""
    return {"group_kind": group.kind, "code": group.code}


def _move_first_status(group: CommunityGroup, founded_before: object) -> None:
    """The first status began with the founding; it follows when the founding is corrected."""
    periods = list(GroupStatus.objects.filter(group=group).order_by("began_on", "pk")[:1])
    if not periods or periods[0].began_on != founded_before:
        return
    first = periods[0]
    if first.ended_on and group.founded_on > first.ended_on:
        raise LaterStatusExists
    first.began_on = group.founded_on
    first.save(update_fields=["began_on"])
    if first.ended_on is None:
        group.status_since = group.founded_on


def _begin_period(group: CommunityGroup, status: str, since: date, reason: str, by: User) -> None:
    """Close the open period the day before and open the next; one that began on the same day is replaced."""
    current = GroupStatus.objects.filter(group=group, ended_on__isnull=True).first()
    if current is not None and current.began_on == since:
        current.status, current.reason, current.changed_by = status, reason, by
        current.save()
        return
    if current is not None:
        current.ended_on = since - timedelta(days=1)
        current.save(update_fields=["ended_on"])
    GroupStatus.objects.create(group=group, status=status, began_on=since, reason=reason, changed_by=by)


def _drop_closed_period(group: CommunityGroup, by: User) -> GroupStatus:
    """The period before goes on; where the closing replaced the only one, the group is active from that day."""
    closed = GroupStatus.objects.get(group=group, ended_on__isnull=True)
    before = GroupStatus.objects.filter(group=group, ended_on=closed.began_on - timedelta(days=1)).first()
    if before is None:
        closed.status, closed.reason, closed.changed_by = Status.ACTIVE, "", by
        closed.save()
        return closed
    closed.delete()
    before.ended_on = None
    before.save(update_fields=["ended_on"])
    return before


def _end_what_is_open(group: CommunityGroup, since: date, by: User) -> int:
    """The closing day is the last day of every membership and facilitation; gives the number of memberships."""
    memberships = Membership.objects.filter(group=group).open()
    meetings = Meeting.objects.filter(group=group, held_on__gt=since)
    if meetings.exists() or memberships.filter(began_on__gt=since).exists():
        raise LaterFactsExist
    cut_facilitations(Facilitation.objects.filter(group=group), last_day=since, by=by)
    keys = list(memberships.values_list("pk", flat=True))
    memberships.update(ended_on=since, end_reason=Membership.EndReason.GROUP_CLOSED, ended_by=by)
    follow_ended(Membership.objects.filter(pk__in=keys).select_related("group"), by=by)
    return len(keys)


def status_on(group: CommunityGroup, day: date | None = None) -> str | None:
    """The status of a group on a day; ``None`` before its founding."""
    day = day or timezone.localdate()
    period = GroupStatus.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day), group=group, began_on__lte=day)
    return period.values_list("status", flat=True).first()
