"""The first page of the desk, for each kind of reader."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.reads.figures import Figures, suppressed
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_facilitation,
    make_group,
    make_mark,
    make_meeting,
    make_membership,
)
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser

pytestmark = pytest.mark.django_db
DESK = "/desk/"


@pytest.fixture
def reach():
    return Reach()


def shown(user):
    response = browser(user).get(DESK)
    assert response.status_code == 200
    return response.context, response.content.decode()


def not_overdue(group):
    group.overdue_after = timezone.localdate()
    group.save()


def test_stranger_is_asked_to_sign_in():
    response = Client().get(DESK)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_officer_counts_only_what_is_within_reach(reach):
    make_group(kind="council", area=make_area(HERE), overdue_after=timezone.localdate())
    make_group(kind="council", area=make_area(THERE))
    context, _page = shown(reach.officer())
    figures = context["figures"]
    assert (figures.clubs, figures.councils, figures.active, figures.overdue, figures.people) == (1, 1, 2, 1, 1)


def test_people_participations_and_meetings_are_three_numbers(reach):
    council = make_group(kind="council", area=make_area(HERE))
    make_membership(group=council, person=reach.person)
    for days in (1, 5, 29):
        meeting = make_meeting(group=reach.group, held_on=timezone.localdate() - timedelta(days=days))
        make_mark(meeting=meeting, person=reach.person)
    absent = make_meeting(group=council, held_on=timezone.localdate())
    make_mark(meeting=absent, person=reach.person, state="absent")
    make_meeting(group=reach.group, held_on=timezone.localdate() - timedelta(days=30))
    make_meeting(group=reach.foreign_group, held_on=timezone.localdate())
    context, page = shown(reach.officer())
    figures = context["figures"]
    assert (figures.people, figures.participations, figures.meetings) == (1, 3, 4)
    assert all(
        f'<span class="stat-card-label">{word}</span>' in page for word in ("People", "Participations", "Meetings")
    )


def test_overdue_groups_stand_with_the_longest_waiting_first(reach):
    today = timezone.localdate()
    reach.group.overdue_after = today - timedelta(days=3)
    reach.group.save()
    late = [make_group(area=make_area(HERE), overdue_after=today - timedelta(days=10 + n)) for n in range(10)]
    make_group(area=make_area(HERE), overdue_after=today)
    make_group(area=make_area(HERE), overdue_after=today - timedelta(days=99), status="paused", status_reason="rain")
    context, page = shown(reach.officer())
    assert [waiting.group for waiting in context["overdue"]] == late[::-1]
    assert reach.foreign_group.name_km not in page


def test_latest_meetings_stop_at_the_border(reach):
    mine = make_meeting(group=reach.group, held_on=timezone.localdate())
    make_meeting(group=reach.foreign_group, held_on=timezone.localdate())
    context, page = shown(reach.officer())
    assert [line.meeting for line in context["latest"]] == [mine]
    assert reverse("meetings:page", args=[mine.pk]) in page


def test_facilitator_sees_their_groups_and_records(reach):
    context, page = shown(reach.facilitator())
    assert [waiting.group for waiting in context["my_groups"]] == [reach.group]
    assert "figures" not in context
    assert reverse("meetings:record", args=[reach.group.pk]) in page
    assert reach.foreign_group.name_km not in page


def test_facilitator_of_tomorrow_and_of_yesterday_has_no_group_today(reach):
    today = timezone.localdate()
    user = make_user("facilitator")
    make_facilitation(user=user, group=reach.group, began_on=today + timedelta(days=1))
    make_facilitation(user=user, group=reach.foreign_group, ended_on=today - timedelta(days=1))
    context, page = shown(user)
    assert context["my_groups"] == []
    assert "You do not work with a group today." in page
    assert reach.group.name_km not in page


def test_donor_reads_totals_and_no_group(reach):
    for number in range(6):
        make_membership(group=reach.group, person=make_person(sex="male" if number < 2 else "female"))
    context, page = shown(make_user("donor", area=make_area(HERE[:2])))
    figures = context["figures"]
    assert (figures.people, figures.girls_and_women, figures.boys_and_men) == (7, None, None)
    assert "Hidden, because a group is too small." in page
    assert reach.group.name_km not in page
    assert f"{reverse('groups:list')}?" not in page


def test_donor_is_not_told_a_number_below_five(reach):
    context, page = shown(make_user("donor", area=make_area(HERE[:2])))
    assert context["figures"].people is None
    assert "fewer than 5" in page


@pytest.mark.parametrize(
    ("people", "female", "male", "expected"),
    [
        (0, 0, 0, (0, 0, 0)),
        (4, 4, 0, (None, None, None)),
        (5, 5, 0, (5, 5, 0)),
        (12, 7, 5, (12, 7, 5)),
        (9, 5, 4, (9, None, None)),
        (11, 5, 5, (11, None, None)),
    ],
)
def test_suppression_hides_small_numbers_and_what_gives_them_away(people, female, male, expected):
    found = suppressed(Figures(1, 1, 0, 0, 2, 0, people, female, male, 3, 4))
    assert (found.people, found.girls_and_women, found.boys_and_men) == expected
    assert (found.meetings, found.participations) == (3, None)


def test_communications_is_led_to_its_own_work(reach):
    context, page = shown(make_user("communications"))
    assert "figures" not in context
    assert reverse("wagtailadmin_home") in page
    assert reach.group.name_km not in page


def test_someone_without_a_role_gets_a_quiet_page(reach):
    _context, page = shown(make_user())
    assert "Your role does not open the register" in page
    assert reach.group.name_km not in page


def test_costs_the_same_at_one_row_and_at_three(reach, django_assert_num_queries):
    officer = browser(reach.officer())
    meeting = make_meeting(group=reach.group)
    make_mark(meeting=meeting, person=reach.person)
    officer.get(DESK)
    with django_assert_num_queries(22):
        officer.get(DESK)
    for _number in range(2):
        group = make_group(area=make_area(HERE))
        make_mark(meeting=make_meeting(group=group), person=make_membership(group=group).person)
    with django_assert_num_queries(22):
        officer.get(DESK)
