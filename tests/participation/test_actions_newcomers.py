"""Newcomers whose id was made on a phone."""

import uuid
from datetime import date

import pytest

from participation.actions.memberships import enrol_newcomer
from participation.models import Membership
from participation.models.membership import first_membership_id
from people.actions import register_person
from people.merging import merge_people
from people.models import Person
from people.refusals import PersonIdTaken
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_post
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
BEGAN = date(2024, 3, 1)


def test_newcomer_keeps_the_id_of_the_phone_and_is_never_made_twice():
    group, key = make_group(), uuid.uuid4()
    about = {"group": group, "post": make_post(), "began_on": BEGAN, "by": make_user()}
    child = {"family_name": "សុខ", "given_name": "ដារា", "sex": "male", "birth_year": 2014}
    membership = enrol_newcomer(**about, **child, id=key)
    assert (membership.person_id, membership.pk) == (key, first_membership_id(group.pk, key))
    with pytest.raises(PersonIdTaken):
        enrol_newcomer(**about, **child, id=key)
    with pytest.raises(PersonIdTaken):
        enrol_newcomer(**{**about, "group": make_group()}, **child, id=key)
    assert (Person.objects.count(), Membership.objects.count()) == (1, 1)


def test_id_of_a_record_that_was_merged_away_is_taken_too():
    kept, gone, by = make_person(), make_person(), make_user()
    key = gone.pk
    merge_people(kept=kept, gone=gone, by=by)
    with pytest.raises(PersonIdTaken):
        register_person(by=by, family_name="សុខ", given_name="ដារា", sex="male", id=key)
    assert Person.objects.count() == 1
