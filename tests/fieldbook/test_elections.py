"""An election from a phone: taken, sent again, beside another, refused, held; and what the phone knows before."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from clubs.models import ClubProfile
from councils.actions.elections import confirm_election, withdraw_election
from councils.models import Election, Seat
from councils.reads.counts import counts_of
from fieldbook.actions.devices import end_device
from fieldbook.models import Delivery
from people.merging import merge_people
from people.models import Sex
from tests.factories.accounts import make_user, signed_in
from tests.factories.councils import make_method, make_profile, make_seat
from tests.factories.elections import Ballot
from tests.factories.fieldbook import make_phone
from tests.factories.participation import make_facilitation, make_group, make_membership
from tests.factories.people import make_person
from tests.fieldbook.desk import told, url, verbs

pytestmark = pytest.mark.django_db
TAKEN = ("taken", "")


class Council(Ballot):
    """A council with seats and members, its facilitator, and a phone."""

    def __init__(self) -> None:
        super().__init__(seats=3, girls=2, boys=2)
        self.user = make_user("facilitator")
        make_facilitation(user=self.user, group=self.council)
        self.phone = make_phone(self.user)

    def record(self, *votes: int, election: Election | None = None, **values) -> dict:
        """As the app sends it: prepared on the phone, or one that the desk has prepared."""
        if election is None:
            stands = [{"id": str(uuid.uuid4()), "person": str(person.pk)} for person in self.people]
        else:
            rows = election.candidates.order_by("position").values_list("pk", "person")
            stands = [{"id": str(key), "person": str(person)} for key, person in rows]
        ballots = sum(votes) + 1
        counted = {
            "girls_present": ballots,
            "boys_present": 0,
            "ballots": ballots,
            "spoilt": 1,
            "votes": {each["id"]: number for each, number in zip(stands, votes, strict=True)},
        }
        return {
            "id": str(election.pk if election else uuid.uuid4()),
            "group": str(self.council.pk),
            "held_on": str(self.today),
            "method": "ballot",
            "seats": [str(seat.pk) for seat in self.seats],
            "began_on": str(self.today),
            "candidates": stands,
            "rounds": [counted],
            **values,
        }

    def send(self, record: dict, **how) -> dict:
        return self.phone.send("election", record, **how)


@pytest.fixture
def council(db) -> Council:
    return Council()


@pytest.fixture
def officer(council):
    return make_user("programme_officer", area=council.council.area)


def said(answer: dict) -> tuple[str, str]:
    return answer["outcome"], answer["code"]


def votes_of(election: Election) -> list[int]:
    counts = counts_of(election)
    return [counts.rounds[0].votes[each.pk] for each in counts.candidates]


# --- what the phone knows before -------------------------------------------------------------------------------------
def roster_of(council) -> dict:
    groups = signed_in(council.user).get(reverse("fieldbook:roster")).json()["groups"]
    return {group["id"]: group for group in groups}


def test_council_is_told_with_its_free_seats_and_what_girls_it_lacks(council):
    make_profile(group=council.council, girls_minimum=2)
    kept = make_seat(council=council.council, number=9, kept_for=Seat.KeptFor.DISABILITY)
    told = roster_of(council)[str(council.council.pk)]["council"]
    assert [seat["id"] for seat in told["seats"]] == [str(seat.pk) for seat in [*council.seats, kept]]
    assert [(seat["kept"], seat["label"]) for seat in told["seats"]] == [("", "")] * 3 + [("k1", "")]
    assert (told["girls_minimum"], [method["code"] for method in told["methods"]]) == (2, ["ballot"])
    assert told["elections"] == []


def test_prepared_election_is_on_the_phone_with_short_names(council):
    council.people[0].family_name, council.people[0].given_name = "ខៀវ", "សុភា"
    council.people[0].save()
    election = council.prepare()
    (told,) = roster_of(council)[str(council.council.pk)]["council"]["elections"]
    first = told["candidates"][0]
    assert (told["id"], told["held_on"], len(told["seats"])) == (str(election.pk), str(council.today), 3)
    assert (first["name"], first["initial"], first["girl"]) == ("សុភា", "ខៀ", True)
    assert [each["girl"] for each in told["candidates"]] == [True, True, False, False]
    council.hold(4, 3, 2, 1, election=election)
    assert roster_of(council)[str(council.council.pk)]["council"]["elections"] == []


def test_clubs_say_which_council_hears_them_and_have_no_seats(council):
    club = make_group(area=council.council.area)
    make_facilitation(user=council.user, group=club)
    ClubProfile.objects.create(group=club, feeds=council.council)
    rows = roster_of(council)
    assert (rows[str(club.pk)]["feeds"], rows[str(club.pk)]["council"]) == (str(council.council.pk), None)
    assert rows[str(council.council.pk)]["feeds"] is None


def test_candidates_from_elsewhere_are_counted_as_read(council):
    club = make_group()
    ClubProfile.objects.create(group=club, feeds=council.council)
    guest = make_membership(group=club).person
    council.people.append(guest)
    council.prepare()
    roster_of(council)
    assert JournalEntry.objects.get(verb="roster.taken").people == 5


# --- what arrives ----------------------------------------------------------------------------------------------------
def test_election_made_on_the_phone_is_in_the_register(council):
    record = council.record(4, 3, 2, 1)
    answer = council.send(record)
    election = Election.objects.get()
    assert (said(answer), answer["meeting"], answer["version"]) == (TAKEN, record["id"], election.version)
    assert (str(election.pk), election.recorded_by, votes_of(election)) == (record["id"], council.user, [4, 3, 2, 1])
    assert Delivery.objects.get().sealed is None


def test_result_of_a_prepared_election_comes_to_it(council):
    election = council.prepare()
    assert said(council.send(council.record(4, 3, 2, 1, election=election))) == TAKEN
    election.refresh_from_db()
    assert (election.status, votes_of(election)) == ("held", [4, 3, 2, 1])


def test_sent_again_under_the_same_and_under_another_id_it_is_known(council):
    record, rid = council.record(4, 3, 2, 1), str(uuid.uuid4())
    assert said(council.send(record, rid=rid)) == TAKEN
    assert said(council.send(record, rid=rid)) == ("known", "")
    assert said(council.send(record)) == ("known", "")
    again = council.record(4, 3, 2, 1)  # a second phone beside it, with an election of its own
    answer = council.send(again)
    assert (said(answer), answer["meeting"]) == (("known", ""), record["id"])
    assert (Election.objects.count(), JournalEntry.objects.filter(verb="election.recorded").count()) == (1, 1)


def test_lots_and_rounds_arrive_and_a_tie_may_stay_open(council):
    record = council.record(4, 2, 2, 2)
    assert said(council.send(record)) == TAKEN
    election = Election.objects.get()
    keys = [each["id"] for each in record["candidates"]]
    assert {str(key) for key in counts_of(election).outcome().tie} == set(keys[1:])
    record["lots"] = [{"among": keys[1:], "drawn": keys[3]}]
    run_off = {"girls_present": 9, "boys_present": 0, "ballots": 3, "spoilt": 0, "votes": {keys[1]: 1, keys[2]: 2}}
    record |= {"rounds": [*record["rounds"], run_off], "version": election.version}
    assert said(council.send(record)) == TAKEN
    assert [str(key) for key in counts_of(election).outcome().elected] == [keys[0], keys[3], keys[2]]


def test_child_whose_records_became_one_still_stands(council):
    record = council.record(4, 3, 2, 1)
    kept = make_membership(group=council.council, person=make_person(sex=Sex.FEMALE)).person
    merge_people(kept=kept, gone=council.people[0], by=make_user())
    assert said(council.send(record)) == TAKEN
    assert Election.objects.get().candidates.filter(person=kept).exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda c, r: r["rounds"][0].update(ballots=99), "bad_value"),
        (lambda c, r: r["rounds"][0].update(girls_present=3), "bad_value"),
        (lambda c, r: r.update(held_on=str(c.today + timedelta(days=2)), began_on=str(c.today + timedelta(days=2))),
         "day_in_the_future"),
        (lambda c, r: r.update(held_on="1999-12-31"), "bad_value"),
        (lambda c, r: r.update(began_on="9999-12-31"), "bad_value"),
        (lambda c, r: r.update(method="oracle"), "bad_value"),
        (lambda c, r: r.update(seats=[str(uuid.uuid4())]), "bad_value"),
        (lambda c, r: r.update(seats=[]), "bad_value"),
        (lambda c, r: r["candidates"][0].update(kept=str(uuid.uuid4())), "bad_value"),
        (lambda c, r: r["candidates"][0].update(person=str(uuid.uuid4())), "cannot_stand"),
        (lambda c, r: r["candidates"][0].update(person=str(make_person().pk)), "cannot_stand"),
        (lambda c, r: r["candidates"][0].update(pictogram="rocket"), "malformed"),
        (lambda c, r: r["candidates"][0].update(voter="somebody"), "malformed"),
        (lambda c, r: r["rounds"][0].update(order=[]), "malformed"),
        (lambda c, r: r.update(lots=[{"among": [each["id"] for each in r["candidates"][:2]],
                                      "drawn": r["candidates"][0]["id"]}]), "bad_value"),
        (lambda c, r: r.update(group=str(make_group().pk)), "unknown_group"),
    ],
)  # fmt: skip
def test_refused_with_its_code_and_kept_sealed(council, change, code):
    record = council.record(4, 3, 2, 1)
    change(council, record)
    assert said(council.send(record)) == ("refused", code)
    assert not Election.objects.exists()
    assert Delivery.objects.get().sealed is not None


def test_withdrawn_and_confirmed_elections_take_no_other_result(council):
    election = council.hold(4, 3, 2, 1)
    confirm_election(election=election, by=council.by)
    assert said(council.send(council.record(1, 2, 3, 4, election=election))) == ("refused", "election_confirmed")
    other = council.prepare(held_on=council.today - timedelta(days=1))
    withdraw_election(election=other, reason="mistake", by=council.by)
    assert said(council.send(council.record(1, 2, 3, 4, election=other))) == ("refused", "election_gone")


# --- beside another result -------------------------------------------------------------------------------------------
def test_another_result_is_shown_beside_it_and_settled_by_its_maker(council):
    election = council.hold(4, 3, 2, 1)
    record, rid = council.record(1, 2, 3, 4, election=election), str(uuid.uuid4())
    answer = council.send(record, rid=rid)
    theirs = answer["election"]
    assert (said(answer), answer["theirs"]) == (("conflict", ""), None)
    assert (theirs["version"], theirs["recorded_by_me"], theirs["status"]) == (2, False, "held")
    assert [theirs["rounds"][0]["votes"][each["id"]] for each in theirs["candidates"]] == [4, 3, 2, 1]
    resolves = {"record": rid, "election": theirs["id"], "version": 1, "choice": "keep_mine"}
    assert said(council.send(record | {"resolves": resolves})) == ("conflict", "")
    assert said(council.send(record | {"resolves": resolves | {"version": 2}})) == TAKEN
    assert votes_of(election) == [1, 2, 3, 4]
    assert (Delivery.objects.get(pk=rid).outcome, Delivery.objects.get(pk=rid).settled_by) == ("known", council.user)


def test_of_two_elections_of_one_day_mine_may_take_the_place_of_theirs(council):
    theirs = council.hold(4, 3, 2, 1)
    record, rid = council.record(1, 2, 3, 4), str(uuid.uuid4())
    assert said(council.send(record, rid=rid)) == ("conflict", "")
    resolves = {"record": rid, "election": str(theirs.pk), "version": theirs.version, "choice": "keep_mine"}
    assert said(council.send(record | {"resolves": resolves})) == TAKEN
    theirs.refresh_from_db()
    assert (theirs.status, Election.objects.standing().get().pk) == ("withdrawn", uuid.UUID(record["id"]))


def test_mine_is_set_aside_for_theirs(council):
    theirs = council.hold(4, 3, 2, 1)
    rid = str(uuid.uuid4())
    council.send(council.record(1, 2, 3, 4), rid=rid)
    answer = council.phone.send("set_aside", {"record": rid, "meeting": str(theirs.pk)})
    assert said(answer) == TAKEN
    assert (Delivery.objects.get(pk=rid).outcome, votes_of(theirs)) == ("known", [4, 3, 2, 1])
    other = council.phone.send("set_aside", {"record": rid, "meeting": str(uuid.uuid4())})
    assert said(other) == ("refused", "election_gone")


# --- held, and looked at by an officer -------------------------------------------------------------------------------
def test_from_a_phone_that_ended_it_is_held_until_an_officer_takes_it(council, officer):
    end_device(device=council.user.devices.get(), by=council.user)
    assert said(council.send(council.record(4, 3, 2, 1))) == ("held", "")
    delivery, desk = Delivery.objects.get(), signed_in(officer)
    assert not Election.objects.exists()
    shown = {str(field.label): field.values for field in desk.get(url("page", delivery)).context["fields"]}
    assert (shown["Ballots"], shown[council.people[0].name]) == (["11"], ["4"])
    assert JournalEntry.objects.get(verb="delivery.read").people == 4
    desk.post(url("take", delivery))
    election = Election.objects.get()
    assert (election.recorded_by, votes_of(election)) == (council.user, [4, 3, 2, 1])
    assert verbs(delivery)[-1] == ("delivery.accepted", officer.pk)
    page = desk.get(url("page", delivery)).content.decode()
    assert reverse("councils:election", args=[election.pk]) in page


def test_file_of_the_phone_is_loaded_at_the_desk_once(council, officer):
    phone = council.phone
    content = phone.sign(phone.payload([phone.seal("election", council.record(4, 3, 2, 1))]))
    desk, told = signed_in(officer), []
    for _time in range(2):
        file = SimpleUploadedFile("portal-records-2026-11-28.jose", content)
        response = desk.post(reverse("deliveries:load"), {"file": file})
        told.append([str(row.word) for row in response.context["rows"]])
    assert told == [["Taken"], ["Known already"]]
    election = Election.objects.get()
    assert (election.recorded_by, votes_of(election)) == (council.user, [4, 3, 2, 1])


@pytest.mark.parametrize(("choice", "votes"), [("keep_theirs", [4, 3, 2, 1]), ("keep_mine", [1, 2, 3, 4])])
def test_officer_settles_two_results(council, officer, choice, votes):
    election = council.hold(4, 3, 2, 1)
    council.send(council.record(1, 2, 3, 4, election=election))
    delivery, desk = Delivery.objects.get(), signed_in(officer)
    context = desk.get(url("page", delivery)).context
    assert [key for key, _word in context["choices"]] == ["keep_theirs", "keep_mine"]
    shown = {str(field.label): field.values for field in context["fields"]}
    assert shown[council.people[0].name] == ["4", "1"]
    for other in ("combine", "two_meetings"):
        desk.post(url("resolve", delivery), {"choice": other, "version": context["version"]})
    delivery.refresh_from_db()
    assert (delivery.outcome, votes_of(election)) == ("conflict", [4, 3, 2, 1])
    response = desk.post(url("resolve", delivery), {"choice": choice, "version": context["version"]})
    assert told(response) != []
    delivery.refresh_from_db()
    assert (delivery.outcome in ("known", "taken"), votes_of(election)) == (True, votes)


def test_officer_sees_no_form_to_put_votes_right(council, officer):
    record = council.record(4, 3, 2, 1)
    record["rounds"][0]["ballots"] = 99
    council.send(record)
    delivery, desk = Delivery.objects.get(), signed_in(officer)
    assert url("put_right", delivery) not in desk.get(url("page", delivery)).content.decode()
    assert desk.get(url("put_right", delivery)).status_code in (302, 404)
    desk.post(url("set_aside", delivery))
    delivery.refresh_from_db()
    assert delivery.sealed is None


def test_clock_of_the_phone_is_not_believed_beyond_now(council):
    council.send(council.record(4, 3, 2, 1), made_at="2100-01-01T00:00:00+00:00")
    assert Election.objects.get().recorded_at <= timezone.now()


def test_methods_are_those_that_the_administrator_keeps(council):
    make_method("ballot", is_active=False)
    make_method("phone_ballot")
    told = roster_of(council)[str(council.council.pk)]["council"]
    assert [method["code"] for method in told["methods"]] == ["phone_ballot"]
