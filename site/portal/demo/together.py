"""What the groups of a commune have beside their meetings: season plans, peers, joint meetings, calls to quiet ones.

All of it is drawn from the numbers of the groups, so every load draws the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import models

from clubs.models import PeerClubs, PlannedActivity, SeasonPlan
from participation.models import CommunityGroup, GroupCall, JointMeeting, JointPart, Kind

from .life import GroupLife

MIXER = 37
"""Has no divisor in common with a hundred: neighbours among the groups differ."""
PLANNED = (
    ("ស្គាល់សិទ្ធិរបស់យើង", "representative", 42),
    ("ដើរមើលភូមិ និងគូរផែនទី", "leader", 27),
    ("យុទ្ធនាការលាងដៃ", "secretary", 24),
    ("ប្រាប់សំណើទៅក្រុមប្រឹក្សាឃុំ", "leader", 12),
    ("ដាំដើមឈើនៅសាលា", "", 29),
    ("ល្ខោនអំពីការចូលរៀន", "deputy", 28),
    ("ទស្សនកិច្ចទៅក្លឹបជិតខាង", "leader", 15),
    ("ទិវាកុមារអន្តរជាតិ ១ មិថុនា", "", 31),
)
"""What is done, the post that sees to it, and the article that it is about."""
OUTCOMES = tuple(GroupCall.Outcome.values)
REASONS = tuple(PlannedActivity.DroppedBecause.values)

type Lived = tuple[int, CommunityGroup, GroupLife]
"""The number of a group, the group, and its life."""


@dataclass(slots=True)
class Together:
    """Rows by their model, and the meetings that count as no activity of their own."""

    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    guests: set[UUID] = field(default_factory=set)

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.rows.setdefault(type(row), []).append(row)


def lived_together(
    commune: Sequence[Lived], today: date, *, posts: Mapping[tuple[str, str], int], articles: Mapping[int, int]
) -> Together:
    """Of one commune. Every second club has a plan; each commune has at most one pair and one joint meeting."""
    found = Together()
    clubs = [each for each in commune if each[1].kind == Kind.CLUB and each[1].status == CommunityGroup.Status.ACTIVE]
    for number, group, life in clubs:
        if number % 2 == 0:
            _plan_season(found, number, group, life, today, posts, articles)
    if len(clubs) > 1:
        first, second = sorted((clubs[0][1], clubs[1][1]), key=lambda club: club.pk)
        began_on = max(first.founded_on, second.founded_on, today - timedelta(days=400))
        found.add(PeerClubs(id=uuid5(first.pk, "peers"), first=first, second=second, began_on=began_on))
    _meet_together(found, commune)
    for number, group, _life in commune:
        if group.is_overdue(today) and number * MIXER % 100 < 50:
            found.add(_call(number, group, today))
    return found


def _plan_season(
    found: Together,
    number: int,
    group: CommunityGroup,
    life: GroupLife,
    today: date,
    posts: Mapping[tuple[str, str], int],
    articles: Mapping[int, int],
) -> None:
    """A year around today: of what lies behind most was held, one activity was dropped and one is late."""
    began_on, ended_on = _month(today, -5), _month(today, 7) - timedelta(days=1)
    season = SeasonPlan(
        id=uuid5(group.pk, f"season {began_on}"),
        group=group,
        title=f"ផែនការ {began_on:%m/%Y}–{ended_on:%m/%Y}",
        began_on=began_on,
        ended_on=ended_on,
    )
    found.add(season)
    met = {meeting.held_on.replace(day=1): meeting.id for meeting in life.meetings}
    for place, (title, post, article) in enumerate(PLANNED):
        activity = PlannedActivity(
            id=uuid5(season.pk, str(place)),
            season=season,
            title=title,
            planned_on=_month(began_on, place),
            post_id=posts.get((Kind.CLUB, post)),
        )
        if activity.planned_on < today:
            if (number + place) % 5 == 4:
                activity.dropped_because = REASONS[number % len(REASONS)]
            elif (number + place) % 5 != 3 and (meeting := met.get(activity.planned_on)):
                activity.held_at_id = meeting
        found.add(activity)
        if article in articles:
            through = PlannedActivity.topics.through
            found.add(through(plannedactivity_id=activity.pk, topic_id=articles[article]))


def _month(day: date, further: int) -> date:
    """The first day of a month so many months away."""
    year, month = divmod(day.year * 12 + day.month - 1 + further, 12)
    return date(year, month + 1, 1)


def _meet_together(found: Together, commune: Sequence[Lived]) -> None:
    """The last day on which two groups of the commune met."""
    by_day: dict[date, dict[UUID, UUID]] = {}
    for _number, group, life in commune:
        for meeting in life.meetings:
            by_day.setdefault(meeting.held_on, {}).setdefault(group.pk, meeting.id)
    shared = [(day, list(met.values())) for day, met in by_day.items() if len(met) > 1]
    if not shared:
        return
    _day, meetings = max(shared)
    joint = JointMeeting(id=uuid5(meetings[0], "joint"))
    found.add(joint, *_parts(joint, meetings))
    found.guests.update(meetings[1:])


def _parts(joint: JointMeeting, meetings: Sequence[UUID]) -> Iterator[JointPart]:
    for place, meeting in enumerate(meetings):
        yield JointPart(meeting_id=meeting, joint=joint, is_host=place == 0)


def _call(number: int, group: CommunityGroup, today: date) -> GroupCall:
    called_on = today - timedelta(days=number % 20 + 1)
    return GroupCall(
        id=uuid5(group.pk, f"call {called_on}"),
        group=group,
        called_on=called_on,
        outcome=OUTCOMES[number % len(OUTCOMES)],
        next_call_on=called_on + timedelta(days=14) if number % 3 else None,
    )
