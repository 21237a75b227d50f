from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import counting
from participation.models import Kind
from participation.reads import calendar
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_meeting, make_missed, make_plan
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser

pytestmark = pytest.mark.django_db
URL = "/desk/calendar/"
MARCH = {"month": "2026-03"}


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def month_shown(client, **asked):
    response = client.get(URL, asked)
    assert response.status_code == 200
    return response.context["month"]


def states(month):
    return [(day.on.day, entry.state, entry.group) for day in month.days for entry in day.entries]


# --- what stands in a month ------------------------------------------------------------------------------------------
def test_month_shows_held_planned_untold_and_not_held(reach, officer):
    group = reach.group
    make_meeting(group=group, held_on=date(2026, 3, 1))
    make_missed(group=group, missed_on=date(2026, 3, 31))
    make_plan(group=group, planned_on=date(2026, 3, 15))
    month = month_shown(officer, **MARCH)
    assert states(month) == [(1, "held", group), (15, "untold", group), (31, "not_held", group)]
    assert (month.held, month.planned, month.not_held, len(month.days)) == (1, 1, 1, 31)
    ahead = timezone.localdate() + timedelta(days=10)
    make_plan(group=group, planned_on=ahead)
    assert states(month_shown(officer, month=f"{ahead:%Y-%m}")) == [(ahead.day, "planned", group)]


def test_days_beyond_the_edges_belong_to_other_months(reach, officer):
    for day in (date(2026, 2, 28), date(2026, 4, 1)):
        make_meeting(group=reach.group, held_on=day)
        make_missed(group=make_group(area=make_area(HERE)), missed_on=day)
        make_plan(group=make_group(area=make_area(HERE)), planned_on=day)
    assert month_shown(officer, **MARCH).is_empty
    assert month_shown(officer, month="2026-02").held == 1


def test_plan_met_near_its_day_in_the_next_month_is_fulfilled(reach, officer):
    make_plan(group=reach.group, planned_on=date(2026, 3, 31))
    make_meeting(group=reach.group, held_on=date(2026, 4, 2))
    assert month_shown(officer, **MARCH).planned == 0


def test_cancelled_plan_and_word_outweighed_by_a_meeting_are_left_out(reach, officer):
    make_plan(group=reach.group, planned_on=date(2026, 3, 15), cancelled_at=timezone.now())
    make_missed(group=reach.group, missed_on=date(2026, 3, 20))
    make_meeting(group=reach.group, held_on=date(2026, 3, 20))
    assert states(month_shown(officer, **MARCH)) == [(20, "held", reach.group)]


def test_first_and_last_month_have_no_way_beyond(officer):
    first, last = officer.get(URL, {"month": "2000-01"}).context, officer.get(URL, {"month": "2100-12"}).context
    assert (first["previous_url"], first["next_url"]) == (None, "?month=2000-02")
    assert (last["previous_url"], last["next_url"]) == ("?month=2100-11", None)


def test_way_to_other_months_keeps_the_filters(officer):
    shown = officer.get(URL, {"month": "2026-12", "area": make_area(HERE).pk, "kind": "club"}).context
    kept = f"&area={make_area(HERE).pk}&kind=club"
    assert (shown["previous_url"], shown["next_url"]) == (f"?month=2026-11{kept}", f"?month=2027-01{kept}")


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "0000-01", "1999-12", "9999-12", "x", "2026-3", "'", "២០២៦-០៣"]
)
def test_month_that_makes_no_sense_gives_this_month(officer, month):
    assert month_shown(officer, month=month).first == timezone.localdate().replace(day=1)


def test_filter_that_makes_no_sense_is_left_out(reach, officer):
    make_meeting(group=reach.group, held_on=date(2026, 3, 5))
    assert month_shown(officer, **MARCH, area="xyz99", kind="party").held == 1


def test_month_is_narrowed_by_place_and_kind(reach, officer):
    council = make_group(area=make_area("050602"), kind=Kind.COUNCIL)
    for group in (reach.group, council):
        make_meeting(group=group, held_on=date(2026, 3, 5))
    assert states(month_shown(officer, **MARCH, kind="council")) == [(5, "held", council)]
    assert states(month_shown(officer, **MARCH, area=make_area(HERE).pk)) == [(5, "held", reach.group)]


# --- gaps ------------------------------------------------------------------------------------------------------------
def gap_groups(month):
    assert month.gaps_total == len(month.gaps)
    return [gap.group for gap in month.gaps]


@pytest.mark.parametrize(
    ("rhythm", "day", "is_gap"),
    [
        (7, date(2026, 3, 24), True),
        (7, date(2026, 3, 25), False),
        (27, date(2026, 3, 4), True),
        (28, date(2026, 3, 1), False),
        (30, date(2026, 3, 1), False),
        (30, date(2026, 2, 28), True),
        (45, date(2026, 2, 14), True),
        (45, date(2026, 2, 15), False),
    ],
)
def test_gap_is_a_rhythm_without_meeting_up_to_the_last_day_and_a_monthly_one_a_month(
    reach, officer, rhythm, day, is_gap
):
    reach.group.rhythm_days = rhythm
    reach.group.save()
    make_meeting(group=reach.group, held_on=day)
    assert (reach.group in gap_groups(month_shown(officer, **MARCH))) is is_gap


def test_plan_or_excuse_closes_a_gap_and_a_cancelled_plan_does_not(reach, officer):
    planned, excused = (make_group(area=make_area(HERE)) for _number in range(2))
    make_plan(group=planned, planned_on=date(2026, 3, 20))
    make_missed(group=excused, missed_on=date(2026, 3, 20))
    make_plan(group=reach.group, planned_on=date(2026, 3, 20), cancelled_at=timezone.now())
    assert gap_groups(month_shown(officer, **MARCH)) == [reach.group]


def test_paused_group_and_one_that_began_later_are_no_gaps(reach, officer):
    make_group(area=make_area(HERE), status="paused", status_reason="harvest")
    make_group(area=make_area(HERE), status_since=date(2026, 4, 1))
    assert gap_groups(month_shown(officer, **MARCH)) == [reach.group]


def test_long_list_of_gaps_says_how_many_are_left_out(reach, officer, monkeypatch):
    monkeypatch.setattr(calendar, "GAPS_SHOWN", 1)
    make_group(area=make_area(HERE))
    response = officer.get(URL, MARCH)
    assert (len(response.context["month"].gaps), response.context["month"].gaps_left_out) == (1, 1)
    monkeypatch.setattr(counting, "MOST_COUNTED", 1)
    page = officer.get(URL, MARCH)
    assert page.context["month"].gaps_are_more
    assert "over 1" in page.content.decode()
    assert "1 more group is not shown" in response.content.decode()


def test_words_of_the_buttons_stand_on_the_buttons_alone(reach, officer):
    page = officer.get(URL, MARCH).content.decode()
    assert (reach.group.name_km in page, page.count("Month after")) == (True, 1)


def test_only_who_records_is_offered_to_plan(reach):
    officer, reader = (month_shown(browser(user), **MARCH) for user in (reach.officer(), reach.nameless()))
    assert ([gap.may_plan for gap in officer.gaps], [gap.may_plan for gap in reader.gaps]) == ([True], [False])


# --- too full, too far, too many -------------------------------------------------------------------------------------
def test_full_month_shows_numbers_and_names_no_group(reach, officer, monkeypatch):
    make_meeting(group=reach.group, held_on=date(2026, 3, 5))
    make_meeting(group=reach.group, held_on=date(2026, 3, 30))
    monkeypatch.setattr(calendar, "MOST_ENTRIES", 1)
    response = officer.get(URL, MARCH)
    assert states(response.context["month"]) == []
    assert "Held: 1" in response.content.decode()
    assert reach.group.name_km not in response.content.decode()


def test_nothing_of_a_group_out_of_reach_is_shown_or_counted(reach):
    foreign = reach.foreign_group
    make_meeting(group=foreign, held_on=date(2026, 3, 5))
    make_plan(group=foreign, planned_on=date(2026, 3, 15))
    make_missed(group=foreign, missed_on=date(2026, 3, 25))
    for user in (reach.facilitator(), reach.officer(), reach.nameless(), reach.reader()):
        for asked in (MARCH, {**MARCH, "area": foreign.area_id}):
            response = browser(user).get(URL, asked)
            month = response.context["month"]
            assert (month.held, month.planned, month.not_held) == (0, 0, 0)
            assert foreign not in gap_groups(month)
            assert foreign.name_km not in response.content.decode()
    assert browser(make_user("donor")).get(URL).status_code == 404


def test_whole_country_is_counted_without_asking_each_meeting_for_its_group(reach):
    for group in (reach.group, reach.foreign_group):
        make_meeting(group=group, held_on=date(2026, 3, 5))
        make_plan(group=group, planned_on=date(2026, 3, 15))
        make_missed(group=group, missed_on=date(2026, 3, 25))
    everywhere = browser(make_user("programme_officer"))
    with CaptureQueriesContext(connection) as queries:
        month = month_shown(everywhere, **MARCH)
    assert (month.held, month.planned, month.not_held) == (2, 2, 2)
    (counting_meetings,) = [
        one["sql"] for one in queries if one["sql"].startswith('SELECT "participation_meeting"."held_on" AS')
    ]
    assert "participation_communitygroup" not in counting_meetings
    narrowed = month_shown(everywhere, **MARCH, kind=Kind.COUNCIL)
    assert (narrowed.held, narrowed.planned, narrowed.not_held) == (0, 0, 0)


def test_month_of_many_is_counted_once_and_says_when(reach, officer, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 1)
    for day in (5, 6):
        make_meeting(group=reach.group, held_on=date(2026, 3, day))
    first = officer.get(URL, MARCH)
    assert (first.context["month"].held, "Counted on " in first.content.decode()) == (2, False)
    make_meeting(group=reach.group, held_on=date(2026, 3, 7))
    make_meeting(group=reach.foreign_group, held_on=date(2026, 3, 7))
    again = officer.get(URL, MARCH)
    assert (again.context["month"].held, "Counted on " in again.content.decode()) == (2, True)
    assert len(states(again.context["month"])) == 3
    everywhere = browser(make_user("programme_officer"))
    for reader, asked, held in ((officer, {"month": "2026-02"}, 0), (everywhere, MARCH, 4)):
        month = month_shown(reader, **asked)
        assert (month.held, month.counted_at) == (held, None)


def test_month_of_few_is_counted_at_every_visit(reach, officer):
    for held in (1, 2):
        make_meeting(group=reach.group, held_on=date(2026, 3, held))
        month = month_shown(officer, **MARCH)
        assert (month.held, month.counted_at) == (held, None)


def test_gaps_that_came_after_the_count_are_no_number_below_none(reach, officer, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 1)
    reach.group.status_since = date(2026, 4, 1)
    reach.group.save()
    for day in (5, 6):
        make_meeting(group=reach.group, held_on=date(2026, 3, day))
    month_shown(officer, **MARCH)
    make_group(area=make_area(HERE))
    month = month_shown(officer, **MARCH)
    assert (month.gaps_total, len(month.gaps), month.gaps_left_out) == (0, 1, 0)


def test_costs_the_same_at_one_row_and_at_three(reach, officer, django_assert_num_queries):
    def grow(group):
        make_meeting(group=group, held_on=date(2026, 3, 5))
        make_plan(group=group, planned_on=date(2026, 3, 15))
        make_missed(group=group, missed_on=date(2026, 3, 25))
        make_group(area=make_area(HERE), rhythm_days=group.rhythm_days)

    grow(reach.group)
    month_shown(officer, **MARCH)
    with django_assert_num_queries(15):
        officer.get(URL, MARCH)
    for _number in range(2):
        grow(make_group(area=make_area(HERE)))
    with django_assert_num_queries(15):
        officer.get(URL, MARCH)
