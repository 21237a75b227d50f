"""Elections at the desk: prepared, typed in, settled, confirmed, on paper; and who sees which of it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from councils.actions.elections import Stand
from councils.models import Candidate, Election, ElectionRound, Mandate, Seat, Tally
from councils.reads.counts import counts_of
from people.models import Person, Sex
from tests.factories.councils import make_council, make_mandate, make_method, make_seat
from tests.factories.elections import Ballot
from tests.factories.participation import make_membership
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


@pytest.fixture
def ballot():
    return Ballot(seats=2, girls=2, boys=2, council=make_council(area=make_area(HERE)))


def url(name, about):
    return reverse(f"councils:{name}", args=[about.pk])


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def prepared(ballot, **values) -> dict:
    told = {
        "held_on": str(ballot.today),
        "method": ballot.method.pk,
        "seats": [seat.pk for seat in ballot.seats],
        "began_on": str(ballot.today),
        "candidates": [person.pk for person in ballot.people],
    }
    return told | values


def count(election, *votes, **values) -> dict:
    keys = election.candidates.order_by("position").values_list("pk", flat=True)
    told = {f"votes_{key}": number for key, number in zip(keys, votes, strict=True)}
    ballots = sum(votes) + 1
    told |= {"girls_present": ballots, "boys_present": 0, "ballots": ballots, "spoilt": 1}
    return told | {"held_on": str(election.held_on)} | values


def test_election_from_its_preparation_to_the_seats(officer, ballot):
    page = url("elections", ballot.council)
    assert officer.post(url("prepare_election", ballot.council), prepared(ballot)).url == page
    election = Election.objects.get()
    pictures = election.candidates.order_by("position").values_list("pictogram", flat=True)
    assert list(pictures) == ["sun", "tree", "fish", "star"]
    assert url("election", election) in officer.get(page).content.decode()
    assert officer.post(url("count", election), count(election, 5, 4, 2, 1)).url == url("election", election)
    shown = officer.get(url("election", election))
    assert [row.total for row in shown.context["page"].rows] == [5, 4, 2, 1]
    assert shown.content.decode().count('class="is-elected"') == 2
    assert officer.post(url("confirm", election)).url == url("election", election)
    assert Mandate.objects.filter(election_id=election.pk).count() == 2


def test_tie_is_settled_by_another_round_or_a_lot(officer, ballot):
    election = ballot.prepare()
    officer.post(url("count", election), count(election, 5, 2, 2, 2))
    page = officer.get(url("election", election)).content.decode()
    assert url("confirm", election) not in page
    again = url("count", election) + "?round=2"
    assert (again in page, url("lot", election) in page) == (True, True)
    keys = list(counts_of(election).outcome().tie)
    told = {"girls_present": 9, "boys_present": 0, "ballots": 4, "spoilt": 0}
    told |= {f"votes_{key}": number for key, number in zip(keys, (2, 2, 0), strict=True)}
    assert officer.post(again, told).url == url("election", election)
    assert counts_of(election).outcome().tie == set(keys[:2])
    choices = officer.get(url("lot", election)).context["form"].fields["drawn"].choices
    assert {key for key, _word in choices} == {str(key) for key in keys[:2]}
    assert officer.post(url("lot", election), {"drawn": str(keys[1])}).url == url("election", election)
    assert counts_of(election).outcome().elected[1] == keys[1]
    assert officer.get(url("lot", election)).status_code == 404
    assert officer.get(url("count", election) + "?round=3").status_code == 404


def test_corrected_first_round_takes_later_rounds_back(officer, ballot):
    election = ballot.prepare()
    officer.post(url("count", election), count(election, 5, 2, 2, 2))
    keys = list(counts_of(election).outcome().tie)
    officer.post(url("lot", election), {"drawn": str(keys[0])})
    shown = officer.get(url("count", election)).context["form"]
    assert [shown[f"votes_{key}"].value() for key in election.candidates.values_list("pk", flat=True)] != []
    officer.post(url("count", election), count(election, 5, 4, 2, 1))
    counts = counts_of(election)
    assert (len(counts.rounds), counts.lots, counts.outcome().is_decided) == (1, (), True)


def test_count_that_does_not_balance_is_said_on_the_page(officer, ballot):
    election = ballot.prepare()
    for wrong in ({"ballots": 99}, {"girls_present": 1}, {"spoilt": ""}, {"held_on": "moon"}):
        response = officer.post(url("count", election), count(election, 5, 4, 2, 1, **wrong))
        assert (response.status_code, response.context["form"].errors != {}) == (200, True)
    election.refresh_from_db()
    assert election.status == "prepared"


def test_page_of_preparing_offers_the_council_and_its_clubs_and_its_kept_seats(officer, ballot):
    kept = make_seat(council=ballot.council, number=9, kept_for=Seat.KeptFor.CLASS, kept_label="ថ្នាក់ទី ៥")
    stranger = make_membership(group=make_council(area=make_area(THERE))).person
    form = officer.get(url("prepare_election", ballot.council)).context["form"]
    assert {key for key, _word in form.fields["candidates"].choices} == {str(each.pk) for each in ballot.people}
    assert set(form["seats"].value()) == {seat.pk for seat in (*ballot.seats, kept)}
    told = prepared(ballot, seats=[kept.pk], candidates=[], **{f"kept_{kept.pk}": [ballot.people[2].pk]})
    officer.post(url("prepare_election", ballot.council), told)
    candidate = Election.objects.get().candidates.get()
    assert (candidate.person, candidate.kept_seat) == (ballot.people[2], kept)
    wrong = officer.post(url("prepare_election", ballot.council), prepared(ballot, candidates=[stranger.pk]))
    assert "candidates" in wrong.context["form"].errors


def test_seats_whose_term_ends_are_chosen_with_the_day_after_it(officer, ballot):
    first, second = ballot.seats
    ends_on = ballot.today + timedelta(days=40)
    make_mandate(seat=first, person=ballot.people[0], began_on=ballot.today, ends_on=ends_on)
    make_mandate(seat=second, began_on=ballot.today, ends_on=ballot.today + timedelta(days=61))
    form = officer.get(url("prepare_election", ballot.council)).context["form"]
    assert (form["seats"].value(), form["began_on"].value()) == ([first.pk], ends_on + timedelta(days=1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"seats": []},
        {"candidates": []},
        {"method": ""},
        {"held_on": ""},
        {"began_on": "2020-01-01"},
        {"began_on": "9999-12-31"},
    ],
)
def test_preparing_says_beside_the_field_what_is_missing(officer, ballot, wrong):
    response = officer.post(url("prepare_election", ballot.council), prepared(ballot, **wrong))
    assert set(response.context["form"].errors) & set(wrong) != set()
    assert not Election.objects.exists()


def test_withdrawn_election_stays_in_the_list(officer, ballot):
    election = ballot.prepare()
    assert "reason" in officer.post(url("withdraw_election", election), {"reason": "moon"}).context["form"].errors
    assert officer.post(url("withdraw_election", election), {"reason": "not_held"}).status_code == 302
    assert url("election", election) in officer.get(url("elections", ballot.council)).content.decode()
    assert officer.get(url("count", election)).status_code == 404
    assert url("withdraw_election", election) not in officer.get(url("election", election)).content.decode()


def test_names_are_for_who_may_see_people(reach, officer, ballot):
    person = make_membership(group=ballot.council, person=make_person(family_name="លាក់", given_name="សំងាត់")).person
    ballot.people.append(person)
    election = ballot.hold(5, 4, 3, 1, 2)
    assert "សំងាត់" in words(officer.get(url("election", election)))
    assert journal_rows("election.read")[-1].people == 5
    nameless = browser(reach.nameless())
    shown = nameless.get(url("election", election))
    assert ("សំងាត់" in words(shown), shown.context["page"].names_hidden) == (False, True)
    assert [row.total for row in shown.context["page"].rows] == [5, 4, 3, 2, 1]
    assert len(journal_rows("election.read")) == 1
    for name in ("election_sheet", "count", "lot", "confirm", "withdraw_election"):
        assert nameless.get(url(name, election)).status_code == 404
    assert nameless.get(url("prepare_election", ballot.council)).status_code == 404


def test_elections_of_elsewhere_are_not_found(officer):
    foreign = Ballot(council=make_council(area=make_area(THERE)))
    election = foreign.hold(5, 4, 3, 2, 1, 0)
    for name in ("election", "election_sheet", "count", "confirm", "withdraw_election"):
        assert officer.get(url(name, election)).status_code == 404
    for name in ("elections", "prepare_election"):
        assert officer.get(url(name, foreign.council)).status_code == 404


def test_sheet_is_in_khmer_and_on_request_in_english(officer, ballot):
    election = ballot.hold(5, 4, 2, 1)
    khmer, english = (
        officer.get(url("election_sheet", election)),
        officer.get(url("election_sheet", election), {"in": "en"}),
    )
    assert ("លទ្ធផលបោះឆ្នោត" in words(khmer), "Result of the election" in words(english)) == (True, True)
    assert [row.people for row in journal_rows("election.sheet_printed")] == [4, 4]


def test_too_few_voters_are_said_and_nothing_is_confirmed(officer, ballot):
    told = prepared(ballot, quorum="14")
    officer.post(url("prepare_election", ballot.council), told)
    election = Election.objects.get()
    officer.post(url("count", election), count(election, 5, 4, 2, 1))
    shown = officer.get(url("election", election))
    assert ("at least 14 are needed" in words(shown), url("confirm", election) in shown.text) == (True, False)
    assert "at least 14 are needed" in words(officer.get(url("election_sheet", election), {"in": "en"}))
    officer.post(url("confirm", election))
    assert not Mandate.objects.exists()
    officer.post(url("count", election), count(election, 5, 4, 2, 2))
    assert url("confirm", election) in officer.get(url("election", election)).text


def test_count_that_no_longer_fits_is_said_and_can_be_typed_in_anew(officer, ballot):
    election = ballot.hold(5, 2, 2, 1)
    officer.post(url("lot", election), {"drawn": str(sorted(counts_of(election).outcome().tie)[0])})
    Person.objects.filter(pk=ballot.people[0].pk).update(sex=Sex.MALE)
    Election.objects.filter(pk=election.pk).update(girls_minimum=2)
    shown = officer.get(url("election", election))
    assert shown.context["page"].no_longer_fits
    assert "Type in the count once more" in words(shown)
    assert url("confirm", election) not in shown.text
    officer.post(url("confirm", election))
    assert not Mandate.objects.exists()
    officer.post(url("count", election), count(election, 5, 2, 2, 1))
    assert not officer.get(url("election", election)).context["page"].no_longer_fits


def test_confirmed_result_stays_whatever_becomes_known_later(officer, ballot):
    election = ballot.hold(5, 2, 2, 1)
    officer.post(url("lot", election), {"drawn": str(sorted(counts_of(election).outcome().tie)[0])})
    officer.post(url("confirm", election))
    before = [(row.person, row.seat) for row in officer.get(url("election", election)).context["page"].rows]
    Person.objects.filter(pk=ballot.people[0].pk).update(sex=Sex.MALE)
    Election.objects.filter(pk=election.pk).update(girls_minimum=2)
    Seat.objects.filter(pk=ballot.seats[0].pk).update(kept_for=Seat.KeptFor.CLASS, kept_label="ថ្នាក់ទី ៥")
    shown = officer.get(url("election", election))
    assert [(row.person, row.seat) for row in shown.context["page"].rows if row.seat] == before[:2]
    assert shown.text.count('class="is-elected"') == 2
    assert officer.get(url("election_sheet", election)).status_code == 200


def test_sheet_says_nothing_of_a_disability(officer, ballot):
    kept = make_seat(council=ballot.council, number=9, kept_for=Seat.KeptFor.DISABILITY)
    stands = [Stand(person, kept_seat=kept if place == 3 else None) for place, person in enumerate(ballot.people)]
    election = ballot.prepare(seats=[*ballot.seats, kept], candidates=stands)
    ballot.hold(5, 4, 2, 1, election=election)
    word = "A child with a disability"
    assert word in words(officer.get(url("election", election)))
    sheet = words(officer.get(url("election_sheet", election), {"in": "en"}))
    assert ("Seat 9" in sheet, word in sheet) == (True, False)


def test_girls_who_are_missing_are_said(officer, ballot):
    ballot.people = ballot.people[1:]
    election = ballot.hold(1, 5, 4, election=ballot.prepare(girls_minimum=2))
    page = officer.get(url("election", election)).context["page"]
    assert (page.outcome.girls_short, page.elected.girls, page.elected.others) == (1, 1, 1)


def bigger(candidates: int) -> Election:
    ballot = Ballot(seats=2, girls=candidates, boys=0, council=make_council(area=make_area(HERE)))
    return ballot.hold(*range(candidates))


@pytest.mark.parametrize("candidates", [3, 12])
def test_page_of_an_election_costs_the_same_for_any_number(officer, candidates, django_assert_num_queries):
    election = bigger(candidates)
    officer.get(url("election", election))
    with django_assert_num_queries(15):
        officer.get(url("election", election))


@pytest.mark.parametrize("elections", [1, 3])
def test_list_of_elections_costs_the_same_for_any_number(officer, ballot, elections, django_assert_num_queries):
    for number in range(elections):
        ballot.prepare(held_on=ballot.today.replace(year=ballot.today.year - number))
    officer.get(url("elections", ballot.council))
    with django_assert_num_queries(8):
        officer.get(url("elections", ballot.council))


def test_method_of_an_election_is_one_of_those_kept(officer, ballot):
    make_method("consensus")
    offered = officer.get(url("prepare_election", ballot.council)).context["form"].fields["method"].queryset
    assert {method.code for method in offered} == {"ballot"}


def test_elections_are_seen_as_their_council_and_candidates_by_who_sees_names(reach, ballot):
    election = ballot.hold(5, 4, 2, 1)
    Ballot(council=make_council(area=make_area(THERE))).hold(5, 4, 3, 2, 1, 0)
    numbers = {Election: 1, ElectionRound: 1, Tally: 4}
    for model, number in numbers.items():
        assert model.objects.visible_to(reach.nameless()).count() == number
        assert model.objects.editable_by(reach.officer()).count() == number
        assert model.objects.editable_by(reach.nameless()).count() == 0
    assert set(Candidate.objects.visible_to(reach.officer())) == set(election.candidates.all())
    assert Candidate.objects.visible_to(reach.nameless()).count() == 0
    assert Candidate.objects.editable_by(reach.reader()).count() == 0
