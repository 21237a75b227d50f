"""Joint meetings at the desk: recorded for several groups, bound afterwards, shown as far as the reader may know."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models import JointMeeting, Meeting
from tests.factories.participation import make_closed_group, make_facilitation, make_group, make_joint, make_meeting
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def neighbour(**overrides):
    return make_group(area=make_area(HERE), **overrides)


def url(name, row):
    return reverse(f"meetings:{name}", args=[row.pk])


def test_one_meeting_is_recorded_for_several_groups(reach, officer):
    other = neighbour()
    make_closed_group(area=make_area(HERE))
    form = officer.get(url("record_joint", reach.group)).context["form"]
    assert list(form.fields["groups"].queryset) == [other]
    today = timezone.localdate()
    data = {"groups": [other.pk], "held_on": today, "kind": "campaign"}
    assert officer.post(url("record_joint", reach.group), {**data, "groups": []}).context["form"].errors
    assert (
        officer.post(url("record_joint", reach.group), {**data, "groups": [reach.foreign_group.pk]})
        .context["form"]
        .errors
    )
    late = officer.post(url("record_joint", reach.group), {**data, "held_on": today + timedelta(days=1)})
    assert "held_on" in late.context["form"].errors
    answer = officer.post(url("record_joint", reach.group), data)
    host = Meeting.objects.get(group=reach.group)
    assert answer.url == url("page", host)
    page = officer.get(answer.url).text
    assert other.name_km in page
    assert url("page", Meeting.objects.get(group=other)) in page


def test_meetings_of_one_day_are_bound_and_parted(reach, officer):
    other = neighbour()
    mine, theirs = make_meeting(group=reach.group), None
    theirs = make_meeting(group=other, held_on=mine.held_on)
    another_day = make_meeting(group=other, held_on=mine.held_on - timedelta(days=1))
    foreign = make_meeting(group=reach.foreign_group, held_on=mine.held_on)
    form = officer.get(url("bind", mine)).context["form"]
    assert list(form.fields["meeting"].queryset) == [theirs]
    for wrong in (another_day, foreign, mine):
        assert officer.post(url("bind", mine), {"meeting": wrong.pk}).context["form"].errors
    assert officer.post(url("bind", mine), {"meeting": theirs.pk}).url == url("page", mine)
    assert JointMeeting.objects.count() == 1
    assert officer.post(url("part", theirs)).url == url("page", theirs)
    assert JointMeeting.objects.count() == 0
    assert officer.post(url("part", theirs)).status_code == 200


def test_a_group_outside_the_reach_is_another_group(reach, officer):
    mine = make_meeting(group=reach.group)
    foreign = make_meeting(group=reach.foreign_group, held_on=mine.held_on)
    make_joint(mine, foreign)
    for reader in (officer, browser(reach.nameless()), browser(reach.facilitator())):
        page = reader.get(url("page", mine)).text
        assert "another group" in page
        assert reach.foreign_group.name_km not in page
        assert str(foreign.pk) not in page


def test_day_of_a_part_is_not_corrected_and_is_told_why(reach, officer):
    mine = make_meeting(group=reach.group)
    make_joint(mine, make_meeting(group=neighbour(), held_on=mine.held_on))
    data = {
        "id": mine.pk,
        "version": 1,
        "held_on": mine.held_on - timedelta(days=1),
        "kind": "ordinary",
        "step": "save",
    }
    data |= {f"{rows}-{name}": 0 for rows in ("decisions", "issues") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    answer = officer.post(url("correct", mine), data)
    assert answer.status_code == 200
    mine.refresh_from_db()
    assert (mine.version, "held_on" in answer.context["sheet"].form.errors) == (1, True)


def test_reader_without_the_record_may_not_bind(reach):
    mine = make_meeting(group=reach.group)
    nameless = browser(reach.nameless())
    assert url("bind", mine) not in nameless.get(url("page", mine)).text
    for name, row in (("bind", mine), ("part", mine), ("record_joint", reach.group)):
        assert nameless.get(url(name, row)).status_code == 404


def test_meeting_page_costs_the_same_with_one_group_and_with_three(reach, officer, django_assert_num_queries):
    mine = make_meeting(group=reach.group)

    def cost(budget):
        officer.get(url("page", mine))
        with django_assert_num_queries(budget):
            officer.get(url("page", mine))

    joint = make_joint(mine, make_meeting(group=neighbour(), held_on=mine.held_on))
    cost(BUDGET)
    for _number in range(2):
        joint.parts.create(meeting=make_meeting(group=neighbour(), held_on=mine.held_on))
    cost(BUDGET)


def test_facilitator_of_both_groups_binds_them(reach):
    user, other = reach.facilitator(), neighbour()
    make_facilitation(user=user, group=other)
    mine = make_meeting(group=reach.group)
    theirs = make_meeting(group=other, held_on=mine.held_on)
    assert browser(user).post(url("bind", mine), {"meeting": theirs.pk}).url == url("page", mine)


BUDGET = 21
