"""All elections within reach: page by page, narrowed, and as files that name nobody."""

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from councils.actions.elections import confirm_election, withdraw_election
from tests.accounts.downloads.reading import body, rows_in, warm
from tests.factories.councils import make_council
from tests.factories.elections import Ballot
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser

pytestmark = pytest.mark.django_db
URL = "/desk/councils/elections/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return warm(browser(reach.officer()))


@pytest.fixture
def ballot():
    return Ballot(seats=2, girls=2, boys=2, council=make_council(area=make_area(HERE)))


def shown(client, **asked):
    return [line.election for line, _path in client.get(URL, asked).context["rows"]]


def file(client, name, **asked):
    return client.get(reverse(f"councils:{name}_csv"), asked)


def test_list_shows_what_stands_within_reach_newest_first(officer, ballot):
    old = ballot.prepare(held_on=ballot.today.replace(year=ballot.today.year - 1))
    new, gone = ballot.hold(5, 4, 2, 1), ballot.prepare(held_on=ballot.today.replace(year=ballot.today.year - 2))
    withdraw_election(election=gone, reason="mistake", by=ballot.by)
    Ballot(council=make_council(area=make_area(THERE))).prepare()
    assert shown(officer) == [new, old]
    assert shown(officer, status="withdrawn") == [gone]
    assert shown(officer, status="held") == [new]
    assert shown(officer, status="moon") == [new, old]


def test_place_and_council_narrow_the_list(officer, ballot):
    election, other = ballot.prepare(), Ballot(council=make_council(area=make_area("050602")))
    second = other.prepare()
    assert set(shown(officer)) == {election, second}
    assert shown(officer, area=make_area("050602").pk) == [second]
    assert shown(officer, council=str(ballot.council.pk)) == [election]
    assert officer.get(URL, {"council": "moon"}).status_code == 200


def test_file_of_elections_has_a_line_of_numbers_for_each(officer, ballot):
    election = ballot.hold(5, 4, 2, 1, election=ballot.prepare(girls_minimum=1, quorum=10))
    confirm_election(election=election, by=ballot.by)
    ballot.prepare(held_on=ballot.today.replace(year=ballot.today.year - 1))
    done, ahead = rows_in(file(officer, "all_elections"))
    told = {
        "Status": "Confirmed",
        "Seats to be filled": "2",
        "At least so many girls": "1",
        "At least so many voters": "10",
        "Girls who stood": "2",
        "Boys who stood": "2",
        "Girls who could vote": "13",
        "Boys who could vote": "2",
        "Ballots": "13",
        "Spoilt or blank": "1",
        "Rounds": "1",
        "Drawn lots": "0",
        "Girls elected": "2",
        "Boys elected": "0",
        "Decided": "Yes",
        "Group in Khmer": ballot.council.name_km,
        "Day": str(ballot.today),
    }
    assert {name: done[name] for name in told} == told
    assert (ahead["Status"], ahead["Ballots"], ahead["Girls elected"], ahead["Decided"]) == ("Prepared", "", "", "")


def test_file_of_results_has_a_line_for_each_candidate_and_round_and_no_name(officer, ballot):
    ballot.hold(5, 2, 2, 1)
    rows = rows_in(file(officer, "results"))
    told = [(row["Place on the ballot"], row["Sex"], row["Votes"], row["Were elected"]) for row in rows]
    assert told == [("1", "Female", "5", ""), ("2", "Female", "2", ""), ("3", "Male", "2", ""), ("4", "Male", "1", "")]
    text = body(file(officer, "results")).decode() + body(file(officer, "all_elections")).decode()
    assert [person for person in ballot.people if person.name in text or person.code in text] == []


def test_decided_results_say_who_was_elected_by_place(officer, ballot):
    ballot.hold(5, 4, 2, 1)
    assert [row["Were elected"] for row in rows_in(file(officer, "results"))] == ["Yes", "Yes", "No", "No"]


def test_files_stay_within_reach_and_filters_and_are_written_down(officer, ballot):
    ballot.hold(5, 4, 2, 1)
    foreign = Ballot(council=make_council(area=make_area(THERE)))
    foreign.hold(5, 4, 3, 2, 1, 0)
    for name, rows in (("all_elections", 1), ("results", 4)):
        assert len(rows_in(file(officer, name))) == rows
        assert rows_in(file(officer, name, council=str(foreign.council.pk))) == []
        assert rows_in(file(officer, name, status="prepared")) == []
        excel = officer.get(reverse(f"councils:{name}_xlsx"), {"council": str(ballot.council.pk)})
        assert len(rows_in(excel)) == rows
    told = JournalEntry.objects.filter(verb="list.exported").order_by("pk").last().details
    assert (told["table"], told["rows"], told["filters"]) == ("results", 4, [f"council={ballot.council.pk}"])


def test_tab_of_a_council_offers_its_own_files(officer, ballot):
    page = reverse("councils:elections", args=[ballot.council.pk])
    address = reverse("councils:results_csv") + f"?council={ballot.council.pk}"
    assert address not in officer.get(page).text
    ballot.prepare()
    assert address in officer.get(page).text


@pytest.mark.parametrize("number", [1, 3])
def test_list_and_files_cost_the_same_for_any_number(officer, ballot, number, django_assert_num_queries):
    for year in range(number):
        election = ballot.prepare(held_on=ballot.today.replace(year=ballot.today.year - year))
        ballot.hold(5, 4, 2, 1, election=election)
    officer.get(URL)
    with django_assert_num_queries(LIST_COSTS):
        officer.get(URL)
    for name, costs in FILE_COSTS.items():
        with django_assert_num_queries(costs):
            body(file(officer, name))


LIST_COSTS = 8
FILE_COSTS = {"all_elections": 12, "results": 12}
