"""Enrolling, leaving, coming back, another post, another group: at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models import Membership
from people.models import Person
from tests.factories.participation import (
    make_closed_group,
    make_group,
    make_mark,
    make_meeting,
    make_membership,
    make_post,
    make_rule,
)
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db

CHANGES = ("members:end", "members:undo_end", "members:restart", "members:post", "members:transfer")


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def client(reach):
    return browser(reach.facilitator())


def newcomer(group, **answers):
    """The page as it is sent for a child who is not known."""
    return {
        "step": "enrol",
        "family_name": "ចាន់",
        "given_name": "ថ្មី",
        "sex": "female",
        "age": "12",
        "difficulty": "no",
        "post": make_post(kind=group.kind).pk,
        "began_on": timezone.localdate().isoformat(),
        **answers,
    }


def enrol_url(group):
    return reverse("members:enrol", args=[group.pk])


# --- who gets in -----------------------------------------------------------------------------------------------------
def test_enrol_of_a_foreign_group_is_not_found(reach, client):
    assert client.get(enrol_url(reach.foreign_group)).status_code == 404
    assert client.post(enrol_url(reach.foreign_group), newcomer(reach.foreign_group)).status_code == 404
    assert reach.foreign_group.memberships.count() == 1


def test_enrol_is_closed_to_who_only_sees(reach):
    for user in (reach.nameless(), reach.reader()):
        assert browser(user).get(enrol_url(reach.group)).status_code == 404


@pytest.mark.parametrize("name", CHANGES)
def test_change_of_a_foreign_membership_is_not_found(reach, client, name):
    foreign = reverse(name, args=[reach.foreign.pk])
    assert client.get(foreign).status_code == 404
    assert client.post(foreign, {"ended_on": timezone.localdate(), "end_reason": "other"}).status_code == 404
    reach.foreign.refresh_from_db()
    assert reach.foreign.ended_on is None


@pytest.mark.parametrize("name", CHANGES)
def test_change_is_closed_to_who_only_sees(reach, name):
    assert browser(reach.reader()).get(reverse(name, args=[reach.membership.pk])).status_code == 404


# --- looking first ---------------------------------------------------------------------------------------------------
def test_search_finds_in_scope_only_and_leaves_a_line(reach, client):
    reach.stranger.given_name = reach.person.given_name
    answer = client.post(enrol_url(reach.group), {"step": "find", "q": "ស្រីនាង"})
    assert reach.person.code in answer.text
    assert reach.stranger.code not in answer.text
    (row,) = journal_rows("people.found")
    assert (row.about_id, row.people, row.kind) == (str(reach.group.pk), 1, "read")


def test_search_does_not_find_a_stranger_by_name_or_code(reach, client):
    for words in ("ឈ្មោះ", reach.stranger.code):
        answer = client.post(enrol_url(reach.group), {"step": "find", "q": words})
        assert reach.stranger.code not in answer.text.replace(f'value="{words}"', "")
        assert "Nobody with this name" in answer.text
    assert journal_rows("people.found") == []


def test_search_with_nothing_asks_for_words(reach, client):
    assert "This field is required." in client.post(enrol_url(reach.group), {"step": "find", "q": " "}).text


def test_choosing_a_stranger_chooses_nobody(reach, client):
    answer = client.post(enrol_url(reach.group), {"choose": str(reach.stranger.pk)})
    assert answer.status_code == 200
    assert reach.stranger.code not in answer.text
    assert 'name="person"' not in answer.text


@pytest.mark.parametrize("key", ["x", "\x00", "9" * 500])
def test_choosing_no_id_at_all_is_no_error(reach, client, key):
    assert client.post(enrol_url(reach.group), {"choose": key}).status_code == 200


# --- enrolling -------------------------------------------------------------------------------------------------------
def test_enrol_a_known_person(reach, client):
    other = make_group(area=make_area(HERE))
    officer = browser(reach.officer())
    answer = officer.post(enrol_url(other), newcomer(other, person=str(reach.person.pk)))
    assert answer.status_code == 302
    membership = other.memberships.get()
    assert (membership.person, membership.post.code) == (reach.person, "member")
    assert Person.objects.count() == 2


def test_enrol_a_stranger_by_id_is_refused(reach, client):
    answer = client.post(enrol_url(reach.group), newcomer(reach.group, person=str(reach.stranger.pk)))
    assert answer.status_code == 200
    assert reach.stranger.code not in answer.text
    assert reach.group.memberships.count() == 1


def test_enrol_a_newcomer_with_khmer_digits(reach, client):
    today = timezone.localdate()
    answer = client.post(enrol_url(reach.group), newcomer(reach.group, age="១២"))
    assert answer.status_code == 302
    person = reach.group.memberships.exclude(pk=reach.membership.pk).get().person
    assert (person.birth_year, person.birth_is_estimated) == (today.year - 12, True)
    assert person.difficulty_asked_on == today


def test_enrol_keeps_what_was_typed_when_something_is_wrong(reach, client):
    answer = client.post(enrol_url(reach.group), newcomer(reach.group, sex="", given_name="ថ្មីណាស់"))
    assert answer.status_code == 200
    assert 'value="ថ្មីណាស់"' in answer.text
    assert reach.group.memberships.count() == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"age": "12", "birth_year": "1990"}, "Age and birth year do not fit together"),
        ({"age": "", "birth_year": "2090"}, "This year is still to come"),
        ({"age": "", "birth_month": "3"}, "A month needs a birth year"),
        ({"age": "12.5"}, "Enter a whole number"),
        ({"age": "9" * 30}, "Enter a whole number"),
        ({"age": "999"}, "less than or equal to 110"),
        ({"given_name": "a\x00b"}, "Null characters are not allowed"),
        ({"given_name": "x" * 5000}, "at most 60 characters"),
        ({"family_name": "...", "given_name": "!!!"}, "A name needs at least one letter"),
        ({"sex": "robot"}, "Select a valid choice"),
        ({"post": "999999"}, "Select a valid choice"),
        ({"post": "\x00"}, "Null characters are not allowed"),
        ({"began_on": "2199-01-01"}, "This day lies in the future"),
        ({"began_on": "31/02/2024"}, "Enter a valid date"),
        ({"village-1": "mef99"}, "Choose a place from the list"),
    ],
)
def test_enrol_says_what_is_wrong(reach, client, answers, sentence):
    answer = client.post(enrol_url(reach.group), newcomer(reach.group, **answers))
    assert answer.status_code == 200
    assert sentence in answer.text
    assert Person.objects.count() == 2


def test_enrol_refuses_a_post_of_another_kind(reach, client):
    foreign_post = make_post(kind="council", code="chair")
    answer = client.post(enrol_url(reach.group), newcomer(reach.group, post=foreign_post.pk))
    assert "Select a valid choice" in answer.text
    assert reach.group.memberships.count() == 1


def test_enrol_into_a_closed_group_is_refused(reach):
    closed = make_closed_group(area=make_area(HERE))
    answer = browser(reach.officer()).post(enrol_url(closed), newcomer(closed))
    assert "This group is closed" in answer.text
    assert Person.objects.count() == 2


def test_a_single_post_that_is_taken_is_refused_at_its_field(reach, client):
    leader = make_post(code="leader")
    make_membership(group=reach.group, post=leader)
    answer = client.post(enrol_url(reach.group), newcomer(reach.group, post=leader.pk))
    assert "already has a holder" in answer.text
    assert not Person.objects.filter(given_name="ថ្មី").exists()


# --- warnings --------------------------------------------------------------------------------------------------------
def test_an_unusual_age_is_asked_about_once(reach, client):
    data = newcomer(reach.group, age="40")
    answer = client.post(enrol_url(reach.group), data)
    assert "The group is for ages" in answer.text
    assert reach.group.memberships.count() == 1
    assert client.post(enrol_url(reach.group), {**data, "accepted": ["age"]}).status_code == 302
    assert reach.group.memberships.count() == 2


def test_a_full_group_is_asked_about(reach, client):
    make_rule(size_from=1, size_to=1)
    assert "members already" in client.post(enrol_url(reach.group), newcomer(reach.group)).text
    assert client.post(enrol_url(reach.group), newcomer(reach.group, accepted=["size"])).status_code == 302


def test_the_same_child_is_asked_about_and_can_be_chosen(reach, client):
    twin = {"family_name": "សុខ", "given_name": "ស្រី\u200bនាង", "age": "", "birth_year": "2015"}
    answer = client.post(enrol_url(reach.group), newcomer(reach.group, **twin))
    assert "Is it the same child?" in answer.text
    assert f'name="choose" value="{reach.person.pk}"' in answer.text
    assert Person.objects.count() == 2
    again = newcomer(reach.group, **twin, accepted=[f"same:{reach.person.pk}"])
    assert client.post(enrol_url(reach.group), again).status_code == 302
    assert Person.objects.count() == 3


@pytest.mark.parametrize("differs", [{"sex": "male"}, {"birth_year": "2018"}, {"given_name": "ផ្សេង"}])
def test_another_child_is_not_asked_about(reach, client, differs):
    twin = {"family_name": "សុខ", "given_name": "ស្រីនាង", "age": "", "birth_year": "2014", **differs}
    assert client.post(enrol_url(reach.group), newcomer(reach.group, **twin)).status_code == 302


def test_a_twin_out_of_scope_is_never_shown(reach, client):
    twin = {"family_name": "លាក់", "given_name": "ឈ្មោះ", "age": "", "birth_year": "2014"}
    answer = client.post(enrol_url(reach.group), newcomer(reach.group, **twin))
    assert answer.status_code == 302
    assert journal_rows("people.found") == []


def test_sending_a_newcomer_twice_asks_the_second_time(reach, client):
    data = newcomer(reach.group)
    assert client.post(enrol_url(reach.group), data).status_code == 302
    assert "Is it the same child?" in client.post(enrol_url(reach.group), data).text
    assert Person.objects.filter(given_name="ថ្មី").count() == 1


# --- the changes -----------------------------------------------------------------------------------------------------
def test_end_says_what_will_change_and_does_it(reach, client):
    url = reverse("members:end", args=[reach.membership.pk])
    page = client.get(url)
    assert "After the last day" in page.text
    assert [row.about_id for row in journal_rows("membership.read")] == [str(reach.membership.pk)]
    today = timezone.localdate()
    answer = client.post(url, {"ended_on": today.isoformat(), "end_reason": "moved_away"})
    assert answer.status_code == 302
    reach.membership.refresh_from_db()
    assert (reach.membership.ended_on, reach.membership.end_reason) == (today, "moved_away")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"ended_on": "2199-01-01", "end_reason": "other"}, "This day lies in the future"),
        ({"ended_on": "2001-01-01", "end_reason": "other"}, "The last day lies before the first day"),
        ({"ended_on": "0026-11-28", "end_reason": "other"}, "This year is too long ago"),
        ({"ended_on": "2024-01-01", "end_reason": "transferred"}, "Select a valid choice"),
        ({"ended_on": "2024-01-01", "end_reason": "group_closed"}, "Select a valid choice"),
        ({"ended_on": "", "end_reason": ""}, "This field is required"),
    ],
)
def test_end_says_what_is_wrong(reach, client, answers, sentence):
    answer = client.post(reverse("members:end", args=[reach.membership.pk]), answers)
    assert sentence in answer.text
    reach.membership.refresh_from_db()
    assert reach.membership.ended_on is None


def test_a_second_end_leads_back_with_a_sentence(reach, client):
    ended = make_membership(group=reach.group, ended_on=timezone.localdate())
    answer = client.get(reverse("members:end", args=[ended.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("people:page", args=[ended.person_id]), 302)]
    assert "This membership has ended." in answer.text


@pytest.mark.parametrize(("days_ago", "is_told"), [(10, False), (11, True)])
def test_end_before_a_meeting_with_a_mark_is_told(reach, client, days_ago, is_told):
    today = timezone.localdate()
    make_mark(meeting=make_meeting(group=reach.group, held_on=today - timedelta(days=10)), person=reach.person)
    make_mark(meeting=make_meeting(group=reach.group, held_on=today - timedelta(days=40)), person=reach.person)
    last = today - timedelta(days=days_ago)
    data = {"ended_on": last.isoformat(), "end_reason": "moved_away"}
    answer = client.post(reverse("members:end", args=[reach.membership.pk]), data, follow=True)
    assert "is no longer a member" in answer.text
    assert ("still has a mark at 1 meeting on a day without membership" in answer.text) is is_told


def test_end_of_a_membership_by_mistake_tells_of_all_its_marks(reach, client):
    for days in (5, 9):
        day = timezone.localdate() - timedelta(days=days)
        make_mark(meeting=make_meeting(group=reach.group, held_on=day), person=reach.person)
    data = {"ended_on": timezone.localdate().isoformat(), "end_reason": "mistake"}
    answer = client.post(reverse("members:end", args=[reach.membership.pk]), data, follow=True)
    assert "marks at 2 meetings on days without membership" in answer.text


def test_undo_end(reach, client):
    ended = make_membership(group=reach.group, ended_on=timezone.localdate())
    url = reverse("members:undo_end", args=[ended.pk])
    assert "was a mistake" in client.get(url).text
    assert client.post(url).status_code == 302
    ended.refresh_from_db()
    assert (ended.ended_on, ended.end_reason) == (None, "")


def test_restart_opens_a_new_row(reach, client):
    ended = make_membership(group=reach.group, ended_on=timezone.localdate() - timedelta(days=30))
    url = reverse("members:restart", args=[ended.pk])
    assert "joins" in client.get(url).text
    answer = client.post(url, {"began_on": timezone.localdate().isoformat(), "post": ended.post_id})
    assert answer.status_code == 302
    assert Membership.objects.filter(person=ended.person).count() == 2


def test_change_of_post(reach, client):
    url = reverse("members:post", args=[reach.membership.pk])
    assert "another post" in client.get(url).text
    secretary = make_post(code="secretary")
    data = {"changed_on": timezone.localdate().isoformat(), "post": secretary.pk, "how_filled": "elected"}
    assert client.post(url, data).status_code == 302
    assert Membership.objects.get(person=reach.person, ended_on=None).post == secretary


# --- transfer --------------------------------------------------------------------------------------------------------
@pytest.fixture
def near(reach):
    return make_group(area=make_area(HERE), name_km="ក្លឹបជិតខាង")


def test_transfer_offers_only_groups_in_reach(reach, near):
    officer = browser(reach.officer())
    url = reverse("members:transfer", args=[reach.membership.pk])
    page = officer.get(url)
    assert near.name_km in page.text
    assert reach.foreign_group.code not in page.text
    found = officer.post(url, {"step": "find", "q": reach.foreign_group.code, "moved_on": "2024-01-01"})
    assert f'value="{reach.foreign_group.pk}"' not in found.text


def test_transfer_moves_on_the_day(reach, near):
    day = timezone.localdate()
    answer = browser(reach.officer()).post(
        reverse("members:transfer", args=[reach.membership.pk]),
        {"step": "move", "to_group": near.pk, "moved_on": day.isoformat()},
    )
    assert answer.status_code == 302
    reach.membership.refresh_from_db()
    assert reach.membership.end_reason == "transferred"
    assert near.memberships.get().began_on == day


@pytest.mark.parametrize("target", ["foreign", "x", "\x00", "00000000-0000-4000-8000-000000000000"])
def test_transfer_to_a_group_out_of_reach_is_refused(reach, near, target):
    target = str(reach.foreign_group.pk) if target == "foreign" else target
    answer = browser(reach.officer()).post(
        reverse("members:transfer", args=[reach.membership.pk]),
        {"step": "move", "to_group": target, "moved_on": timezone.localdate().isoformat()},
    )
    assert answer.status_code == 200
    reach.membership.refresh_from_db()
    assert reach.membership.ended_on is None


def test_enrolment_costs_the_same_for_one_found_and_for_three(reach, client, django_assert_max_num_queries):
    client.get(enrol_url(reach.group))
    with django_assert_max_num_queries(20) as one:
        client.post(enrol_url(reach.group), {"step": "find", "q": "ស្រីនាង"})
    for _more in range(2):
        reach.add_member(family_name="សុខ", given_name="ស្រីនាង")
    with django_assert_max_num_queries(20) as three:
        client.post(enrol_url(reach.group), {"step": "find", "q": "ស្រីនាង"})
    assert len(three) == len(one)
