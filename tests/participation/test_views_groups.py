"""The list of groups and the page of one: what is shown, and to whom."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_closed_group,
    make_decision,
    make_facilitation,
    make_group,
    make_head_count,
    make_mark,
    make_meeting,
    make_membership,
    make_missed,
    make_plan,
    make_school,
    make_support,
)
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
LIST = "/desk/groups/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def listed(client, **asked):
    response = client.get(LIST, asked)
    assert response.status_code == 200
    return [row.group for row in response.context["rows"]]


def page_of(client, group, **asked):
    response = client.get(reverse("groups:page", args=[group.pk]), asked)
    assert response.status_code == 200
    return response


# --- the list --------------------------------------------------------------------------------------------------------
def test_list_stops_at_the_border(reach, officer):
    response = officer.get(LIST)
    assert [row.group for row in response.context["rows"]] == [reach.group]
    assert response.context["found"] == "1 group"
    assert reach.foreign_group.name_km not in response.content.decode()


@pytest.mark.parametrize("role", ["donor", "communications"])
def test_list_is_closed_to_who_sees_no_groups(reach, role):
    assert browser(make_user(role)).get(LIST).status_code == 404
    assert [row.details["page"] for row in journal_rows("page.refused")] == ["groups:list"]


def test_facilitator_lists_only_their_groups(reach):
    make_group(area=make_area(HERE))
    assert listed(browser(reach.facilitator())) == [reach.group]


def test_row_shows_both_names_place_members_and_dates(officer, reach):
    group = make_group(
        area=make_area("05060101"),
        name_latin="Sunrise Club",
        last_met_on=date(2026, 5, 9),
        overdue_after=date(2026, 6, 23),
    )
    make_membership(group=group, person=make_person(sex="male"))
    make_membership(group=group, ended_on=date(2024, 1, 1))
    page = officer.get(LIST, {"q": "sunrise"}).content.decode()
    assert group.name_km in page
    for words in ("Sunrise Club", "Place 05060101", "9 May 2026", "Overdue", "0 girls, 1 boys"):
        assert words in page


@pytest.mark.parametrize(
    ("asked", "fits", "differs"),
    [
        ({"kind": "council"}, {"kind": "council"}, {}),
        ({"status": "paused"}, {"status": "paused", "status_reason": "rain"}, {}),
        (
            {"status": "open"},
            {"status": "paused", "status_reason": "rain"},
            {"status": "closed", "status_reason": "moved"},
        ),
        ({"setting": "other"}, {"setting": "other"}, {}),
        ({"overdue": "on"}, {"overdue_after": date(2020, 1, 1)}, {"overdue_after": date(2100, 1, 1)}),
        ({"q": "ត្រី"}, {"name_km": "ក្លឹបត្រីទន្លេ"}, {"name_km": "ក្លឹបបក្សី"}),
        ({"q": "RIVER fish"}, {"name_latin": "River-Fish"}, {"name_latin": "River Bird"}),
        ({"q": "c-9999-0001"}, {"code": "C-9999-0001"}, {"code": "C-9999-0002"}),
    ],
    ids=str,
)
def test_filter_keeps_what_fits(asked, fits, differs):
    area = make_area(HERE)
    fitting = make_group(area=area, **fits)
    make_group(area=area, **differs)
    foreign = make_group(area=make_area(THERE), **{**fits, "code": "X-1"})
    assert listed(browser(make_user("programme_officer", area=make_area("05"))), **asked) == [fitting]
    assert foreign in listed(browser(make_user("administrator")), **asked) or "code" in fits


def test_filter_by_place_takes_what_lies_in_it(officer, reach):
    village = make_group(area=make_area("05060202"))
    assert listed(officer, area="mef050602") == [village]
    assert listed(officer, **{"area-1": "mef05", "area-2": "mef0506", "area-3": "mef050602"}) == [village]
    assert listed(officer, area="mef10") == []


def test_filter_of_mine_takes_what_i_facilitate_today(officer, reach):
    user = reach.officer()
    mine = make_group(area=make_area(HERE))
    make_facilitation(user=user, group=mine)
    make_facilitation(user=user, group=reach.group, ended_on=timezone.localdate() - timedelta(days=1))
    assert listed(browser(user), mine="on") == [mine]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "party"},
        {"status": "\x00"},
        {"area": "mef99"},
        {"area": "' OR 1=1 --"},
        {"sort": "size"},
        {"after": "nonsense"},
        {"before": "00000000-0000-0000-0000-000000000000"},
        {"q": "ក" * 101},
        {"q": "\x00"},
    ],
    ids=str,
)
def test_filter_that_makes_no_sense_is_left_out(officer, reach, asked):
    assert listed(officer, **asked) == [reach.group]


def test_nothing_found_offers_to_clear_the_filters(officer):
    page = officer.get(LIST, {"q": "ត្រី"}).content.decode()
    assert "No group fits all of this." in page
    assert "Clear filters" in page


def test_list_can_be_sorted_by_name_and_by_waiting_time(reach, officer):
    reach.group.last_met_on = date(2026, 3, 1)
    reach.group.save()
    waiting = make_group(area=make_area("050602"), name_km="ខ", last_met_on=date(2025, 3, 1))
    never = make_group(area=make_area("050603"), name_km="ក")
    assert listed(officer) == [reach.group, waiting, never]
    assert listed(officer, sort="name") == [never, reach.group, waiting]
    assert listed(officer, sort="last") == [never, waiting, reach.group]


def test_pages_of_fifty_keep_the_filters(officer, reach):
    groups = [make_group(area=make_area(HERE), name_km=f"ក្លឹប {number:02d}") for number in range(51)]
    first = officer.get(LIST, {"q": "ក្លឹប", "sort": "name"})
    assert (len(first.context["rows"]), first.context["previous_url"]) == (50, "")
    second = officer.get(LIST + first.context["next_url"])
    assert len(second.context["rows"]) == 2
    assert second.context["next_url"] == ""
    back = officer.get(LIST + second.context["previous_url"])
    assert [row.group for row in back.context["rows"]] == [row.group for row in first.context["rows"]]
    assert "sort=name" in first.context["next_url"]
    shown = {row.group for row in first.context["rows"]} | {row.group for row in second.context["rows"]}
    assert shown == {*groups, reach.group}


def test_list_costs_at_most_ten_queries_however_long(officer, reach, django_assert_num_queries):
    officer.get(LIST)
    with django_assert_num_queries(9):
        officer.get(LIST)
    for code in ("050602", "05060101"):
        make_membership(group=make_group(area=make_area(code)))
    with django_assert_num_queries(9):
        officer.get(LIST)
    asked = {"q": "ក្លឹប", "area": "mef0506", "sort": "last", "overdue": "on", "after": reach.group.pk}
    with django_assert_num_queries(10):
        officer.get(LIST, asked)
    for _number in range(48):
        make_group(area=make_area(HERE))
    with django_assert_num_queries(9):
        assert len(listed(officer)) == 50


# --- the page of one group -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["groups:page", "groups:history"])
def test_foreign_group_is_not_found_and_the_refusal_is_kept(reach, officer, name):
    assert officer.get(reverse(name, args=[reach.foreign_group.pk])).status_code == 404
    row = JournalEntry.objects.get(verb="row.refused")
    assert (row.about_type, row.about_id) == ("participation.communitygroup", str(reach.foreign_group.pk))


@pytest.mark.parametrize("name", ["groups:page", "groups:history"])
def test_pages_of_a_group_only_read(reach, officer, name):
    assert officer.post(reverse(name, args=[reach.group.pk])).status_code == 405


def test_reading_names_leaves_one_line(reach, officer):
    reach.add_member()
    page = page_of(officer, reach.group).content.decode()
    assert reach.person.name in page
    assert reverse("people:page", args=[reach.person.pk]) in page
    assert reach.stranger.name not in page
    assert [(row.kind, row.people, row.about_id) for row in journal_rows("roster.read")] == [
        ("read", 2, str(reach.group.pk))
    ]


def test_names_are_hidden_from_who_may_not_see_them(reach):
    decision = make_decision(meeting=make_meeting(group=reach.group))
    response = page_of(browser(reach.nameless()), reach.group)
    page = response.content.decode()
    assert "Names are hidden for your role." in page
    assert "Decisions are hidden for your role." in page
    assert response.context["page"].members.totals.total == 1
    for hidden in (reach.person.name, str(reach.person.pk), str(reach.membership.pk), decision.text):
        assert hidden not in page
    assert journal_rows("roster.read") == []


def test_roster_of_a_past_day_shows_who_belonged_then(reach, officer):
    gone = make_membership(
        group=reach.group,
        person=make_person(given_name="រស្មី", birth_year=2014, birth_month=1),
        began_on=date(2022, 1, 1),
        ended_on=date(2023, 2, 28),
    )
    today = page_of(officer, reach.group).content.decode()
    assert gone.person.name not in today
    response = page_of(officer, reach.group, on="2022-06-01")
    past = response.content.decode()
    assert gone.person.name in past
    assert reach.person.name not in past
    assert [line.row.age for line in response.context["page"].members.lines] == [8]
    assert reverse("members:end", args=[gone.pk]) not in past


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("nonsense", "Enter a valid date."),
        ("2199-01-01", "This day has not come yet."),
        ("2999-01-01", "This year is too far away. Check the four digits."),
        ("\x00", "Enter a valid date."),
    ],
)
def test_day_that_makes_no_sense_shows_today_with_a_sentence(reach, officer, on, sentence):
    response = page_of(officer, reach.group, on=on)
    assert response.context["page"].members.on == timezone.localdate()
    assert sentence in response.content.decode()


def test_emptied_day_is_today_without_a_complaint(reach, officer):
    response = page_of(officer, reach.group, on="")
    assert response.context["page"].members.is_today
    assert not response.context["day"].errors


def test_strip_tells_how_often_a_member_came(reach, officer):
    for number, state in enumerate(("present", "late", "absent", "excused")):
        meeting = make_meeting(group=reach.group, held_on=date(2026, 1, number + 1))
        make_mark(meeting=meeting, person=reach.person, state=state)
    make_meeting(group=reach.group, held_on=date(2026, 2, 1))
    response = page_of(officer, reach.group)
    (line,) = response.context["page"].members.lines
    assert [cell.state for cell in line.cells] == ["present", "late", "absent", "excused", "none"]
    assert line.cells[2].text == "3 Jan 2026: Absent"
    assert "Came to 2 of 4 meetings." in response.content.decode()


def test_page_shows_meetings_decisions_projects_and_facilitators(reach, officer):
    meeting = make_meeting(group=reach.group)
    make_head_count(meeting=meeting, number=7)
    pending = make_decision(meeting=meeting)
    done = make_decision(meeting=meeting, done_on=timezone.localdate())
    support = make_support(group=reach.group)
    facilitation = make_facilitation(group=reach.group)
    former = make_facilitation(group=reach.group, ended_on=date(2024, 1, 1))
    foreign = [make_decision(meeting=make_meeting(group=reach.foreign_group)).text]
    foreign.append(make_facilitation(group=reach.foreign_group).user.full_name)
    response = page_of(officer, reach.group)
    page, text = response.context["page"], response.content.decode()
    assert [(line.meeting, line.guests) for line in page.meetings] == [(meeting, 7)]
    assert (page.decisions, page.supports) == ([pending], [support])
    assert (page.facilitations, page.former_facilitations) == ([facilitation], [former])
    assert not any(words in text for words in (done.text, *foreign))


def test_actions_follow_the_rights(reach):
    record, edit = reverse("meetings:record", args=[reach.group.pk]), reverse("groups:edit", args=[reach.group.pk])
    end = reverse("members:end", args=[reach.membership.pk])
    offered = {
        reach.officer: (True, True, True),
        reach.facilitator: (True, False, True),
        reach.nameless: (False, True, False),
        reach.reader: (False, False, False),
    }
    for make, expected in offered.items():
        page = page_of(browser(make()), reach.group).content.decode()
        assert (record in page, edit in page, end in page) == expected, make.__name__


def test_closed_group_offers_only_to_reopen(officer):
    group = make_closed_group(area=make_area(HERE))
    page = page_of(officer, group).content.decode()
    assert "Reopen" in page
    for name in ("meetings:record", "members:enrol", "facilitations:appoint"):
        assert reverse(name, args=[group.pk]) not in page


def test_page_warns_about_size_and_who_is_missing(reach, officer):
    remarks = page_of(officer, reach.group).context["page"].members.remarks
    assert remarks[0] == "There is 1 member. Usual are 8 to 40."
    assert "No boy or man is a member." in remarks


def test_page_costs_the_same_at_one_row_and_at_three(reach, officer, django_assert_num_queries):
    def grow():
        meeting = make_meeting(group=reach.group)
        make_mark(meeting=meeting, person=reach.person)
        make_decision(meeting=meeting)
        make_facilitation(group=reach.group)
        make_support(group=reach.group)
        make_plan(group=reach.group)
        make_missed(group=reach.group, missed_on=meeting.held_on)

    grow()
    page_of(officer, reach.group)
    with django_assert_num_queries(25):
        page_of(officer, reach.group)
    for _number in range(2):
        grow()
        reach.add_member()
    with django_assert_num_queries(25):
        page_of(officer, reach.group)


# --- its history -----------------------------------------------------------------------------------------------------
def test_history_tells_who_came_and_went_and_is_kept_in_the_journal(reach, officer):
    gone = make_membership(group=reach.group, ended_on=date(2024, 1, 1), end_reason="moved_away")
    page = officer.get(reverse("groups:history", args=[reach.group.pk])).content.decode()
    for words in (reach.person.name, gone.person.name, "Moved away", "Founded"):
        assert words in page
    assert reach.stranger.name not in page
    assert [row.people for row in journal_rows("group_history.read")] == [2]


def test_history_without_names_says_so(reach):
    page = browser(reach.nameless()).get(reverse("groups:history", args=[reach.group.pk])).content.decode()
    assert "Who joined and who left is hidden for your role." in page
    assert reach.person.name not in page
    assert journal_rows("group_history.read") == []


def test_history_costs_the_same_at_one_row_and_at_three(reach, officer, django_assert_num_queries):
    url = reverse("groups:history", args=[reach.group.pk])
    make_facilitation(group=reach.group)
    officer.get(url)
    with django_assert_num_queries(11):
        officer.get(url)
    for _number in range(2):
        make_facilitation(group=reach.group)
        reach.add_member()
    with django_assert_num_queries(11):
        officer.get(url)


def test_school_of_the_group_is_named(officer):
    school = make_school(area=make_area(HERE), name_km="សាលាត្រពាំង")
    group = make_group(area=make_area(HERE), setting="school", school=school)
    assert "សាលាត្រពាំង" in page_of(officer, group).content.decode()
