"""Consent at the desk: typing in a form, lights, the work list, withdrawing, papers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Consent, Purpose
from tests.factories.accounts import make_user
from tests.factories.participation import make_facilitation
from tests.factories.people import make_consent
from tests.participation.reaches import Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def client(reach):
    return browser(reach.facilitator())


def url(name, row):
    return reverse(f"consents:{name}", args=[row.pk])


def sheet(*ticks, **overrides):
    today = timezone.localdate()
    facts = {"signed_on": today, "valid_until": today + 365 * DAY, "tick": list(ticks)}
    return {**facts, **overrides}


def send(client, reach, *ticks, **overrides):
    user = client.session["_auth_user_id"]
    return client.post(url("enter", reach.group), sheet(*ticks, explained_by=user, **overrides))


def all_of(person):
    return [f"{person.pk}:{column}" for column in ("own", "guardian", *Purpose.values)]


# --- typing in -------------------------------------------------------------------------------------------------------
def test_whole_form_is_kept_at_once(reach, client):
    other = reach.add_member().person
    answer = send(client, reach, *all_of(reach.person), f"{other.pk}:own", f"{other.pk}:membership")
    assert answer.status_code == 302
    found = Consent.objects.values_list("person", "purpose", "given_on")
    assert sorted(found, key=str) == sorted(
        [
            *((reach.person.pk, purpose, timezone.localdate()) for purpose in Purpose.values),
            (other.pk, "membership", None),
        ],
        key=str,
    )
    page = client.get(reverse("groups:page", args=[reach.group.pk])).text
    assert [page.count(f'title="Name on the list: {state}"') for state in ("Yes", "Awaited")] == [1, 1]


def test_form_begins_empty_or_ticked(reach, client):
    assert client.get(url("enter", reach.group)).text.count(" checked") == 0
    assert client.get(url("enter", reach.group), {"tick": "all"}).text.count(" checked") == 5
    assert journal_rows("roster.read")[0].people == 1


@pytest.mark.parametrize(
    ("ticks", "facts", "words"),
    [
        ([], {}, "Tick what was signed"),
        (["{}:own", "{}:guardian"], {}, "Tick what was signed"),
        (["{}:membership"], {}, "Without a signature"),
        (["{}:membership", "{}:own"], {"signed_on": "2199-01-01"}, "lies in the future"),
        (["{}:membership", "{}:own"], {"valid_until": "2199-01-01"}, "three years at most"),
        (["{}:membership", "{}:own"], {"valid_until": "2001-01-01"}, "before it is signed"),
        (["{}:membership", "{}:own"], {"signed_on": "soon"}, "valid date"),
        (["{}:everything", "{}:own"], {}, "Nobody asks"),
        (["x:membership"], {}, "no member today"),
        (["\x00"], {}, "no member today"),
    ],
)
def test_bad_form_says_why_and_keeps_nothing(reach, client, ticks, facts, words):
    answer = send(client, reach, *(tick.format(reach.person.pk) for tick in ticks), **facts)
    assert (answer.status_code, words in answer.text, Consent.objects.count()) == (200, True, 0)


def test_member_of_another_group_cannot_be_slipped_in(reach, client):
    answer = send(client, reach, *all_of(reach.stranger))
    assert ("no member today" in answer.text, Consent.objects.count()) == (True, 0)


def test_only_adults_of_the_group_can_have_explained(reach, client):
    stranger = make_user("facilitator", full_name="Somebody Else")
    make_facilitation(user=stranger, group=reach.foreign_group)
    assert "Somebody Else" not in client.get(url("enter", reach.group)).text
    answer = client.post(url("enter", reach.group), sheet(*all_of(reach.person), explained_by=stranger.pk))
    assert (answer.status_code, Consent.objects.count()) == (200, 0)


@pytest.mark.parametrize("more", [0, 2])
def test_form_costs_the_same_however_long(reach, client, django_assert_num_queries, more):
    for _ in range(more):
        make_consent(person=reach.add_member().person)
    with django_assert_num_queries(12):
        client.get(url("enter", reach.group))


# --- who may ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["enter", "form", "cards"])
def test_papers_of_a_foreign_group_are_not_found(reach, client, name):
    assert client.get(url(name, reach.group)).status_code == 200
    assert client.get(url(name, reach.foreign_group)).status_code == 404
    assert browser(reach.nameless()).get(url(name, reach.group)).status_code == 404


def test_who_only_reads_does_not_type_in_or_withdraw(reach):
    consent, reader = make_consent(person=reach.person), browser(reach.reader())
    assert reader.get(reverse("people:page", args=[reach.person.pk])).status_code == 200
    assert reader.get(url("enter", reach.group)).status_code == 404
    assert reader.post(url("withdraw", consent)).status_code == 404
    assert Consent.objects.get().withdrawn_on is None


def test_foreign_consent_cannot_be_withdrawn(reach, client):
    consent = make_consent(person=reach.stranger)
    assert client.get(url("withdraw", consent)).status_code == 404
    assert client.post(url("withdraw", consent)).status_code == 404


# --- a person --------------------------------------------------------------------------------------------------------
def test_person_page_shows_the_papers_and_takes_one_back(reach, client):
    consent = make_consent(person=reach.person, purpose=Purpose.PHOTO_INSIDE)
    page = reverse("people:page", args=[reach.person.pk])
    text = client.get(page).text
    assert ("Photo inside the programme: Yes" in text, url("withdraw", consent) in text) == (True, True)
    assert "Works with the children of one or more groups" in text
    assert client.post(url("withdraw", consent)).status_code == 302
    text = client.get(page).text
    assert ("Photo inside the programme: Withdrawn" in text, url("withdraw", consent) in text) == (True, False)


def test_withdrawing_the_list_says_first_that_the_name_goes(reach, client):
    consent = make_consent(person=reach.person)
    assert "The name is removed at once" in client.get(url("withdraw", consent)).text
    answer = client.post(url("withdraw", consent), follow=True)
    assert (reach.person.name in answer.text, "The name was removed on" in answer.text) == (False, True)


def test_withdrawing_twice_is_told(reach, client):
    consent = make_consent(person=reach.person, purpose=Purpose.PHOTO_INSIDE, withdrawn_on=timezone.localdate())
    assert "no longer in force" in client.post(url("withdraw", consent)).text


# --- what waits ------------------------------------------------------------------------------------------------------
def test_work_list_shows_what_ends_in_scope_only(reach, client):
    today = timezone.localdate()
    soon, later = reach.add_member(given_name="ឆាប់").person, reach.add_member(given_name="យូរ").person
    make_consent(person=soon, valid_until=today + 30 * DAY)
    make_consent(person=later, valid_until=today + 31 * DAY)
    make_consent(person=reach.stranger, valid_until=today)
    text = client.get("/desk/consents/").text
    assert [person.name in text for person in (soon, later, reach.stranger)] == [True, False, False]
    assert journal_rows("consents.read")[0].people == 1


def test_work_list_shows_who_has_no_paper_in_scope_only(reach, client):
    signed = reach.add_member(given_name="ហត្ថលេខា").person
    make_consent(person=signed)
    text = client.get("/desk/consents/", {"show": "awaited"}).text
    assert [person.name in text for person in (reach.person, signed, reach.stranger)] == [True, False, False]


@pytest.mark.parametrize(("show", "budget"), [("", 7), ("awaited", 7)])
def test_work_list_costs_the_same_however_long(reach, client, django_assert_num_queries, show, budget):
    make_consent(person=reach.person, valid_until=timezone.localdate())
    reach.add_member()
    client.get("/desk/")
    for _ in range(2):
        with django_assert_num_queries(budget):
            client.get("/desk/consents/", {"show": show})
        for _ in range(2):
            reach.add_member()
            make_consent(person=reach.add_member().person, valid_until=timezone.localdate())


@pytest.mark.parametrize("asked", [{"after": "x"}, {"before": "\x00"}, {"show": "'"}, {"after": "1" * 99}])
def test_work_list_with_odd_words_is_no_error(reach, client, asked):
    make_consent(person=reach.person, valid_until=timezone.localdate())
    assert client.get("/desk/consents/", asked).status_code == 200


# --- papers ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["form", "cards"])
def test_papers_are_in_khmer_and_in_english(reach, client, name):
    khmer, english = (client.get(url(name, reach.group), {"in": language}).text for language in ("km", "en"))
    assert ('<html lang="km"' in khmer, '<html lang="en"' in english) == (True, True)
    assert (reach.person.name in khmer, reach.person.name in english) == (True, True)
