from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models import MissedMeeting, PlannedMeeting
from tests.factories.participation import make_closed_group, make_facilitation, make_group, make_missed, make_plan
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
def today():
    return timezone.localdate()


def url(name, row):
    return reverse(f"planning:{name}", args=[row.pk])


def page_of(client, group):
    return client.get(reverse("groups:page", args=[group.pk]))


# --- planning --------------------------------------------------------------------------------------------------------
def test_facilitator_plans_a_meeting_with_khmer_digits(reach, facilitator, today):
    response = facilitator.post(
        url("plan", reach.group),
        {"planned_on": f"{today:%d/%m/%Y}".translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")), "kind": "training"},
    )
    plan = PlannedMeeting.objects.get()
    assert response.url == reverse("groups:page", args=[reach.group.pk])
    assert (plan.group, plan.planned_on, plan.kind) == (reach.group, today, "training")
    assert len(journal_rows("plan.made")) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"planned_on": "2020-01-01"},
        {"planned_on": "9999-12-31"},
        {"planned_on": "31/02/2027"},
        {"planned_on": ""},
        {"kind": "party"},
        {"starts_at": "25:00"},
        {"place_text": "x" * 161},
        {"place_text": "a\x00b"},
    ],
)
def test_bad_plan_is_explained_and_nothing_is_kept(reach, facilitator, today, bad):
    response = facilitator.post(url("plan", reach.group), {"planned_on": today.isoformat(), "kind": "ordinary", **bad})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(bad)
    assert PlannedMeeting.objects.count() == 0


def test_plan_is_changed_and_cancelled(reach, facilitator, today):
    plan = make_plan(group=reach.group, planned_on=today)
    tomorrow = today + timedelta(days=1)
    facilitator.post(url("change", plan), {"planned_on": tomorrow.isoformat(), "kind": "ordinary", "version": 1})
    plan.refresh_from_db()
    assert plan.planned_on == tomorrow
    assert facilitator.get(url("cancel", plan)).status_code == 200
    assert PlannedMeeting.objects.standing().count() == 1
    facilitator.post(url("cancel", plan))
    assert PlannedMeeting.objects.standing().count() == 0
    assert facilitator.get(url("change", plan)).status_code == 404


def test_plan_changed_by_another_meanwhile_is_not_overwritten(reach, facilitator, today):
    plan = make_plan(group=reach.group, planned_on=today, version=2, place_text="វត្ត")
    answer = facilitator.post(url("change", plan), {"planned_on": today.isoformat(), "kind": "forum", "version": 1})
    plan.refresh_from_db()
    assert (answer.status_code, plan.kind) == (200, "ordinary")


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_version_that_makes_no_sense_is_explained(reach, facilitator, today, version):
    plan = make_plan(group=reach.group, planned_on=today)
    given = {"planned_on": today.isoformat(), "kind": "forum", "version": version}
    assert facilitator.post(url("change", plan), given).status_code == 200
    plan.refresh_from_db()
    assert plan.kind == "ordinary"


def test_cancelled_plan_is_planned_again_from_the_page_of_the_group(reach, facilitator, today):
    plan = make_plan(group=reach.group, planned_on=today, cancelled_at=timezone.now())
    assert url("restore", plan) in page_of(facilitator, reach.group).text
    assert facilitator.get(url("restore", plan)).status_code == 200
    assert PlannedMeeting.objects.standing().count() == 0
    assert facilitator.post(url("restore", plan)).url == reverse("groups:page", args=[reach.group.pk])
    assert PlannedMeeting.objects.standing().get() == plan
    assert facilitator.post(url("restore", plan)).status_code == 404


def test_plan_whose_day_was_taken_meanwhile_says_so(reach, facilitator, today):
    plan = make_plan(group=reach.group, planned_on=today, cancelled_at=timezone.now())
    make_plan(group=reach.group, planned_on=today)
    assert "planned for this day already" in facilitator.post(url("restore", plan)).text


# --- not held --------------------------------------------------------------------------------------------------------
def test_facilitator_says_that_none_was_held(reach, facilitator, today):
    facilitator.post(url("not_held", reach.group), {"missed_on": today.isoformat(), "reason": "harvest"})
    missed = MissedMeeting.objects.get()
    assert (missed.group, missed.missed_on, missed.reason) == (reach.group, today, "harvest")
    assert "Harvest" in page_of(facilitator, reach.group).content.decode()


def test_word_that_none_was_held_is_taken_back_from_the_page_of_the_group(reach, facilitator, today):
    missed = make_missed(group=reach.group)
    assert url("take_back", missed) in page_of(facilitator, reach.group).text
    assert "Harvest" in facilitator.get(url("take_back", missed)).text
    assert MissedMeeting.objects.count() == 1
    assert facilitator.post(url("take_back", missed)).url == reverse("groups:page", args=[reach.group.pk])
    assert MissedMeeting.objects.count() == 0
    assert facilitator.post(url("take_back", missed)).status_code == 404


@pytest.mark.parametrize("bad", [{"missed_on": "2199-01-01"}, {"missed_on": "1999-01-01"}, {"reason": "story"}])
def test_bad_word_that_none_was_held_is_explained(reach, facilitator, today, bad):
    given = {"missed_on": today.isoformat(), "reason": "harvest", **bad}
    response = facilitator.post(url("not_held", reach.group), given)
    assert (response.status_code, set(response.context["form"].errors)) == (200, set(bad))
    assert MissedMeeting.objects.count() == 0


# --- who may ---------------------------------------------------------------------------------------------------------
def test_nobody_plans_for_a_group_out_of_reach(reach, facilitator, today):
    plan, missed = make_plan(group=reach.foreign_group), make_missed(group=reach.foreign_group)
    cancelled = make_plan(group=reach.foreign_group, cancelled_at=timezone.now())
    given = {"planned_on": today.isoformat(), "missed_on": today.isoformat(), "reason": "flood", "kind": "ordinary"}
    for name, row in (
        ("plan", reach.foreign_group),
        ("not_held", reach.foreign_group),
        ("change", plan),
        ("cancel", plan),
        ("restore", cancelled),
        ("take_back", missed),
    ):
        assert facilitator.get(url(name, row)).status_code == 404
        assert facilitator.post(url(name, row), {**given, "version": 1}).status_code == 404
    assert (PlannedMeeting.objects.standing().count(), MissedMeeting.objects.count()) == (1, 1)


def test_who_only_reads_is_offered_no_planning(reach):
    plan, missed = make_plan(group=reach.group), make_missed(group=reach.group)
    cancelled = make_plan(group=reach.group, cancelled_at=timezone.now())
    reader = browser(reach.nameless())
    page = page_of(reader, reach.group).content.decode()
    assert f"{plan.planned_on.year}" in page
    assert reverse("planning:plan", args=[reach.group.pk]) not in page
    assert [
        each for each in (url("change", plan), url("take_back", missed), url("restore", cancelled)) if each in page
    ] == []
    assert reader.post(url("take_back", missed)).status_code == 404
    assert reader.get(url("plan", reach.group)).status_code == 404


def test_closed_group_is_offered_no_planning():
    reach = Reach(group=make_closed_group(area=make_area(HERE)))
    page = page_of(browser(reach.officer()), reach.group).content.decode()
    assert url("plan", reach.group) not in page


# --- where it is shown -----------------------------------------------------------------------------------------------
def test_page_of_the_group_shows_what_lies_ahead_and_what_was_not_held(reach, facilitator, today):
    later = make_plan(group=reach.group, planned_on=today + timedelta(days=9))
    soon = make_plan(group=reach.group, planned_on=today + timedelta(days=2))
    make_plan(group=reach.group, planned_on=today - timedelta(days=20))
    make_plan(group=reach.group, planned_on=today + timedelta(days=5), cancelled_at=timezone.now())
    make_plan(planned_on=today)
    missed = make_missed(group=reach.group, missed_on=today - timedelta(days=40))
    plans = page_of(facilitator, reach.group).context["page"].plans
    assert (plans.ahead, plans.missed) == ([soon, later], [missed])


def test_home_shows_the_next_plan_of_ones_groups(reach, facilitator, today):
    make_plan(group=reach.group, planned_on=today + timedelta(days=9))
    soon = make_plan(group=reach.group, planned_on=today + timedelta(days=2))
    make_plan(group=make_group(area=make_area(HERE)), planned_on=today)
    response = facilitator.get("/desk/")
    (waiting,) = response.context["my_groups"]
    assert waiting.plan == soon
    assert url("plan", reach.group) in response.content.decode()


def test_home_costs_the_same_at_one_group_and_at_three(reach, django_assert_num_queries):
    user = reach.facilitator()
    client = browser(user)

    def grow(group):
        for _number in range(2):
            make_plan(group=group)

    grow(reach.group)
    client.get("/desk/")
    with django_assert_num_queries(10):
        client.get("/desk/")
    for _number in range(2):
        group = make_group(area=make_area(HERE))
        make_facilitation(user=user, group=group)
        grow(group)
    with django_assert_num_queries(10):
        client.get("/desk/")
