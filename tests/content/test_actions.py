"""Declaring and confirming that nobody in a picture can be recognised."""

from datetime import date

import pytest
import time_machine

from accounts.models import JournalEntry
from content.actions import NothingDeclared, SecondPersonNeeded, confirm_picture, declare_picture
from content.models import Picture
from tests.content.conftest import picture
from tests.factories.accounts import make_user
from tests.people.photographs import upload

pytestmark = pytest.mark.django_db


def new_picture() -> Picture:
    return Picture(title="Hands", file=upload(), alt_km="ដៃ", alt_en="Hands", nobody_recognisable=True)


@time_machine.travel("2026-03-04 05:00", tick=False)
def test_declaring_saves_the_picture_with_day_and_person():
    made = declare_picture(picture=new_picture(), by=make_user(username="one"))
    made.refresh_from_db()
    assert (made.declared_by.username, made.declared_on, made.confirmed_on) == ("one", date(2026, 3, 4), None)
    assert JournalEntry.objects.get(verb="picture.declared").about_id == str(made.pk)


@time_machine.travel("2026-03-04 05:00", tick=False)
def test_a_second_person_confirms():
    made = declare_picture(picture=new_picture(), by=make_user(username="one"))
    confirm_picture(picture=made, by=make_user(username="two"))
    made.refresh_from_db()
    assert (made.confirmed_by.username, made.confirmed_on) == ("two", date(2026, 3, 4))
    assert JournalEntry.objects.get(verb="picture.confirmed").actor.username == "two"


def test_who_declared_cannot_confirm():
    one = make_user(username="one")
    made = declare_picture(picture=new_picture(), by=one)
    with pytest.raises(SecondPersonNeeded):
        confirm_picture(picture=made, by=one)
    made.refresh_from_db()
    assert made.confirmed_on is None


def test_what_nobody_declared_cannot_be_confirmed():
    with pytest.raises(NothingDeclared):
        confirm_picture(picture=picture(), by=make_user(username="two"))


def test_a_new_declaration_voids_the_confirmation():
    one, two = make_user(username="one"), make_user(username="two")
    made = confirm_picture(picture=declare_picture(picture=new_picture(), by=one), by=two)
    declare_picture(picture=made, by=two)
    made.refresh_from_db()
    assert (made.declared_by, made.confirmed_by, made.confirmed_on) == (two, None, None)
