"""Nine seats are elected on one phone, in secret and without network, with a tie; and nothing tells who voted how."""

import logging
from datetime import UTC, datetime
from random import Random

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import JournalEntry
from councils.actions.elections import Stand
from councils.models import Candidate, Election, Mandate
from councils.reads.counts import counts_of
from fieldbook.models import Delivery
from people.models import Sex
from tests.factories.councils import make_council, make_method
from tests.factories.elections import Ballot
from tests.factories.participation import make_facilitation, make_membership
from tests.factories.people import make_person
from tests.journeys.field.screens.conftest import answer, press_pin
from tests.journeys.field.screens.village import FAMILY, GIVEN
from tests.journeys.test_look import CLIPPED, CRAMPED

from .secrecy import LISTEN, STORED, Vote, fresh, links, rows_of_the_portal

SEATS, CANDIDATES, GIRLS = 9, 12, 4
UNDRAWN = """async () => {
  const files = [...new Set([...document.querySelectorAll("use")].map((one) => one.href.baseVal.split("#")[0]))];
  const kept = await Promise.all(files.map((file) => caches.match(file)));
  return files.filter((_file, at) => !kept[at]);
}"""
"""Drawings on the screen whose file is not on the phone."""


class Election9(Ballot):
    """Nine seats, twelve candidates prepared at the desk, and members who only vote."""

    def __init__(self, village) -> None:
        council = make_council(
            area=village.group.area, name_km="ក្រុមប្រឹក្សាកុមារ ព្រែកតាមាក់", name_latin="Prek Ta Meak council"
        )
        super().__init__(seats=SEATS, girls=0, boys=0, council=council)
        self.method = make_method("phone_ballot")
        make_method("ballot")
        make_facilitation(user=village.facilitator, group=council)
        self.people = [self._member(number) for number in range(CANDIDATES)]
        self.voters = [self._member(number) for number in range(20, 23)]
        election = self.prepare(
            candidates=[
                Stand(person, pictogram=picture) for person, picture in zip(self.people, PICTURES, strict=True)
            ],
            girls_minimum=GIRLS,
        )
        self.election = election
        self.keys = [str(key) for key in election.candidates.order_by("position").values_list("pk", flat=True)]

    def _member(self, number: int):
        sex = Sex.FEMALE if number % 2 else Sex.MALE
        person = make_person(
            family_name=FAMILY[number % len(FAMILY)], given_name=f"{GIVEN[number % len(GIVEN)]}", sex=sex
        )
        return make_membership(group=self.council, person=person).person


PICTURES = Candidate.Pictogram.values[:CANDIDATES]


@pytest.fixture
def ballot(village) -> Election9:
    return Election9(village)


def in_another_order(keys: list[str]) -> list[str]:
    """The first eight of them, mixed so that no three follow one another as they do on the ballot or by their ids."""
    chance, told = Random(8), [keys, sorted(keys), keys[::-1], sorted(keys)[::-1]]
    runs = {tuple(order[at : at + 3]) for order in told for at in range(len(order) - 2)}
    while True:
        mixed = chance.sample(keys[:8], 8)
        if not any(tuple(mixed[at : at + 3]) in runs for at in range(6)):
            return mixed


def cast(page, key: str, keys: list[str]) -> None:
    """One child votes: from the phone that is handed over to the phone that is handed on."""
    page.locator(".ballot-next").tap()
    if key:
        page.locator(".ballot-choice").nth(keys.index(key)).tap()
    else:
        page.locator(".ballot-blank").tap()
    page.locator('.ballot-sure [data-at="yes"]').tap()
    expect(page.locator(".ballot-pass")).to_be_visible()


def looks_right(page, violations, overflow) -> list[str]:
    page.evaluate("document.fonts.ready")
    found = violations(page) + [f"cut: {one}" for one in page.evaluate(CLIPPED)]
    found += [f"cramped: {one}" for one in page.evaluate(CRAMPED)]
    return found + ([f"{overflow(page)} px sideways"] if overflow(page) else [])


def test_nine_seats_are_elected_on_one_phone_without_network_and_nothing_tells_who_voted_how(
    phone, village, ballot, officer_page, violations, overflow, caplog
):
    caplog.set_level(logging.DEBUG)
    page = phone.page
    page.add_init_script(LISTEN)
    page.reload()
    phone.unlock()
    page.locator('.card[data-kind="council"] [data-at="election"]').tap()
    page.locator('[data-at="step"] .button-big:not(.button-primary)').tap()  # the prepared one, once the list brings it
    phone.network(on=False)
    for label, number in (("ក្មេងស្រី", "5"), ("ក្មេងប្រុស", "4")):
        page.get_by_label(label, exact=True).fill(number)
    faults = looks_right(page, violations, overflow)
    before, portal_before = page.evaluate(STORED), rows_of_the_portal()
    page.locator('[data-at="step"] > .button-primary').tap()

    choices = [*in_another_order(ballot.keys), ""]
    asked: list[str] = []
    phone.context.on("request", lambda request: asked.append(request.url))
    expect(page.locator(".ballot-pass")).to_be_visible()
    faults += looks_right(page, violations, overflow)
    began = datetime.now(UTC)
    for key in choices[:6]:
        cast(page, key, ballot.keys)
    states = page.evaluate("window.sealed")

    page.reload()  # a dead battery: three are in the box for good, the last three vote once more
    press_pin(page)
    page.locator('[data-at="step"] > .button-primary').tap()
    expect(page.locator('.ballot-pass [data-t="repeated"]')).to_contain_text("3")
    page.locator(".ballot-next").tap()
    assert (page.locator("use").count() > CANDIDATES, page.evaluate(UNDRAWN)) == (True, [])
    faults += looks_right(page, violations, overflow)
    page.locator(".ballot-choice").first.tap()
    faults += looks_right(page, violations, overflow)
    page.locator('.ballot-sure [data-at="no"]').tap()
    page.locator(".ballot-choice").nth(ballot.keys.index(choices[3])).tap()
    page.locator('.ballot-sure [data-at="yes"]').tap()
    for key in choices[4:]:
        cast(page, key, ballot.keys)
    ended = datetime.now(UTC)
    page.wait_for_timeout(1000)  # what comes after is written in whole seconds: it must not fall into the voting's last
    expect(page.locator(".ballot-next")).to_be_hidden()
    page.locator('.ballot-pass [data-at="end"]').tap()

    expect(page.locator(".outcome-row")).to_have_count(CANDIDATES)
    expect(page.locator('.outcome-row[data-elected="true"]')).to_have_count(8)
    faults += looks_right(page, violations, overflow)
    states += page.evaluate("window.sealed")
    vote = Vote(began, ended, choices, frozenset(str(person.pk) for person in ballot.voters))
    during = [url for url in asked if "/static/" not in url and not url.endswith(("/field/km/", "/km/election/"))]
    assert [url for url in during if "/api/" in url and "session" not in url and "roster" not in url] == []

    page.locator('[data-at="step"] > .button').nth(1).tap()  # the ninth seat: four without a vote, a lot decides
    page.locator('[data-at="step"] .button-big').nth(2).tap()
    answer(page).tap()
    expect(page.locator('.outcome-row[data-elected="true"]')).to_have_count(SEATS)
    page.locator('[data-at="step"] > .button-primary').tap()
    phone.kept("waiting")
    phone.network(on=True)
    phone.kept("sent")

    delivery = Delivery.objects.get()
    expect(page.locator('.kept-row[data-state="sent"] [data-t="receipt"]')).to_contain_text(delivery.receipt)
    election = Election.objects.get()
    counts = counts_of(election)
    assert [counts.rounds[0].votes[each.pk] for each in counts.candidates] == [1] * 8 + [0] * 4
    assert (counts.rounds[0].ballots, counts.rounds[0].spoilt, counts.rounds[0].present) == (9, 1, 9)
    outcome = counts.outcome()
    assert [str(key) for key in outcome.elected] == [*ballot.keys[:8], ballot.keys[10]]

    left = fresh(before, page.evaluate(STORED)) + fresh(portal_before, rows_of_the_portal())
    left += [("log", record.getMessage()) for record in caplog.records]
    assert len([place for place, _text in left if place.startswith("table councils")]) > CANDIDATES
    assert any(place == "indexeddb outbox" for place, _text in left)
    assert len([state for state in states if '"box"' in state]) > 10
    assert links(left, vote, states) == []
    assert JournalEntry.objects.filter(about_id=str(election.pk)).count() == 2  # prepared, recorded

    desk = officer_page
    desk.goto(reverse("councils:election", args=[election.pk]))
    expect(desk.locator(".is-elected")).to_have_count(SEATS)
    desk.locator(f'a[href="{reverse("councils:confirm", args=[election.pk])}"]').click()
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("9")
    assert Mandate.objects.filter(election_id=election.pk).count() == SEATS
    desk.goto(reverse("councils:election_sheet", args=[election.pk]))
    faults += [f"sheet: {fault}" for fault in looks_right(desk, violations, overflow)]
    assert faults == []


def test_an_election_that_comes_with_a_late_list_is_offered_on_the_open_screen(phone, village):
    """The list may still be on its way when somebody opens the screen: on a slow network this is the usual case."""
    council = make_council(area=village.group.area)
    make_facilitation(user=village.facilitator, group=council)
    ballot = Ballot(seats=2, girls=0, boys=0, council=council)
    page = phone.page
    page.reload()
    phone.unlock()
    page.locator('.card[data-kind="council"] [data-at="election"]').tap()
    expect(page.locator('[data-at="step"] .button-big.button-primary')).to_be_visible()
    make_method("ballot")
    ballot.prepare(candidates=[Stand(make_membership(group=council).person, pictogram=PICTURES[0])])

    page.evaluate("import('/static/js/field/roster.js').then((roster) => roster.refresh())")
    page.locator('[data-at="step"] .button-big:not(.button-primary)').tap()
    expect(page.get_by_label("ក្មេងស្រី", exact=True)).to_be_visible()
