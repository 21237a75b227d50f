"""The list of possible doubles, two records side by side, merging them there, and old ids that lead on."""

from datetime import date

import pytest
from django.urls import reverse

from participation.models import Membership
from people.aliases import kept_id
from people.merging import merge_people, say_not_the_same
from people.models import NotTheSame, Person, PersonMerge
from tests.factories.accounts import make_user
from tests.factories.participation import make_mark, make_meeting, make_membership, make_post
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.participation.reaches import Reach, browser, journal_rows

pytestmark = pytest.mark.django_db

LIST = "/desk/people/likenesses/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def client(reach):
    return browser(reach.officer())


@pytest.fixture
def twin(reach):
    return reach.add_member(family_name="សុខ", given_name="ស្រិនាង", birth_year=2013).person


def pair_url(one, other):
    return reverse("likenesses:pair", args=[one.pk, other.pk])


def shown(text, one, other):
    return pair_url(*sorted((one, other), key=lambda person: person.pk)) in text


# --- the list --------------------------------------------------------------------------------------------------------
def test_list_shows_pairs_in_reach_and_leaves_a_line(reach, client, twin):
    hidden = make_person(family_name="សុខ", given_name="ស្រីនាង")
    make_membership(group=reach.foreign_group, person=hidden)
    reach.add_member(family_name="លី", given_name="ធីតា")
    text = client.get(LIST).text
    assert shown(text, reach.person, twin)
    assert hidden.code not in text
    assert text.count('href="/desk/people/likenesses/') == 1
    assert [row.people for row in journal_rows("people.found")] == [2]


@pytest.mark.parametrize("years", [{"birth_year": None}, {"birth_year": 2015}])
def test_list_shows_pairs_with_less_known_of_them(reach, client, years):
    twin = reach.add_member(family_name="ស្រីនាង", given_name="សុខ", **years).person
    assert shown(client.get(LIST).text, reach.person, twin)


@pytest.mark.parametrize("other", [{"birth_year": 2010}, {"sex": "male"}, {"given_name": "ធីតា"}])
def test_list_does_not_show_two_people(reach, client, other):
    twin = reach.add_member(**{"family_name": "សុខ", "given_name": "ស្រីនាង", **other}).person
    assert not shown(client.get(LIST).text, reach.person, twin)


def test_list_does_not_show_people_of_two_communes(client, reach):
    villages = [make_area("05060101"), make_area("05060201")]
    one, other = (
        reach.add_member(family_name="កែវ", given_name="បុប្ផា", village=village).person for village in villages
    )
    near = reach.add_member(family_name="កែវ", given_name="បុប្ផា", village=villages[0]).person
    text = client.get(LIST).text
    assert shown(text, one, near)
    assert not shown(text, one, other)


def test_list_forgets_a_pair_that_was_told_apart(reach, client, twin):
    say_not_the_same(one=reach.person, other=twin, by=make_user())
    assert not shown(client.get(LIST).text, reach.person, twin)


def test_list_goes_on_by_key(reach, client, twin, monkeypatch):
    monkeypatch.setattr("participation.reads.likenesses.SIZE", 1)
    third = reach.add_member(family_name="សុខ", given_name="ស្រីនាង").person
    first = client.get(LIST)
    following = client.get(LIST, {"after": sorted(p.pk for p in (reach.person, twin, third))[0]})
    assert first.text.count('href="/desk/people/likenesses/') == 1
    assert 'rel="next"' in first.text
    assert following.text.count('href="/desk/people/likenesses/') == 1
    assert "offset" not in first.text


def test_next_pair_of_a_person_follows_when_the_first_is_decided(reach, client, twin, monkeypatch):
    monkeypatch.setattr("participation.reads.likenesses.SIZE", 1)
    third = reach.add_member(family_name="សុខ", given_name="ស្រីនាង").person
    one, *others = sorted((reach.person, twin, third), key=lambda person: person.pk)
    seen = [other for other in others if shown(client.get(LIST).text, one, other)]
    say_not_the_same(one=one, other=seen[0], by=make_user())
    assert [other for other in others if shown(client.get(LIST).text, one, other)] == [
        o for o in others if o != seen[0]
    ]


def test_list_costs_the_same_for_one_pair_and_for_three(reach, client, twin, django_assert_max_num_queries):
    client.get(LIST)
    with django_assert_max_num_queries(20) as one:
        client.get(LIST)
    reach.add_member(family_name="សុខ", given_name="ស្រីនាង")
    with django_assert_max_num_queries(20) as three:
        client.get(LIST)
    assert len(three) == len(one)


@pytest.mark.parametrize("reader", ["reader", "nameless"])
def test_list_and_pair_are_closed_to_who_changes_nothing(reach, twin, reader):
    client = browser(getattr(reach, reader)())
    assert client.get(LIST).status_code == 404
    assert client.post(pair_url(reach.person, twin), {"answer": "keep_one"}).status_code == 404
    assert Person.objects.filter(pk=twin.pk).exists()


# --- a pair ----------------------------------------------------------------------------------------------------------
def test_pair_stands_side_by_side(reach, client, twin):
    text = client.get(pair_url(reach.person, twin)).text
    assert reach.person.code in text
    assert twin.code in text
    assert [row.people for row in journal_rows("people.compared")] == [2]


def test_pair_with_one_out_of_reach_is_not_found(reach, client):
    for one, other in ((reach.person, reach.stranger), (reach.stranger, reach.person)):
        assert client.get(pair_url(one, other)).status_code == 404
        assert client.post(pair_url(one, other), {"answer": "keep_one"}).status_code == 404
    assert PersonMerge.objects.count() == 0


@pytest.mark.parametrize("answer", ["keep_one", "keep_other"])
def test_pair_is_merged_into_the_one_that_was_chosen(reach, client, twin, answer):
    kept, gone = (reach.person, twin) if answer == "keep_one" else (twin, reach.person)
    response = client.post(pair_url(reach.person, twin), {"answer": answer})
    assert response.url == reverse("people:page", args=[kept.pk])
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert client.get(pair_url(reach.person, twin)).url == LIST


def test_pair_is_told_apart(reach, client, twin):
    assert client.post(pair_url(reach.person, twin), {"answer": "not_the_same"}).url == LIST
    assert NotTheSame.objects.count() == 1
    assert Person.objects.filter(pk=twin.pk).exists()


@pytest.mark.parametrize("answer", ["", "x", "\x00"])
def test_pair_without_a_true_answer_changes_nothing(reach, client, twin, answer):
    assert client.post(pair_url(reach.person, twin), {"answer": answer}).status_code == 200
    assert Person.objects.filter(pk=twin.pk).exists()


def test_pair_of_one_person_is_refused_with_a_sentence(reach, client):
    answer = client.post(pair_url(reach.person, reach.person), {"answer": "keep_one"})
    assert "Choose two people" in answer.text


# --- afterwards ------------------------------------------------------------------------------------------------------
def test_old_id_leads_to_the_kept_person(reach, client, twin):
    old = twin.pk
    merge_people(kept=reach.person, gone=twin, by=make_user())
    assert kept_id(old) == reach.person.pk
    assert client.get(f"/desk/people/{old}/").url == f"/desk/people/{reach.person.pk}/"
    assert client.get(f"/desk/people/{old}/edit/").url == f"/desk/people/{reach.person.pk}/edit/"


def test_old_id_tells_nothing_out_of_reach(reach, client):
    gone = make_person()
    old = gone.pk
    merge_people(kept=reach.stranger, gone=gone, by=make_user())
    assert client.get(f"/desk/people/{old}/").status_code == 404


def test_old_id_enrols_the_kept_person(reach, client, twin):
    former = reach.add_member(family_name="ចាន់", given_name="មុន្នី").person
    Membership.objects.filter(person=former).update(ended_on=date(2024, 1, 1), end_reason="other")
    old = twin.pk
    Membership.objects.filter(person=twin).delete()
    merge_people(kept=former, gone=twin, by=make_user())
    answers = {"step": "enrol", "person": old, "post": make_post().pk, "began_on": "2025-01-01"}
    client.post(reverse("members:enrol", args=[reach.group.pk]), answers)
    assert former.memberships.open().count() == 1


def test_merge_is_undone_from_the_page_of_the_person(reach, client, twin):
    make_mark(meeting=make_meeting(group=reach.group), person=twin)
    merge = merge_people(kept=reach.person, gone=twin, by=make_user())
    undo = reverse("likenesses:undo", args=[merge.pk])
    assert undo in client.get(reverse("people:page", args=[reach.person.pk])).text
    assert client.get(undo).status_code == 200
    assert client.post(undo).url == reverse("people:page", args=[reach.person.pk])
    assert Person.objects.get(code=twin.code).marks.count() == 1
    assert undo not in client.get(reverse("people:page", args=[reach.person.pk])).text
    assert "undone already" in client.post(undo).text


def test_undo_out_of_reach_is_not_found(reach, client):
    merge = merge_people(kept=reach.stranger, gone=make_person(), by=make_user())
    undo = reverse("likenesses:undo", args=[merge.pk])
    assert client.get(undo).status_code == client.post(undo).status_code == 404
    assert browser(reach.reader()).post(undo).status_code == 404
