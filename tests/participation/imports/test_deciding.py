"""Doubtful rows: whom they may be, what the officer says, and what becomes of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import paging
from participation.imports import refusals
from participation.imports.applying import apply_import
from participation.imports.deciding import decide_open_rows, decide_rows
from participation.imports.drafting import check_file, receive_file
from participation.imports.findings import Decision
from participation.imports.undoing import undo_import
from participation.models import CommunityGroup, ImportRun, Kind, Membership
from people.models import NotTheSame, Person
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_post, make_rule, make_school
from tests.factories.places import make_area
from tests.participation.imports.files import csv_file, csv_of, row, table
from tests.participation.imports.test_applying import register_as_it_stands
from tests.participation.reaches import HERE, JOINED_ON, THERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
MISSPELT = {"family_name": "សុខ", "given_name": "ស្រីណាង"}


@pytest.fixture
def reach():
    for kind in Kind.values:
        make_rule(kind)
        make_post(kind)
    return Reach()


@pytest.fixture
def officer(reach):
    return reach.officer()


@pytest.fixture
def client(officer):
    return browser(officer)


def draft(officer, *rows):
    run = receive_file(content=csv_of(*rows), file_name="a.csv", by=officer)
    check_file(run=run, by=officer)
    return run


def newcomer(reach, **changed):
    """Somebody who may be the member of the register, spelt another way, in another group."""
    return row(**{**MISSPELT, "birth_year": reach.person.birth_year, **changed})


def decide(run, by, **decisions):
    told = {int(number.removeprefix("row")): decision for number, decision in decisions.items()}
    decide_rows(run=run, decisions=told, by=by)


def test_misspelt_name_is_asked_about_with_the_likeness(reach, officer):
    (asked,) = draft(officer, newcomer(reach)).rows.all()
    (like,) = asked.likes
    assert (asked.state, like["person"]) == ("duplicate", str(reach.person.pk))
    assert 80 <= like["percent"] <= 100


def test_nobody_beyond_the_border_is_asked_about(reach, officer):
    stranger = reach.stranger
    told = row(family_name=stranger.family_name, given_name=stranger.given_name, birth_year=stranger.birth_year)
    (asked,) = draft(officer, told).rows.all()
    assert (asked.state, asked.likes) == ("new", [])
    there = make_user("programme_officer", area=make_area(THERE[:4]))
    (asked,) = draft(there, told | {"place_code": THERE}).rows.all()
    assert [like["person"] for like in asked.likes] == [str(stranger.pk)]


def test_same_person_is_enrolled_and_not_made_again(reach, officer):
    run = draft(officer, newcomer(reach))
    before, people = register_as_it_stands(), Person.objects.count()
    decide(run, officer, row2=Decision("same", reach.person.pk))
    apply_import(run=run, by=officer)
    assert Person.objects.count() == people
    assert Membership.objects.filter(person=reach.person, group__name_km="ក្លឹបផ្កាឈូក").count() == 1
    undo_import(run=run, by=officer)
    after = register_as_it_stands()
    assert {name for name in after if after[name] != before[name]} == {
        "participation.ImportRun",
        "participation.ImportedRow",
    }


def test_somebody_else_is_made_and_the_pair_remembered(reach, officer):
    run = draft(officer, newcomer(reach))
    decide(run, officer, row2=Decision("other"))
    apply_import(run=run, by=officer)
    made = Person.objects.get(given_name=MISSPELT["given_name"])
    (pair,) = NotTheSame.objects.values_list("first_id", "second_id")
    assert set(pair) == {made.pk, reach.person.pk}
    assert len(journal_rows("people.told_apart")) == 1
    undo_import(run=run, by=officer)
    assert (NotTheSame.objects.count(), Person.objects.filter(pk=reach.person.pk).count()) == (0, 1)


def test_two_namesakes_of_the_file_are_remembered_as_two_people(officer):
    twice = [row(given_name="វិចិត្រ"), row(given_name="វិចិត្រ", group_name="ក្លឹបផ្កាយ")]
    run = draft(officer, *twice)
    decide(run, officer, row3=Decision("other"))
    apply_import(run=run, by=officer)
    (pair,) = NotTheSame.objects.values_list("first_id", "second_id")
    assert set(pair) == set(Person.objects.filter(given_name="វិចិត្រ").values_list("pk", flat=True))


@pytest.mark.parametrize("choice", ["", "out"])
def test_left_out_rows_write_nothing(reach, officer, choice):
    run = draft(officer, newcomer(reach), row(given_name="វិចិត្រ"))
    decide(run, officer, row2=Decision(choice))
    apply_import(run=run, by=officer)
    assert not Person.objects.filter(given_name=MISSPELT["given_name"]).exists()
    assert Person.objects.filter(given_name="វិចិត្រ").exists()


def test_one_newcomer_of_two_groups_is_made_once(officer):
    twice = [row(given_name="វិចិត្រ"), row(given_name="វិចិត្រ", group_name="ក្លឹបផ្កាយ")]
    run = draft(officer, *twice)
    assert [each.likes for each in run.rows.order_by("number")] == [[], [{"row": 2}]]
    decide(run, officer, row3=Decision("same", row=2))
    apply_import(run=run, by=officer)
    person = Person.objects.get(given_name="វិចិត្រ")
    assert set(person.memberships.values_list("group__name_km", flat=True)) == {"ក្លឹបផ្កាឈូក", "ក្លឹបផ្កាយ"}


def test_one_newcomer_is_not_enrolled_twice_in_a_group(officer):
    run = draft(officer, row(given_name="វិចិត្រ"), row(given_name="វិចិត្រ"))
    decide(run, officer, row3=Decision("same", row=2))
    with pytest.raises(refusals.RowsHaveChanged):
        apply_import(run=run, by=officer)
    assert set(run.rows.get(number=3).problems) >= {"given_name"}


def test_somebody_who_was_not_asked_about_cannot_be_chosen(reach, officer):
    run = draft(officer, newcomer(reach))
    decide(run, officer, row2=Decision("same", reach.stranger.pk))
    assert list(run.rows.values_list("choice", "same_as_person")) == [("", None)]


def test_who_is_chosen_must_still_be_within_reach(reach, officer):
    run = draft(officer, newcomer(reach))
    decide(run, officer, row2=Decision("same", reach.person.pk))
    Membership.objects.filter(person=reach.person).update(group=reach.foreign_group)
    with pytest.raises(refusals.RowsHaveChanged):
        apply_import(run=run, by=officer)
    assert not CommunityGroup.objects.filter(name_km="ក្លឹបផ្កាឈូក").exists()


def test_decisions_end_with_the_import(reach, officer):
    run = draft(officer, newcomer(reach))
    decide_open_rows(run=run, choice="other", by=officer)
    apply_import(run=run, by=officer)
    for act in (
        lambda: decide(run, officer, row2=Decision("out")),
        lambda: decide_open_rows(run=run, choice="out", by=officer),
    ):
        with pytest.raises(refusals.NotReady):
            act()
    assert list(run.rows.values_list("choice", "likes", "cells")) == [("", [], {})]


def page_of(client, run, **asked):
    return client.get(reverse("imports:page", args=[run.pk]), asked)


def say(client, run, act, **answers):
    return client.post(reverse("imports:decide", args=[run.pk]), {"act": act, **answers})


def test_page_names_who_it_may_be_and_keeps_the_answer(reach, officer, client):
    run = draft(officer, newcomer(reach))
    page = page_of(client, run)
    assert (reach.person.code in page.text, page.context["undecided"]) == (True, 1)
    assert journal_rows("people.found")[-1].people == 1
    say(client, run, "save", row_2=f"person-{reach.person.pk}")
    assert run.rows.get().same_as_person == reach.person.pk
    page = page_of(client, run)
    assert f'value="person-{reach.person.pk}" id="id_row_2_0" checked' in page.text.replace("\n", " ")
    assert page.context["undecided"] == 0


def test_page_does_not_name_who_has_left_the_reach(reach, officer, client):
    run = draft(officer, newcomer(reach))
    assert reach.person.code in page_of(client, run).text
    Membership.objects.filter(person=reach.person).update(group=reach.foreign_group)
    assert reach.person.code not in page_of(client, run).text
    say(client, run, "save", row_2=f"person-{reach.person.pk}")
    assert run.rows.get().choice == ""


@pytest.mark.parametrize(
    ("act", "choices"),
    [
        ("shown-same", [("same", "person"), ("same", "row"), ("", "")]),
        ("shown-other", [("other", ""), ("other", ""), ("", "")]),
        ("shown-out", [("out", ""), ("out", ""), ("", "")]),
        ("open", [("other", ""), ("other", ""), ("", "")]),
    ],
)
def test_one_answer_for_all_rows_on_the_page(reach, officer, client, act, choices):
    told = [newcomer(reach), row(given_name="វិចិត្រ"), row(given_name="វិចិត្រ", group_name="ក្លឹបផ្កាយ")]
    run = draft(officer, *told)
    say(client, run, act)
    said = [
        (each.choice, "person" if each.same_as_person else "row" if each.same_as_row else "")
        for each in run.rows.order_by("-state", "number")
    ]
    assert sorted(said) == sorted(choices)


def test_answers_outlive_the_way_to_the_next_page(reach, officer, client, monkeypatch):
    monkeypatch.setattr("participation.views.imports.page_of", small_pages)
    run = draft(officer, newcomer(reach), newcomer(reach, given_name="ស្រីនាង"))
    response = say(client, run, "next", row_2="other")
    assert "after=" in response.url
    page = client.get(response.url)
    assert [each.number for each in page.context["rows"]] == [3]
    assert [each.choice for each in run.rows.order_by("number")] == ["other", ""]


def small_pages(rows, **given):
    return paging.page_of(rows, **given, size=1)


@pytest.mark.parametrize("number", [1, 3])
def test_doubtful_rows_cost_the_same_whatever_their_number(
    reach, officer, client, django_assert_max_num_queries, number
):
    run = draft(officer, *(newcomer(reach, given_name=f"ស្រីណាង{'ា' * turn}") for turn in range(number)))
    page_of(client, run)
    with django_assert_max_num_queries(13):
        page_of(client, run)


def test_school_of_a_new_group_is_found_by_code_or_name(officer):
    school = make_school(area=make_area(HERE), name_km="សាលាបឋមសិក្សាឫស្សី", official_code="05060101")
    heads = [*row(), "school"]
    for told in ("05060101", "សាលាបឋមសិក្សាឫស្សី"):
        content = csv_file(table([{**row(), "school": told}], heads))
        run = receive_file(content=content, file_name="a.csv", by=officer)
        check_file(run=run, by=officer)
        apply_import(run=run, by=officer)
        group = CommunityGroup.objects.get(name_km="ក្លឹបផ្កាឈូក")
        assert (group.school, group.setting) == (school, "school")
        undo_import(run=run, by=officer)


@pytest.mark.parametrize("told", ["99", "សាលាឆ្ងាយ"])
def test_school_of_elsewhere_is_refused_at_its_cell(officer, told):
    make_school(area=make_area(THERE), name_km="សាលាឆ្ងាយ", official_code="99")
    content = csv_file(table([{**row(), "school": told}], [*row(), "school"]))
    run = receive_file(content=content, file_name="a.csv", by=officer)
    check_file(run=run, by=officer)
    assert [set(each.problems) for each in run.rows.all()] == [{"school"}]


@pytest.mark.parametrize(("day", "memberships"), [("01/03/2023", 1), ("01/05/2023", 2)])
def test_change_of_a_post_is_made_and_taken_back(reach, officer, day, memberships):
    told = {"group_code": reach.group.code, "person_code": reach.person.code, "post": "leader", "began_on": day}
    before = register_as_it_stands()
    run = draft(officer, told)
    apply_import(run=run, by=officer)
    rows = Membership.objects.filter(person=reach.person).order_by("began_on")
    assert (rows.count(), rows.last().post.code, rows.first().began_on) == (memberships, "leader", JOINED_ON)
    undo_import(run=run, by=officer)
    assert register_as_it_stands() == before


def test_upload_is_asked_about_a_group_of_the_same_name(officer, client, reach, django_capture_on_commit_callbacks):
    make_group(area=make_area(HERE + "01"), name_km="ក្លឹបផ្កាឈូក")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:add"), {"file": SimpleUploadedFile("a.csv", csv_of(row()))})
    run = ImportRun.objects.get()
    assert "id_row_2_0" in page_of(client, run).text
    say(client, run, "shown-same")
    assert run.rows.get().choice == ""
    say(client, run, "shown-other")
    assert run.rows.get().choice == "other"
