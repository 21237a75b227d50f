"""Names that very many bear are looked for in a sample of the people, others among all."""

from uuid import UUID

import pytest

from participation.reads import people_found
from participation.reads.people_found import find_people
from people.finding import SAMPLE_ENDS
from tests.participation.reaches import Reach

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    found = Reach()
    for number in (1, 2):
        found.add_member(id=UUID(int=number), family_name="សុខ", given_name=f"ច្រើន {number}")
    found.add_member(id=SAMPLE_ENDS, family_name="សុខ", given_name="ច្រើន 0")
    return found


def names(reach, text, **limit):
    found = find_people(text, user=reach.officer(), **limit)
    return [row.person.given_name for row in found.rows], found.has_more


def test_name_of_few_is_found_among_all(reach):
    assert names(reach, "ច្រើន") == (["ច្រើន 0", "ច្រើន 1", "ច្រើន 2"], False)
    assert names(reach, "ច្រើន", limit=2) == (["ច្រើន 0", "ច្រើន 1"], True)


def test_name_of_very_many_is_found_in_the_sample_and_there_are_more(reach, monkeypatch):
    monkeypatch.setattr(people_found, "MANY", 2)
    assert names(reach, "ច្រើន", limit=1) == (["ច្រើន 1"], True)
    assert names(reach, "ច្រើន 0") == (["ច្រើន 0"], False)
