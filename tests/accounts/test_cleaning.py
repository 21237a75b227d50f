"""Many rows judged together are judged as each of them would be."""

import pytest
from django.core.exceptions import ValidationError

from accounts.cleaning import Cleaner
from people.models import Person

LINKS = ("village", "created_by")
FACTS = {"family_name": "សុខ", "given_name": "បូផា", "name_key": "a", "name_sort": "a", "sex": "female"}
KEPT = ("id", "code", "family_name", "birth_year", "birth_is_estimated", "version")


def values_of(person):
    return [(value, type(value)) for value in (getattr(person, name) for name in KEPT)]


@pytest.mark.parametrize(
    "told",
    [{}, {"birth_year": "2014"}, {"birth_year": 2014}, {"birth_is_estimated": 1}, {"id": "0" * 32}, {"family_name": 7}],
    ids=str,
)
def test_values_are_those_of_the_row_itself(told):
    cleaner = Cleaner(Person, exclude=LINKS)
    for before in ({}, {"birth_year": 2014.0}, {"birth_is_estimated": True}, told):
        cleaner.clean_fields(Person(**FACTS | before))
    facts = FACTS | {"code": "AAAAAAAA", "id": "1" * 32} | told
    alone, among_others = Person(**facts), Person(**facts)
    alone.clean_fields(exclude=LINKS)
    cleaner.clean_fields(among_others)
    assert values_of(among_others) == values_of(alone)


@pytest.mark.parametrize(
    "told",
    [
        {"sex": "girl"},
        {"given_name": ""},
        {"family_name": "ក" * 61, "birth_year": "long ago"},
        {"code": "A" * 9},
        {"id": "1"},
    ],
    ids=str,
)
def test_what_is_refused_is_what_the_row_itself_refuses(told):
    cleaner = Cleaner(Person, exclude=LINKS)
    cleaner.clean_fields(Person(**FACTS))
    with pytest.raises(ValidationError) as alone:
        Person(**FACTS | told).clean_fields(exclude=LINKS)
    for _ in range(2):  # an answer that was given once is not forgotten
        with pytest.raises(ValidationError) as among_others:
            cleaner.clean_fields(Person(**FACTS | told))
        assert among_others.value.message_dict == alone.value.message_dict
    cleaner.clean_fields(Person(**FACTS))


def test_columns_left_out_are_not_looked_at():
    Cleaner(Person, exclude=(*LINKS, "sex")).clean_fields(Person(**FACTS | {"sex": "girl"}))
