"""An election at the desk in a browser: prepared, typed in from paper, settled by a lot, confirmed; sheet and file."""

import csv
import io
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import JournalEntry
from councils.models import Candidate, Election, Mandate, Seat
from people.models import Sex
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_method, make_profile, make_seat
from tests.factories.elections import make_election
from tests.factories.participation import make_membership
from tests.factories.people import make_person
from tests.factories.places import make_area, make_commune
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_admin_in_khmer import LATIN, READ
from tests.journeys.test_look import CLIPPED, CRAMPED, SIDEWAYS

SHOTS = os.environ.get("LOOK_AT")
"""A folder for pictures of every page and of the sheets, for who wants to look at them."""
GIRLS, BOYS = ("ស្រីនាង", "ចាន់ធូ", "បូផា"), ("ដារា", "វិចិត្រ", "សុខា")
VOTES = {"ដារា": 7, "វិចិត្រ": 6, "ស្រីនាង": 3, "ចាន់ធូ": 2, "បូផា": 2, "សុខា": 0}
DRAWN, SPOILT = "បូផា", 2
BALLOTS = sum(VOTES.values()) + SPOILT
ELECTED = {1: "ដារា", 2: "ស្រីនាង", 3: DRAWN, 4: "សុខា"}
"""By seat. One boy had votes enough and gives way to the two girls; the kept seat is the last one's."""
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])

CODE = re.compile(r"\b[A-Z]+-[\w-]+|CSV|Excel|XLSX|KoboToolbox|ODK")
"""What is the same in both languages: codes of groups, kinds of files, and names of programs."""

pytestmark = pytest.mark.django_db(transaction=True)


class Council:
    """Three open seats and one that is kept for a class; two girls at least, ten voters at least; six who may stand."""

    def __init__(self) -> None:
        self.group = make_council(
            area=make_commune("050601"), name_km="ក្រុមប្រឹក្សាកុមារឃុំព្រែកតាមាក់", name_latin="Prek Ta Meak council"
        )
        make_profile(group=self.group, girls_minimum=2, quorum=10)
        for code in ("ballot", "show_of_hands", "phone_ballot"):
            make_method(code)
        self.seats = [make_seat(council=self.group, number=number) for number in (1, 2, 3)]
        kept = {"kept_for": Seat.KeptFor.CLASS, "kept_label": "ថ្នាក់ទី ៥ក"}
        self.kept = make_seat(council=self.group, number=4, **kept)
        for name in (*BOYS, *GIRLS):
            sex = Sex.FEMALE if name in GIRLS else Sex.MALE
            make_membership(group=self.group, person=make_person(family_name="ញ៉ុំ", given_name=name, sex=sex))

    def url(self, name: str) -> str:
        return reverse(f"councils:{name}", args=[self.group.pk])

    def person(self, name: str):
        return self.group.memberships.get(person__given_name=name).person


@pytest.fixture
def council(transactional_db) -> Council:
    return Council()


@pytest.fixture
def fine(violations, overflow):
    """``fine(page, "name")``: axe finds nothing, nothing is cut or sideways, and no English is left in Khmer.

    Paper has the width of paper: on a phone its table moves within its frame.
    """

    def check(page: Page, name: str, *, is_paper: bool = False) -> None:
        page.evaluate("document.fonts.ready")
        if SHOTS:
            width = page.viewport_size["width"]
            language = page.locator("html").get_attribute("lang")
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{language}.png", full_page=True)
        found = [*violations(page), *page.evaluate(CLIPPED), *page.evaluate(CRAMPED)]
        found += [] if is_paper else page.evaluate(SIDEWAYS)
        if page.locator("html").get_attribute("lang") == "km":
            found += [text for text in page.evaluate(READ) if LATIN.search(CODE.sub("", text))]
        assert (name, found, overflow(page)) == (name, [], 0)

    return check


@pytest.fixture
def entered(new_page, enter_as, monkeypatch):
    """``entered(PHONE, "km")``: a page of who keeps the register of this province."""
    monkeypatch.setattr("accounts.middleware.lacks_second_factor", lambda request: False)

    def enter(size: dict, language: str) -> Page:
        page = new_page(size, language=language)
        enter_as(page, make_user("programme_officer", area=make_area("05"), language=language, full_name="សុខា"))
        return page

    return enter


def send(page: Page) -> None:
    page.locator("main form .button-primary").first.click()


def follow(page: Page, address: str) -> None:
    page.locator(f'main a[href="{address}"]').first.click()
    page.wait_for_url(f"**{address}")


def rows_of(page: Page, selector: str) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.locator(selector).click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@LANGUAGES
@SIZES
def test_election_from_the_ballot_papers_to_the_seats_the_sheet_and_the_file(entered, fine, council, size, language):
    page, today = entered(size, language), timezone.localdate()
    page.goto(reverse("groups:page", args=[council.group.pk]))
    page.locator(f'.tabs a[href="{council.url("elections")}"]').click()
    page.wait_for_url(f"**{council.url('elections')}")
    fine(page, "1-no-election")

    follow(page, council.url("prepare_election"))
    expect(page.locator("[name=seats]:checked")).to_have_count(4)
    fine(page, "2-prepare")
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    fine(page, "3-nobody-stands")
    page.locator("[name=method]").first.check()
    for name in VOTES:
        page.locator(f'[name=candidates][value="{council.person(name).pk}"]').check()
    kept = f'[name=kept_{council.kept.pk}][value="{council.person("សុខា").pk}"]'
    page.locator(kept).check()
    send(page)
    page.wait_for_url(f"**{council.url('elections')}")
    fine(page, "4-list")

    election = Election.objects.get()
    assert (election.girls_minimum, election.quorum, election.status) == (2, 10, "prepared")
    address = {
        name: reverse(f"councils:{name}", args=[election.pk])
        for name in ("election", "count", "lot", "confirm", "election_sheet", "withdraw_election")
    }
    follow(page, address["election"])
    fine(page, "5-prepared")
    count_votes(page, fine, election, address)
    settle_tie(page, fine, address)
    print_sheet(page, fine, address["election_sheet"], language)

    page.goto(address["election"])
    follow(page, address["confirm"])
    fine(page, "11-confirm")
    send(page)
    page.wait_for_url(f"**{address['election']}")
    fine(page, "12-confirmed")
    mandates = Mandate.objects.filter(election_id=election.pk)
    assert dict(mandates.values_list("seat__number", "person__given_name")) == ELECTED
    assert set(mandates.values_list("began_on", "method__code")) == {(today, "ballot")}
    page.goto(council.url("seats"))
    for name in ELECTED.values():
        expect(page.locator("main")).to_contain_text(name)
    take_files(page, fine)
    verbs = JournalEntry.objects.filter(about_id=str(election.pk)).values_list("verb", flat=True)
    told = {"election.prepared", "election.recorded", "election.confirmed", "election.read", "election.sheet_printed"}
    assert set(verbs) == told


def count_votes(page: Page, fine, election: Election, address: dict[str, str]) -> None:
    """From the papers on the table; what does not balance is refused, and says why."""
    follow(page, address["count"])
    fine(page, "6-count")
    told = {"girls_present": 13, "boys_present": 10, "ballots": BALLOTS, "spoilt": SPOILT + 1}
    told |= {f"votes_{each.pk}": VOTES[each.person.given_name] for each in Candidate.objects.select_related("person")}
    for name, number in told.items():
        page.locator(f"[name='{name}']").fill(str(number))
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    fine(page, "7-does-not-balance")
    page.locator("[name=spoilt]").fill("២")
    send(page)
    page.wait_for_url(f"**{address['election']}")
    election.refresh_from_db()
    assert election.status == "held"


def settle_tie(page: Page, fine, address: dict[str, str]) -> None:
    """Two girls with equal votes: nobody can confirm before one of them was drawn."""
    expect(page.locator(f'a[href="{address["confirm"]}"]')).to_have_count(0)
    fine(page, "8-tie")
    page.locator('main a[href$="/count/?round=2"]').click()
    page.wait_for_url("**?round=2")
    fine(page, "8-another-round")
    page.goto(address["election"])
    follow(page, address["lot"])
    expect(page.locator("[name=drawn]")).to_have_count(2)
    fine(page, "9-lot")
    page.locator("label", has_text=DRAWN).click()
    send(page)
    page.wait_for_url(f"**{address['election']}")
    expect(page.locator(".is-elected")).to_have_count(len(ELECTED))
    fine(page, "10-decided")


def print_sheet(page: Page, fine, address: str, language: str) -> None:
    """One side of paper in Khmer whatever the reader reads, in English where it is asked for."""
    page.goto(address)
    for lang in ("km", "en"):
        expect(page.locator("html")).to_have_attribute("lang", lang)
        for words in (*VOTES, "ថ្នាក់ទី ៥ក"):
            expect(page.locator("main")).to_contain_text(words)
        fine(page, f"sheet-for-{language}", is_paper=True)
        paper = page.pdf(prefer_css_page_size=True)
        if SHOTS:
            (Path(SHOTS) / f"sheet-{lang}.pdf").write_bytes(paper)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
        if lang == "km":
            page.locator('main a[href="?in=en"], .page-actions a[href="?in=en"]').first.click()
            page.wait_for_url("**?in=en")


def take_files(page: Page, fine) -> None:
    """From the list of all elections: numbers alone."""
    page.goto(reverse("councils:all_elections"))
    fine(page, "13-all-elections")
    _head, line = rows_of(page, f'a[href^="{reverse("councils:all_elections_csv")}"]')
    asked, stood, could_vote, elected = ["4", "2", "10"], ["3", "3"], ["13", "10"], ["2", "2"]
    counted = [str(BALLOTS), str(SPOILT), "1", "1"]  # rounds and drawn lots
    assert line[-14:-1] == [*asked, *stood, *could_vote, *counted, *elected]
    _head, *lines = rows_of(page, f'a[href^="{reverse("councils:results_csv")}"]')
    named = Candidate.objects.order_by("position").values_list("person__given_name", flat=True)
    assert [int(each[-2]) for each in lines] == [VOTES[name] for name in named]
    assert [name for name in VOTES if any(name in cell for each in lines for cell in each)] == []


@LANGUAGES
@SIZES
def test_election_that_nobody_held_is_withdrawn(entered, fine, council, size, language):
    page = entered(size, language)
    today = timezone.localdate()
    election = make_election(
        council=council.group,
        held_on=today - timedelta(days=3),
        began_on=today,
        ends_on=today + timedelta(days=364),
    )
    page.goto(reverse("councils:election", args=[election.pk]))
    follow(page, reverse("councils:withdraw_election", args=[election.pk]))
    fine(page, "14-withdraw")
    page.locator("[name=reason][value=not_held]").check()
    send(page)
    page.wait_for_url(f"**{reverse('councils:election', args=[election.pk])}")
    fine(page, "15-withdrawn")
    page.goto(f"{reverse('councils:all_elections')}?status=confirmed")
    expect(page.locator("main .empty-state")).to_have_count(1)
    fine(page, "16-none-fits")
