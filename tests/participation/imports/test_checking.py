import pytest

from participation.imports.checking import State, check
from participation.imports.reading import read_rows
from participation.models import Kind, Membership
from people.merging import merge_people
from tests.factories.participation import make_closed_group, make_group, make_membership, make_post, make_rule
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.participation.imports.files import csv_of, row
from tests.participation.reaches import HERE, JOINED_ON, THERE, Reach

pytestmark = pytest.mark.django_db
GROUP_CELLS = dict.fromkeys(("group_kind", "group_name", "place_code", "founded_on"))
PERSON_CELLS = dict.fromkeys(("family_name", "given_name", "sex", "birth_year", "post", "began_on"))


@pytest.fixture
def reach():
    make_rule(Kind.COUNCIL)
    make_post(Kind.COUNCIL)
    return Reach()


@pytest.fixture
def officer(reach):
    return reach.officer()


def findings(officer, *rows):
    return check(read_rows(csv_of(*rows)), by=officer)


def states(officer, *rows):
    return [(found.state, set(found.problems) or set(found.doubts)) for found in findings(officer, *rows)]


def known(group, person, **changed):
    return row(**{**GROUP_CELLS, **PERSON_CELLS, "group_code": group.code, "person_code": person.code, **changed})


def test_new_group_and_its_members_are_new(officer):
    assert states(
        officer,
        row(),
        row(given_name="ដារា"),
        row(
            **PERSON_CELLS,
        ),
    ) == [
        (State.NEW, set()),
        (State.NEW, set()),
        (State.KNOWN, set()),
    ]


def test_group_is_known_by_its_name_and_place(reach, officer):
    (found,) = findings(officer, row(group_name=reach.group.name_km, founded_on=None))
    assert (found.group, found.draft, found.state) == (reach.group, None, State.NEW)


def test_member_who_is_there_already_is_known(reach, officer):
    told = known(reach.group, reach.person, post="Member", began_on=JOINED_ON)
    assert states(officer, told) == [(State.KNOWN, set())]


def test_member_is_known_by_name_sex_and_birth_year_in_the_same_group(reach, officer):
    person = reach.person
    told = {
        **row(**GROUP_CELLS),
        "group_code": reach.group.code,
        "family_name": person.family_name,
        "given_name": person.given_name,
        "birth_year": person.birth_year,
        "began_on": JOINED_ON,
    }
    assert states(officer, told) == [(State.KNOWN, set())]


def test_other_values_under_a_code_are_changes(reach, officer):
    told = known(reach.group, reach.person, group_name="ក្លឹបថ្មី", given_name="ស្រីពៅ", post="member", began_on=JOINED_ON)
    (found,) = findings(officer, told)
    assert (found.state, found.group_changes, found.person_changes) == (
        State.CHANGED,
        {"name_km": "ក្លឹបថ្មី"},
        {"given_name": "ស្រីពៅ"},
    )


def test_code_of_a_record_merged_away_leads_to_the_kept_person(reach, officer):
    gone = make_person(given_name="ស្រីពៅ", code="ABCD2345")
    told = known(reach.group, gone, post="Member", began_on=JOINED_ON)
    assert states(officer, told) == [(State.REFUSED, {"person_code"})]
    merge_people(kept=reach.person, gone=gone, by=officer)
    (found,) = findings(officer, told)
    assert (found.person, found.is_member, found.state) == (reach.person, True, State.KNOWN)


def test_code_of_a_record_merged_into_a_stranger_stays_unknown(reach, officer):
    gone = make_person(code="ABCD2345")
    merge_people(kept=reach.stranger, gone=gone, by=officer)
    told = known(reach.group, gone, post="Member", began_on=JOINED_ON)
    assert states(officer, told) == [(State.REFUSED, {"person_code"})]


@pytest.mark.parametrize(("year", "state"), [(2013, State.DUPLICATE), (None, State.DUPLICATE), (2010, State.NEW)])
def test_namesake_of_another_group_is_doubtful(reach, officer, year, state):
    person = reach.person
    told = row(family_name=person.family_name, given_name=person.given_name, birth_year=year)
    assert states(officer, told) == [(state, {"given_name"} if state == State.DUPLICATE else set())]


def test_namesake_beyond_the_border_is_not_told(reach, officer):
    stranger = reach.stranger
    told = row(family_name=stranger.family_name, given_name=stranger.given_name, birth_year=stranger.birth_year)
    assert states(officer, told) == [(State.NEW, set())]


def test_namesake_in_the_file_is_doubtful(officer):
    assert states(officer, row(), row()) == [(State.NEW, set()), (State.DUPLICATE, {"given_name"})]


def test_group_of_the_same_name_in_the_commune_is_doubtful(reach, officer):
    make_group(area=make_area(HERE + "01"), name_km="ក្លឹបផ្កាឈូក")
    assert states(officer, row()) == [(State.DUPLICATE, {"group_name"})]


REFUSED = [
    ({"group_name": None}, {"group_name"}),
    ({"group_name": "ក្លឹបថ្មី", "group_kind": None}, {"group_kind"}),
    ({"group_name": "ក្លឹបថ្មី", "founded_on": None}, {"founded_on"}),
    ({"founded_on": "01/01/2099"}, {"founded_on"}),
    ({"place_code": None}, {"place_code"}),
    ({"place_code": "99999999"}, {"place_code"}),
    ({"place_code": HERE[:4]}, {"place_code"}),
    ({"place_code": THERE}, {"place_code"}),
    ({"group_code": "C-0000-0001"}, {"group_code"}),
    ({"sex": None}, {"sex"}),
    ({"given_name": None}, {"given_name"}),
    ({"birth_year": "2099"}, {"birth_year", "began_on"}),
    ({"birth_year": "1901"}, {"birth_year"}),
    ({"village_code": HERE}, {"village_code"}),
    ({"person_code": "22222222"}, {"person_code"}),
    ({"post": "king"}, {"post"}),
    ({"began_on": None}, {"began_on"}),
    ({"began_on": "01/01/2099"}, {"began_on"}),
    ({"began_on": "01/01/2012"}, {"began_on"}),
]


@pytest.mark.parametrize(("changed", "cells"), REFUSED, ids=lambda told: str(sorted(told)))
def test_row_is_refused_at_the_cell(officer, changed, cells):
    assert states(officer, row(given_name="ដារា"), row(**changed)) == [(State.NEW, set()), (State.REFUSED, cells)]


def test_group_and_member_beyond_the_border_are_unknown(reach, officer):
    told = [known(reach.foreign_group, reach.person), known(reach.group, reach.stranger)]
    assert [cells for _state, cells in states(officer, *told)] == [{"group_code"}, {"person_code", "began_on"}]


def test_closed_group_takes_nobody(reach, officer):
    closed = make_closed_group(area=make_area(HERE))
    told = {**row(), **dict.fromkeys(GROUP_CELLS), "group_code": closed.code}
    assert states(officer, told) == [(State.REFUSED, {"group_code"})]


def test_group_of_the_code_is_what_the_row_says(reach, officer):
    told = known(
        reach.group,
        reach.person,
        group_kind="council",
        place_code=HERE + "01",
        founded_on="01/01/2001",
        began_on=JOINED_ON,
    )
    assert states(officer, told) == [(State.REFUSED, {"group_kind", "place_code", "founded_on"})]


def test_two_groups_of_one_name_ask_for_the_code(reach, officer):
    for _ in range(2):
        make_group(area=make_area(HERE), name_km="ក្លឹបផ្កាឈូក")
    assert states(officer, row()) == [(State.REFUSED, {"group_name"})]


def test_other_post_of_an_open_membership_is_a_change_from_a_day_on(reach, officer):
    (later,) = findings(officer, known(reach.group, reach.person, post="leader", began_on="01/05/2023"))
    assert (later.state, later.moves, later.post.code) == (State.CHANGED, reach.membership, "leader")
    earlier = known(reach.group, reach.person, post="leader", began_on="01/02/2023")
    other_day = known(reach.group, reach.person, post="member", began_on="01/05/2023")
    silent = known(reach.group, reach.person, began_on="01/05/2023")
    assert [states(officer, told) for told in (earlier, other_day, silent)] == [[(State.REFUSED, {"began_on"})]] * 3


def test_row_that_is_silent_about_the_post_keeps_it(reach, officer):
    Membership.objects.filter(pk=reach.membership.pk).update(post=make_post(code="leader"))
    assert states(officer, known(reach.group, reach.person, began_on=JOINED_ON)) == [(State.KNOWN, set())]


def test_single_post_has_one_holder(reach, officer):
    make_membership(group=reach.group, person=make_person(), post=make_post(code="leader"))
    led = {**row(post="Leader"), **dict.fromkeys(GROUP_CELLS), "group_code": reach.group.code}
    assert states(officer, led) == [(State.REFUSED, {"post"})]
    assert states(officer, row(post="ប្រធាន"), row(post="ប្រធាន", given_name="ដារា")) == [
        (State.NEW, set()),
        (State.REFUSED, {"post"}),
    ]


def test_two_rows_may_not_say_two_things(reach, officer):
    twice = [known(reach.group, reach.person, began_on=JOINED_ON)] * 2
    assert [cells for _state, cells in states(officer, *twice)] == [set(), {"person_code"}]
    assert states(officer, row(), row(given_name="ដារា", founded_on="01/01/2001"))[1] == (State.REFUSED, {"founded_on"})


def test_checking_costs_the_same_for_one_row_and_for_thirty(officer, django_assert_max_num_queries):
    for number in (1, 30):
        rows = read_rows(csv_of(*(row(given_name=f"ដារា ក{'ក' * each}") for each in range(number))))
        officer.__dict__.pop("current_grants", None)
        with django_assert_max_num_queries(9):
            check(rows, by=officer)
