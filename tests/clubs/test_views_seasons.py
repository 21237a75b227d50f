"""The plans of a club at the desk."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clubs.models import PlannedActivity, SeasonPlan
from tests.accounts.downloads.reading import rows_in
from tests.factories.clubs import make_activity, make_season
from tests.factories.participation import make_group, make_meeting, make_post, make_topic
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def facilitator(reach):
    return browser(reach.facilitator())


@pytest.fixture
def season(reach):
    return make_season(group=reach.group)


def url(name, row):
    return reverse(f"clubs:{name}", args=[row.pk])


def lines(*typed):
    """A sent page of lines, each a title and a day."""
    data = {"lines-TOTAL_FORMS": "6", "lines-INITIAL_FORMS": "0"}
    for number, line in enumerate(typed):
        data |= {f"lines-{number}-{name}": value for name, value in line.items()}
    return data


def test_facilitator_plans_a_season_and_adds_several_lines(reach, facilitator):
    article = make_topic(type="article", number=12, code="article-12")
    leader = make_post(code="leader")
    today = timezone.localdate()
    answer = facilitator.post(
        url("begin", reach.group), {"title": "ផែនការ", "began_on": today, "ended_on": today + timedelta(days=300)}
    )
    season = SeasonPlan.objects.get()
    assert answer.url == url("lines", season)
    answer = facilitator.post(
        url("lines", season),
        lines(
            {"title": "ដើរមើលភូមិ", "planned_on": today, "precision": "week", "post": leader.pk},
            {},
            {"title": "សួរឃុំ", "planned_on": today, "precision": "", "article": article.pk},
        ),
    )
    assert answer.url == url("season", season)
    walk, ask = PlannedActivity.objects.order_by("title").reverse()
    assert {walk.title, ask.title} == {"ដើរមើលភូមិ", "សួរឃុំ"}
    by_title = {each.title: each for each in (walk, ask)}
    assert (by_title["ដើរមើលភូមិ"].precision, by_title["ដើរមើលភូមិ"].post) == ("week", leader)
    assert (by_title["សួរឃុំ"].precision, list(by_title["សួរឃុំ"].topics.all())) == ("month", [article])
    page = facilitator.get(url("season", season)).text
    assert "ដើរមើលភូមិ" in page
    assert reverse("clubs:seasons", args=[reach.group.pk]) in facilitator.get(f"/desk/groups/{reach.group.pk}/").text


def test_bad_lines_are_explained_and_nothing_is_kept(season, facilitator):
    good = {"title": "ក", "planned_on": season.began_on}
    for bad in (
        {"title": "ខ"},
        {"planned_on": season.began_on},
        {"title": "x" * 161, "planned_on": season.began_on},
        {"title": "ខ", "planned_on": "31/02/2027"},
        {"title": "ខ", "planned_on": season.ended_on + timedelta(days=1)},
        {"title": "ខ", "planned_on": season.began_on, "post": "999999"},
    ):
        answer = facilitator.post(url("lines", season), lines(good, bad))
        assert answer.status_code == 200, bad
        assert "field-error" in answer.text or 'role="alert"' in answer.text
    assert PlannedActivity.objects.count() == 0
    assert facilitator.post(url("lines", season), {}).status_code == 200


def test_second_plan_takes_the_activities_of_the_first_along(season, facilitator):
    make_activity(season=season, title="ដាំដើមឈើ", planned_on=season.began_on)
    first = season.ended_on + timedelta(days=1)
    data = {"title": "ថ្មី", "began_on": first, "ended_on": first + timedelta(days=300), "is_copy": "on"}
    answer = facilitator.post(url("begin", season.group), data)
    copy = SeasonPlan.objects.exclude(pk=season.pk).get()
    assert answer.url == url("season", copy)
    assert [line.title for line in copy.activities.all()] == ["ដាំដើមឈើ"]
    again = facilitator.post(url("begin", season.group), data)
    assert "began_on" in again.context["form"].errors


def test_activity_is_ticked_as_held_dropped_planned_again_and_removed(season, facilitator):
    activity = make_activity(season=season)
    meeting = make_meeting(group=season.group, held_on=date(2026, 1, 9))
    foreign = make_meeting()
    assert facilitator.post(url("held", activity), {"meeting": foreign.pk}).context["form"].errors
    assert facilitator.post(url("held", activity), {"meeting": meeting.pk}).url == url("season", season)
    page = facilitator.get(url("season", season)).text
    assert reverse("meetings:page", args=[meeting.pk]) in page
    facilitator.post(url("again", activity))
    facilitator.post(url("drop", activity), {"reason": "weather"})
    activity.refresh_from_db()
    assert (activity.status, activity.dropped_because) == ("dropped", "weather")
    assert facilitator.post(url("remove", activity)).status_code == 200
    facilitator.post(url("again", activity))
    facilitator.post(url("remove", activity))
    assert PlannedActivity.objects.count() == 0
    verbs = ("held", "reopened", "dropped", "reopened", "removed")
    assert {verb: len(journal_rows(f"season.activity_{verb}")) for verb in verbs} == {
        "held": 1,
        "reopened": 2,
        "dropped": 1,
        "removed": 1,
    }


def test_plan_is_read_by_who_sees_the_club_and_changed_by_who_records(reach, season):
    activity = make_activity(season=season)
    nameless = browser(reach.nameless())
    page = nameless.get(url("season", season))
    assert activity.title in page.text
    assert url("held", activity) not in page.text
    for name, row in (("lines", season), ("held", activity), ("begin", reach.group), ("pair", reach.group)):
        assert nameless.get(url(name, row)).status_code == 404
    foreign = make_season(group=reach.foreign_group)
    for client in (nameless, browser(reach.facilitator())):
        assert client.get(url("season", foreign)).status_code == 404
        assert client.get(url("seasons", reach.foreign_group)).status_code == 404
    council = make_group(kind="council", area=make_area(HERE))
    assert nameless.get(url("seasons", council)).status_code == 404


def test_plans_are_taken_along_as_a_file(season, facilitator):
    topics = [make_topic(type="activity", name_en="Games"), make_topic(type="article", number=31, name_en="Play")]
    meeting = make_meeting(group=season.group)
    post = make_post(code="leader")
    make_activity(season=season, title="ល្បែង", topics=topics, held_at=meeting, post=post)
    make_activity(season=season, title="ទឹក", dropped_because="weather", planned_on=season.ended_on)
    make_activity(title="មិនមែននៅទីនេះ")
    for format in ("csv", "xlsx"):
        held, dropped = rows_in(facilitator.get(f"/desk/clubs/{season.group.pk}/seasons/plans.{format}"))
        assert (held["Activity"], held["Topics"], held["Who"]) == ("ល្បែង", "Play, Games", post.name)
        assert (held["Status"], str(held["Held on"])[:10]) == ("Held", meeting.held_on.isoformat())
        assert (dropped["Status"], dropped["Why it was dropped"]) == ("Dropped", "Flood, heat or bad roads")
    (line,) = (row for row in journal_rows("list.exported") if row.details["format"] == "csv")
    assert (line.details["table"], line.details["filters"]) == ("season-plans", [f"group={season.group.pk}"])
    assert url("plans_csv", season.group) in facilitator.get(url("seasons", season.group)).text


def test_plan_costs_the_same_at_one_line_and_at_three(season, facilitator, django_assert_num_queries):
    topic = make_topic()
    make_activity(season=season, topics=[topic], held_at=make_meeting(group=season.group))
    facilitator.get(url("season", season))
    with django_assert_num_queries(BUDGET):
        facilitator.get(url("season", season))
    for _number in range(2):
        make_activity(season=season, topics=[topic, make_topic()], post=make_post(code="leader"))
    with django_assert_num_queries(BUDGET):
        facilitator.get(url("season", season))


def test_list_of_plans_costs_the_same_at_one_plan_and_at_three(season, facilitator, django_assert_num_queries):
    facilitator.get(url("seasons", season.group))
    with django_assert_num_queries(LIST_BUDGET):
        facilitator.get(url("seasons", season.group))
    for year in (2020, 2021):
        make_season(group=season.group, began_on=date(year, 1, 1), ended_on=date(year, 6, 1))
    with django_assert_num_queries(LIST_BUDGET):
        assert len(facilitator.get(url("seasons", season.group)).context["rows"]) == 3


BUDGET, LIST_BUDGET = 9, 7


def test_correcting_a_line_keeps_what_it_has_though_it_is_out_of_use(season, facilitator):
    post, topic = make_post(code="scout", is_active=False), make_topic(is_active=False)
    activity = make_activity(season=season, post=post, topics=[topic])
    form = facilitator.get(url("change_activity", activity)).context["form"]
    sent = {name: form.initial[name] for name in ("planned_on", "precision", "post")}
    sent |= {"title": "ថ្មី", "topics": form.initial["topics"]}
    assert facilitator.post(url("change_activity", activity), sent).url == url("season", season)
    activity.refresh_from_db()
    assert (activity.title, activity.post, list(activity.topics.all())) == ("ថ្មី", post, [topic])
    offered = facilitator.get(url("change_activity", make_activity(season=season))).context["form"].fields
    assert topic not in offered["topics"].queryset
    assert str(post.pk) not in dict(offered["post"].choices)
