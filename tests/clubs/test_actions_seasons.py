"""Planning a season, and saying what came of each activity."""

from datetime import date, timedelta

import pytest

from accounts.models import JournalEntry
from clubs.actions.seasons import (
    MOST,
    ActivityDraft,
    add_activities,
    begin_season,
    change_activity,
    change_season,
    copy_season,
    drop_activity,
    plan_again,
    remove_activity,
    say_held,
)
from clubs.models import PlannedActivity, SeasonPlan
from clubs.reads.seasons import season_page
from clubs.refusals import (
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
from participation.actions.meetings import withdraw_meeting
from participation.models import Kind
from tests.factories.accounts import make_user
from tests.factories.clubs import make_activity, make_season
from tests.factories.participation import make_closed_group, make_group, make_meeting, make_post, make_topic

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 11, 1), date(2026, 9, 30)
Status = PlannedActivity.Status


def begin(group=None, began_on=FIRST, ended_on=LAST, title="  ឆ្នាំសិក្សា   ២០២៥ "):
    return begin_season(group=group or make_group(), title=title, began_on=began_on, ended_on=ended_on, by=make_user())


def draft(day=FIRST, **fields):
    return ActivityDraft(**{"title": "សម្អាតអណ្តូង", "planned_on": day, **fields})


def test_begin_season_keeps_a_tidy_title_and_writes_a_line():
    season = begin()
    assert (season.title, season.began_on, season.ended_on) == ("ឆ្នាំសិក្សា ២០២៥", FIRST, LAST)
    assert [row.about_id for row in JournalEntry.objects.filter(verb="season.begun")] == [str(season.pk)]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"ended_on": FIRST - timedelta(days=1)}, SeasonEndsBeforeItBegins),
        ({"ended_on": FIRST + timedelta(days=800)}, SeasonTooLong),
        ({"began_on": LAST, "ended_on": LAST + timedelta(days=9)}, SeasonsOverlap),
    ],
)
def test_begin_season_refuses_days_that_cannot_be(wrong, refusal):
    group = begin().group
    with pytest.raises(refusal):
        begin(group, **wrong)
    assert SeasonPlan.objects.count() == 1


@pytest.mark.parametrize(("group", "refusal"), [(make_closed_group, ClubIsClosed), (None, NotAClub)])
def test_begin_season_is_for_clubs_that_are_not_closed(group, refusal):
    with pytest.raises(refusal):
        begin(group() if group else make_group(kind=Kind.COUNCIL))


def test_add_activities_keeps_all_lines_or_none():
    season, post, topics = begin(), make_post(code="leader"), (make_topic(), make_topic())
    with pytest.raises(ActivityOutsideSeason):
        add_activities(season=season, lines=[draft(), draft(LAST + timedelta(days=1))], by=make_user())
    assert PlannedActivity.objects.count() == 0
    add_activities(season=season, lines=[draft(post=post, topics=topics), draft(LAST)], by=make_user())
    first, second = PlannedActivity.objects.soonest_first()
    assert (first.post, set(first.topics.all())) == (post, set(topics))
    assert (second.post, second.precision, second.status) == (None, "month", Status.PLANNED)


def test_add_activities_refuses_too_many_and_posts_of_other_kinds():
    season = begin()
    with pytest.raises(TooManyActivities):
        add_activities(season=season, lines=[draft()] * (MOST + 1), by=make_user())
    with pytest.raises(PostOfAnotherKind):
        add_activities(season=season, lines=[draft(post=make_post(kind=Kind.COUNCIL, code="leader"))], by=make_user())


def test_change_season_keeps_its_activities_inside():
    season = begin()
    make_activity(season=season, planned_on=LAST)
    with pytest.raises(ActivitiesOutsideSeason):
        change_season(season=season, title="x", began_on=FIRST, ended_on=LAST - timedelta(days=1), by=make_user())
    changed = change_season(season=season, title="x", began_on=FIRST - timedelta(days=9), ended_on=LAST, by=make_user())
    assert (changed.title, changed.began_on) == ("x", FIRST - timedelta(days=9))


def test_activity_is_held_at_a_meeting_of_its_club_and_planned_again():
    activity = make_activity()
    meeting = make_meeting(group=activity.season.group)
    with pytest.raises(MeetingOfAnotherClub):
        say_held(activity=activity, meeting=make_meeting(), by=make_user())
    assert say_held(activity=activity, meeting=meeting, by=make_user()).status == Status.HELD
    with pytest.raises(ActivityIsSettled):
        drop_activity(activity=activity, reason="weather", by=make_user())
    with pytest.raises(ActivityIsSettled):
        remove_activity(activity=activity, by=make_user())
    assert plan_again(activity=activity, by=make_user()).status == Status.PLANNED
    assert drop_activity(activity=activity, reason="weather", by=make_user()).status == Status.DROPPED
    with pytest.raises(ActivityIsSettled):
        say_held(activity=activity, meeting=meeting, by=make_user())
    plan_again(activity=activity, by=make_user())
    remove_activity(activity=activity, by=make_user())
    assert PlannedActivity.objects.count() == 0


def test_activity_is_planned_again_when_its_meeting_is_withdrawn():
    activity = make_activity()
    meeting = make_meeting(group=activity.season.group)
    say_held(activity=activity, meeting=meeting, by=make_user())
    withdraw_meeting(meeting=meeting, by=make_user(), reason="twice")
    activity.refresh_from_db()
    assert activity.status == Status.PLANNED


def test_change_activity_changes_what_is_given():
    activity, topic = make_activity(), make_topic()
    day = activity.season.began_on
    change_activity(activity=activity, title=" ថ្មី ", planned_on=day, precision="day", topics=[topic], by=make_user())
    activity.refresh_from_db()
    assert (activity.title, activity.planned_on, activity.precision) == ("ថ្មី", day, "day")
    assert list(activity.topics.all()) == [topic]
    with pytest.raises(ActivityOutsideSeason):
        change_activity(activity=activity, planned_on=day - timedelta(days=1), by=make_user())
    with pytest.raises(TypeError):
        change_activity(activity=activity, held_at=None, by=make_user())


def test_copy_season_takes_along_what_was_not_dropped_as_far_into_the_year():
    season, topic = begin(), make_topic()
    kept = make_activity(season=season, planned_on=date(2026, 3, 1), topics=[topic], title="ក")
    make_activity(season=season, planned_on=date(2025, 12, 10), precision="week", title="ខ")
    make_activity(season=season, planned_on=date(2026, 1, 1), dropped_because="weather", title="គ")
    say_held(activity=kept, meeting=make_meeting(group=season.group), by=make_user())
    copy = copy_season(
        season=season, title="ថ្មី", began_on=date(2026, 11, 1), ended_on=date(2027, 9, 30), by=make_user()
    )
    lines = {line.title: line for line in copy.activities.all()}
    assert {title: line.planned_on for title, line in lines.items()} == {
        "ក": date(2027, 3, 1),
        "ខ": date(2026, 12, 9),
    }
    assert lines["ខ"].planned_on.weekday() == date(2025, 12, 10).weekday()
    assert list(lines["ក"].topics.all()) == [topic]
    assert {line.status for line in lines.values()} == {Status.PLANNED}


def test_progress_counts_held_of_what_was_not_dropped():
    season = make_season()
    meeting = make_meeting(group=season.group)
    for number in range(3):
        make_activity(season=season, held_at=meeting if number else None, topics=[make_topic(), make_topic()])
    make_activity(season=season, dropped_because="weather")
    progress = season_page(season).progress
    assert (progress.held, progress.planned) == (2, 3)
