"""Votes on paper and by hands on a phone without network; another result beside it; and one that is refused."""

import pytest
from playwright.sync_api import expect

from councils.actions.elections import confirm_election
from councils.models import Election
from councils.reads.counts import counts_of
from fieldbook.models import Delivery
from people.models import Sex
from tests.factories.councils import make_council, make_method
from tests.factories.elections import Ballot
from tests.factories.participation import make_facilitation

from .test_election import looks_right

VOTES = (5, 4, 2, 1)


class Election4(Ballot):
    """Two seats and four children who may stand, of a council that the facilitator works with."""

    def __init__(self, village) -> None:
        council = make_council(area=village.group.area, name_km="ក្រុមប្រឹក្សាកុមារ", name_latin="A council")
        super().__init__(seats=2, girls=2, boys=2, council=council)
        make_method("show_of_hands")
        make_facilitation(user=village.facilitator, group=council)
        for person, name in zip(self.people, ("ចាន់", "បូផា", "វិចិត្រ", "សុខ"), strict=True):
            person.family_name, person.given_name = "ហេង", name
            person.save()


@pytest.fixture
def ballot(village) -> Election4:
    return Election4(village)


def opened(phone):
    phone.page.reload()
    phone.unlock()
    phone.page.locator('.card[data-kind="council"] [data-at="election"]').tap()
    return phone.page


def onwards(page) -> None:
    page.locator('[data-at="step"] > .button-primary').tap()


def present(page, girls: int, boys: int) -> None:
    for label, number in (("ក្មេងស្រី", girls), ("ក្មេងប្រុស", boys)):
        page.get_by_label(label, exact=True).fill(str(number))


def write_votes(page, *votes: int, spoilt: int = 1) -> None:
    for place, number in enumerate([*votes, spoilt]):
        page.locator(".counting input").nth(place).fill(str(number))


def votes_of(election: Election) -> list[int]:
    counts = counts_of(election)
    return [counts.rounds[0].votes[each.pk] for each in counts.candidates]


def test_hands_are_counted_for_children_who_were_chosen_on_the_phone(phone, ballot, violations, overflow):
    page = opened(phone)
    page.locator('[data-at="step"] .button').first.tap()
    phone.network(on=False)
    expect(page.locator(".stand")).to_have_count(4)
    for name in ("ចាន់", "បូផា", "វិចិត្រ", "សុខ"):
        row = page.locator(".stand").filter(has_text=name)
        row.locator(".chip").nth(int(name in ("វិចិត្រ", "សុខ"))).tap()
    faults = [f"stands: {one}" for one in looks_right(page, violations, overflow)]
    onwards(page)
    present(page, 8, 6)
    page.locator('[data-at="methods"] .chip').nth(1).tap()
    faults += [f"voters: {one}" for one in looks_right(page, violations, overflow)]
    onwards(page)
    write_votes(page, 9, 4, 2, 1)
    faults += [f"count: {one}" for one in looks_right(page, violations, overflow)]
    onwards(page)
    expect(page.locator(".outcome-row")).to_have_count(0)
    write_votes(page, *VOTES)
    onwards(page)
    expect(page.locator('.outcome-row[data-elected="true"]')).to_have_count(2)
    faults += [f"result: {one}" for one in looks_right(page, violations, overflow)]
    onwards(page)
    phone.kept("waiting")
    phone.network(on=True)
    phone.kept("sent")
    election = Election.objects.get()
    named = {each.person.given_name: each for each in counts_of(election).candidates}
    assert (election.method.code, election.status) == ("show_of_hands", "held")
    assert [counts_of(election).rounds[0].votes[named[each.given_name].pk] for each in ballot.people] == list(VOTES)
    assert [named[each.given_name].person.sex for each in ballot.people[:2]] == [Sex.FEMALE] * 2
    assert faults == []


@pytest.mark.parametrize(("choice", "kept"), [("mine", [1, 2, 4, 5]), ("theirs", [5, 4, 2, 1])])
def test_two_results_stand_side_by_side_and_one_is_chosen(phone, ballot, violations, overflow, choice, kept):
    election = ballot.prepare()
    opened(phone)
    phone.network(on=False)
    phone.page.locator('[data-at="step"] .button').first.tap()
    ballot.hold(*VOTES, election=election)
    page = phone.page
    present(page, 8, 6)
    onwards(page)
    write_votes(page, 1, 2, 4, 5)
    onwards(page)
    onwards(page)
    phone.kept("waiting")
    phone.network(on=True)
    phone.kept("conflict")
    page.locator('.kept-row[data-state="conflict"] .button-primary').tap()
    expect(page.locator(f'[data-at="{choice}"]')).to_be_visible()
    faults = looks_right(page, violations, overflow)
    page.locator(f'[data-at="{choice}"]').tap()
    phone.kept("sent")
    phone.kept("conflict", 0)
    assert (votes_of(election), faults) == (kept, [])
    assert not Delivery.objects.filter(outcome="conflict").exists()


def test_result_of_a_confirmed_election_is_refused_and_kept_until_it_is_put_aside(phone, ballot, violations, overflow):
    election = ballot.prepare()
    page = opened(phone)
    phone.network(on=False)
    page.locator('[data-at="step"] .button').first.tap()
    ballot.hold(*VOTES, election=election)
    confirm_election(election=election, by=ballot.by)
    present(page, 8, 6)
    onwards(page)
    write_votes(page, 1, 2, 4, 5)
    onwards(page)
    onwards(page)
    phone.network(on=True)
    phone.kept("refused")
    assert looks_right(page, violations, overflow) == []
    assert Delivery.objects.get().code == "election_confirmed"
    assert Delivery.objects.get().sealed is not None
    assert votes_of(election) == list(VOTES)
