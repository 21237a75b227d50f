"""Season plans as pages show them: how far they are, and what each line means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from khmertext.dates import format_date, format_month
from participation import extras
from participation.models import CommunityGroup, Meeting, Topic

from ..models import PlannedActivity, SeasonPlan

Precision, Status = PlannedActivity.Precision, PlannedActivity.Status
OFFERED = 40
"""The club's last meetings, out of which one is chosen."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the activities that were not dropped, how many were held."""

    held: int
    planned: int

    def __str__(self) -> str:
        return _("%(held)s of %(planned)s held") % {"held": self.held, "planned": self.planned}


@dataclass(frozen=True, slots=True)
class SeasonRow:
    season: SeasonPlan
    progress: Progress
    is_current: bool


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One line of a plan. ``guides``: title and address of each session guide about its topics."""

    activity: PlannedActivity
    when: str
    status: str
    tone: str
    is_late: bool
    is_settled: bool
    topics: list[Topic]
    guides: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SeasonPage:
    season: SeasonPlan
    rows: list[ActivityRow]
    progress: Progress


def seasons_of(group: CommunityGroup, *, user: User) -> list[SeasonRow]:
    """The newest first: one query."""
    today = timezone.localdate()
    found = SeasonPlan.objects.visible_to(user).filter(group=group).with_progress().newest_first()
    return [
        SeasonRow(season, Progress(season.held, season.planned), season.began_on <= today <= season.ended_on)
        for season in found
    ]


def season_page(season: SeasonPlan) -> SeasonPage:
    """Three queries, and those of whoever knows guides."""
    found = season.activities.soonest_first().select_related("post", "held_at").prefetch_related("topics")
    activities = list(found)
    guides = extras.guides_for({topic.pk for one in activities for topic in one.topics.all()})
    rows = [_row(one, guides) for one in activities]
    kept = [one for one in activities if one.status != Status.DROPPED]
    return SeasonPage(season, rows, Progress(sum(one.status == Status.HELD for one in kept), len(kept)))


def meetings_to_choose(activity: PlannedActivity, *, user: User) -> QuerySet[Meeting]:
    """The last meetings of the club, the newest first."""
    meetings = Meeting.objects.visible_to(user).filter(group_id=activity.season.group_id).newest_first()
    offered = list(meetings.values_list("pk", flat=True)[:OFFERED])
    return Meeting.objects.filter(pk__in=offered).newest_first()


def when_told(day: date, precision: str) -> str:
    """A day, a week or a month, as exactly as it was planned."""
    language = get_language() or "km"
    if precision == Precision.MONTH:
        return format_month(day, language)
    told = format_date(day, language)
    return _("week of %(day)s") % {"day": told} if precision == Precision.WEEK else told


def in_order(topics: Iterable[Topic]) -> list[Topic]:
    """Articles by their number, then the kinds of activity."""
    return sorted(topics, key=lambda topic: (topic.type != Topic.Type.ARTICLE, topic.number or 0, topic.position))


TONES = {Status.PLANNED: "quiet", Status.HELD: "ok", Status.DROPPED: "warn"}


def _row(one: PlannedActivity, guides: dict[int, list[tuple[str, str]]]) -> ActivityRow:
    topics = in_order(one.topics.all())
    return ActivityRow(
        activity=one,
        when=when_told(one.planned_on, one.precision),
        status=one.status.label,
        tone=TONES[one.status],
        is_late=one.status == Status.PLANNED and _last_day(one) < timezone.localdate(),
        is_settled=one.status != Status.PLANNED,
        topics=topics,
        guides=_each_once(guides, (topic.pk for topic in topics)),
    )


def _each_once(guides: dict[int, list[tuple[str, str]]], topics: Iterable[int]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(guide for topic in topics for guide in guides.get(topic, ())))


def _last_day(one: PlannedActivity) -> date:
    """The last day on which it would still be as planned."""
    if one.precision == Precision.DAY:
        return one.planned_on
    if one.precision == Precision.WEEK:
        return date.fromordinal(one.planned_on.toordinal() + 6)
    year, month = divmod(one.planned_on.year * 12 + one.planned_on.month, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
