"""The call list at the desk."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from accounts.paging import page_of
from participation.models import GroupCall
from participation.views import calls
from tests.accounts.downloads.reading import rows_in
from tests.factories.accounts import make_user
from tests.factories.participation import make_call, make_facilitation, make_group, make_missed
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser

pytestmark = pytest.mark.django_db
LIST = "/desk/quiet/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def quiet(**overrides):
    return make_group(area=make_area(HERE), **overrides)


def met_lately():
    return make_group(area=make_area(HERE), last_met_on=timezone.localdate(), name_km="ក្លឹបរស់រវើក")


def shown(answer):
    return [row.group for row in answer.context["rows"]]


def test_list_shows_quiet_groups_in_reach_with_whom_to_call(reach, officer):
    met_lately()
    make_facilitation(group=reach.group, user=make_user("facilitator", full_name="Sok Dara"))
    missed = make_missed(group=reach.group, missed_on=timezone.localdate() - timedelta(days=90))
    make_call(group=reach.group, outcome="needs_help")
    answer = officer.get(LIST)
    assert shown(answer) == [reach.group]
    row = answer.context["rows"][0]
    assert (row.facilitators, row.last_missed, row.last_call.outcome) == (["Sok Dara"], missed, "needs_help")
    assert row.is_due
    assert "Sok Dara" in answer.text


def test_who_waits_longest_stands_first_and_filters_narrow(reach, officer):
    council = make_group(area=make_area("050602"), kind="council", last_met_on=timezone.localdate() - timedelta(90))
    assert shown(officer.get(LIST)) == [reach.group, council]
    assert shown(officer.get(LIST, {"kind": "council"})) == [council]
    assert shown(officer.get(LIST, {"area": make_area("050602").pk})) == [council]
    make_call(group=council, next_call_on=timezone.localdate() + timedelta(days=3))
    assert shown(officer.get(LIST, {"due": "on"})) == [reach.group]
    assert [row.is_due for row in officer.get(LIST).context["rows"]] == [True, False]
    assert shown(officer.get(LIST, {"kind": "party", "area": "x"})) == [reach.group, council]


def test_the_last_call_alone_says_when_to_call_again(reach, officer):
    today = timezone.localdate()
    make_missed(group=reach.group, missed_on=today - timedelta(days=200), reason="exams")
    make_missed(group=reach.group, missed_on=today - timedelta(days=100), reason="flood")
    make_call(group=reach.group, called_on=today - timedelta(days=9), next_call_on=today + timedelta(days=30))
    last = make_call(group=reach.group, called_on=today - timedelta(days=8), next_call_on=today)
    (row,) = officer.get(LIST, {"due": "on"}).context["rows"]
    assert (row.last_call, row.last_missed.reason, row.is_due) == (last, "flood", True)


def test_officer_notes_a_call(reach, officer):
    url = reverse("calls:note", args=[reach.group.pk])
    today = timezone.localdate()
    bad = officer.post(url, {"called_on": today, "outcome": "party", "next_call_on": today})
    assert "outcome" in bad.context["form"].errors
    assert officer.post(url, {"called_on": today, "outcome": "not_reached"}).url == LIST
    assert GroupCall.objects.get().group == reach.group
    assert officer.get(reverse("calls:note", args=[reach.foreign_group.pk])).status_code == 404
    for other in (reach.facilitator(), reach.reader()):
        assert browser(other).get(LIST).status_code == 404
        assert browser(other).get(url).status_code == 404


def test_list_is_taken_along(reach, officer):
    call = make_call(group=reach.group, outcome="needs_help")
    met_lately()
    for format in ("csv", "xlsx"):
        (line,) = rows_in(officer.get(f"/desk/exports/quiet.{format}"))
        assert line["Code of the group"] == reach.group.code
        assert line["What came of it"] == call.get_outcome_display()
    (line,) = JournalEntry.objects.filter(verb="list.exported", details__format="csv")
    assert (line.details["table"], line.details["rows"]) == ("quiet", 1)


def test_list_is_paged_by_key(reach, officer, monkeypatch):
    monkeypatch.setattr(calls, "page_of", partial(page_of, size=2))
    groups = [reach.group, quiet(), quiet()]
    first = officer.get(LIST)
    assert len(shown(first)) == 2
    second = officer.get(LIST + first.context["next_url"])
    assert {*shown(first), *shown(second)} == set(groups)


def test_list_costs_the_same_at_one_row_and_at_three(reach, officer, django_assert_num_queries):
    def fill(group):
        make_facilitation(group=group)
        make_missed(group=group)
        make_call(group=group)

    fill(reach.group)
    officer.get(LIST)
    with django_assert_num_queries(BUDGET):
        officer.get(LIST)
    for _number in range(2):
        fill(quiet())
    with django_assert_num_queries(BUDGET):
        assert len(shown(officer.get(LIST))) == 3


BUDGET = 11
