"""Planning a season, and saying what came of each activity."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.actions.locks import lock_group, refuse_unknown
from participation.models import CommunityGroup, Kind, Meeting, Post, Topic
from people.names import tidy

from ..models import PlannedActivity, SeasonPlan
from ..refusals import (
    ActivitiesOutsideSeason,
    ActivityIsSettled,
    ActivityOutsideSeason,
    ClubIsClosed,
    MeetingOfAnotherClub,
    NotAClub,
    PostOfAnotherKind,
    SeasonEndsBeforeItBegins,
    SeasonsOverlap,
    SeasonTooLong,
    TooManyActivities,
)

LONGEST = timedelta(days=731)
MOST = 60
"""Activities of a plan."""
CHANGEABLE = frozenset({"title", "planned_on", "precision", "post"})
Precision, Status = PlannedActivity.Precision, PlannedActivity.Status
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """One line as it was typed."""

    title: str
    planned_on: date
    precision: str = Precision.MONTH
    post: Post | None = None
    topics: tuple[Topic, ...] = field(default_factory=tuple)


# --- plans -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin_season(*, group: CommunityGroup, title: str, began_on: date, ended_on: date, by: User) -> SeasonPlan:
    """A new plan without activities yet."""
    season = SeasonPlan(group=group, title=tidy(title), began_on=began_on, ended_on=ended_on, created_by=by)
    _lock(group)
    _check(season)
    season.save(force_insert=True)
    journal.note("season.begun", about=season, by=by, group=group.pk, began_on=began_on, ended_on=ended_on)
    return season


@transaction.atomic
def change_season(*, season: SeasonPlan, title: str, began_on: date, ended_on: date, by: User) -> SeasonPlan:
    """Another title or other days; the activities stay inside."""
    _lock(season.group)
    season.title, season.began_on, season.ended_on = tidy(title), began_on, ended_on
    _check(season)
    if season.activities.exclude(planned_on__gte=began_on, planned_on__lte=ended_on).exists():
        raise ActivitiesOutsideSeason
    season.save(update_fields=["title", "began_on", "ended_on"])
    journal.note("season.changed", about=season, by=by, group=season.group_id, began_on=began_on, ended_on=ended_on)
    return season


@transaction.atomic
def copy_season(*, season: SeasonPlan, title: str, began_on: date, ended_on: date, by: User) -> SeasonPlan:
    """A new plan with the activities of an earlier one that were not dropped, as far into it as they were there.

    What falls behind the last day stands on the last day.
    """
    copy = begin_season(group=season.group, title=title, began_on=began_on, ended_on=ended_on, by=by)
    lines = season.activities.filter(dropped_because="").soonest_first().prefetch_related("topics")
    drafts = [
        ActivityDraft(
            title=line.title,
            planned_on=min(_moved(line, season.began_on, began_on), ended_on),
            precision=line.precision,
            post=line.post,
            topics=tuple(line.topics.all()),
        )
        for line in lines.select_related("post")
    ]
    if drafts:
        _add(copy, drafts, by)
    journal.note("season.copied", about=copy, by=by, group=season.group_id, season=season.pk, activities=len(drafts))
    return copy


# --- activities ------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_activities(*, season: SeasonPlan, lines: Iterable[ActivityDraft], by: User) -> list[PlannedActivity]:
    """Several lines at once, all or none."""
    _lock(season.group)
    added = _add(season, list(lines), by)
    journal.note("season.activities_added", about=season, by=by, group=season.group_id, activities=len(added))
    return added


@transaction.atomic
def change_activity(
    *, activity: PlannedActivity, by: User, topics: Iterable[Topic] | None = None, **fields: object
) -> PlannedActivity:
    """Another title, time, post or other topics; ``fields`` are the names in ``CHANGEABLE``."""
    refuse_unknown(fields, CHANGEABLE)
    _lock_activity(activity)
    for name, value in fields.items():
        setattr(activity, name, tidy(str(value)) if name == "title" else value)
    _check_activity(activity, activity.season)
    activity.full_clean()
    activity.save()
    if topics is not None:
        activity.topics.set(topics)
    _note("season.activity_changed", activity, by)
    return activity


@transaction.atomic
def say_held(*, activity: PlannedActivity, meeting: Meeting, by: User) -> PlannedActivity:
    """The activity was held at one of the club's meetings."""
    _lock_activity(activity)
    if meeting.group_id != activity.season.group_id:
        raise MeetingOfAnotherClub
    if activity.status == Status.DROPPED:
        raise ActivityIsSettled
    activity.held_at = meeting
    activity.full_clean()
    activity.save(update_fields=["held_at"])
    _note("season.activity_held", activity, by, meeting=meeting.pk)
    return activity


@transaction.atomic
def drop_activity(*, activity: PlannedActivity, reason: str, by: User) -> PlannedActivity:
    """The club gives the activity up, for one of a few reasons."""
    _lock_activity(activity)
    if activity.status != Status.PLANNED:
        raise ActivityIsSettled
    activity.dropped_because = reason
    activity.full_clean()
    activity.save(update_fields=["dropped_because"])
    _note("season.activity_dropped", activity, by, reason=reason)
    return activity


@transaction.atomic
def plan_again(*, activity: PlannedActivity, by: User) -> PlannedActivity:
    """What was called held or dropped by mistake is planned again."""
    _lock_activity(activity)
    if activity.status == Status.PLANNED:
        return activity
    activity.held_at, activity.dropped_because = None, ""
    activity.save(update_fields=["held_at", "dropped_because"])
    _note("season.activity_reopened", activity, by)
    return activity


@transaction.atomic
def remove_activity(*, activity: PlannedActivity, by: User) -> PlannedActivity:
    """A line typed by mistake goes; one of which something came stays."""
    _lock_activity(activity)
    if activity.status != Status.PLANNED:
        raise ActivityIsSettled
    _note("season.activity_removed", activity, by)
    activity.delete()
    return activity


# --- what they share -------------------------------------------------------------------------------------------------
def _lock(group: CommunityGroup) -> None:
    lock_group(group)
    if group.kind != Kind.CLUB:
        raise NotAClub
    if group.status == CommunityGroup.Status.CLOSED:
        raise ClubIsClosed


def _lock_activity(activity: PlannedActivity) -> None:
    lock_group(activity.season.group)
    activity.refresh_from_db(
        fields=["title", "planned_on", "precision", "post", "held_at", "dropped_because"],
        from_queryset=PlannedActivity.objects.select_for_update(no_key=True),
    )


def _check(season: SeasonPlan) -> None:
    if season.ended_on < season.began_on:
        raise SeasonEndsBeforeItBegins
    if season.ended_on - season.began_on > LONGEST:
        raise SeasonTooLong
    others = SeasonPlan.objects.filter(group_id=season.group_id).exclude(pk=season.pk)
    if others.overlapping(season.began_on, season.ended_on).exists():
        raise SeasonsOverlap
    season.full_clean()


def _check_activity(activity: PlannedActivity, season: SeasonPlan) -> None:
    if not season.began_on <= activity.planned_on <= season.ended_on:
        raise ActivityOutsideSeason
    if activity.post is not None and activity.post.kind != Kind.CLUB:
        raise PostOfAnotherKind


def _add(season: SeasonPlan, lines: list[ActivityDraft], by: User) -> list[PlannedActivity]:
    if season.activities.count() + len(lines) > MOST:
        raise TooManyActivities
    rows = [
        PlannedActivity(
            season=season,
            title=tidy(line.title),
            planned_on=line.planned_on,
            precision=line.precision,
            post=line.post,
            created_by=by,
        )
        for line in lines
    ]
    for row in rows:
        _check_activity(row, season)
        row.clean_fields(exclude={"season", "post", "created_by"})
    PlannedActivity.objects.bulk_create(rows)
    through = PlannedActivity.topics.through
    through.objects.bulk_create(
        through(plannedactivity_id=row.pk, topic_id=topic.pk)
        for row, line in zip(rows, lines, strict=True)
        for topic in dict.fromkeys(line.topics)
    )
    return rows


def _moved(line: PlannedActivity, old: date, new: date) -> date:
    """As far into the new plan as it was into the old one: months by months, days and weeks by whole weeks."""
    if line.precision == Precision.MONTH:
        month = new.year * 12 + new.month + line.planned_on.month - old.month + (line.planned_on.year - old.year) * 12
        return max(date((month - 1) // 12, (month - 1) % 12 + 1, 1), new)
    weeks = round((new - old) / WEEK)
    return max(line.planned_on + weeks * WEEK, new)


def _note(verb: str, activity: PlannedActivity, by: User, **details: object) -> None:
    journal.note(verb, about=activity, by=by, season=activity.season_id, **details)
