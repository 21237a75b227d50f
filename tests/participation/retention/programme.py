"""A programme with people of every kind for the nights: who goes when, and who stays."""

from datetime import date, timedelta

import time_machine
from django.utils import timezone

from accounts.models import User
from people.merging import merge_people
from people.models import Person, Purpose
from tests.factories.accounts import make_notice, make_user
from tests.factories.fieldbook import make_delivery
from tests.factories.participation import (
    make_group,
    make_hold,
    make_import,
    make_mark,
    make_meeting,
    make_membership,
    make_photo,
    make_project,
    make_support,
)
from tests.factories.people import make_consent, make_need, make_person
from tests.factories.places import make_village

BEGAN = date(2026, 11, 30)
LEFT = BEGAN - timedelta(days=10)


def at(day):
    return time_machine.travel(f"{day}T03:00:00Z", tick=False)


def later(**parts):
    return BEGAN + timedelta(**parts)


class Programme:
    """People of every kind, each under a word of its own that no other row has."""

    def __init__(self):
        with at(BEGAN):
            self.officer = make_user("programme_officer", full_name="Officer Stays")
            self.village = make_village("05060101")
            self.group = make_group(area=self.village)
            project = make_project(ended_on=BEGAN)
            make_support(group=self.group, project=project, began_on=date(2025, 1, 1))
            self.stays = self.member("Stayname")
            self.left = self.member("Leftname", ended_on=LEFT)
            self.held = self.member("Heldname", ended_on=LEFT)
            self.unsigned = self.member("Unsignedname", is_signed=False)
            self.grown = self.member("Grownname", birth_year=2002)
            self.meeting = make_meeting(group=self.group, held_on=LEFT, summary="A summary that stays")
            for person in (self.stays, self.left, self.held):
                make_mark(meeting=self.meeting, person=person)
            make_need(person=self.left)
            self.photo = make_photo(shown=[self.left], meeting=self.meeting, delete_after=later(days=800))
            twin = make_person(family_name="Leftname", given_name="Twinname")
            merge_people(kept=self.left, gone=twin, by=self.officer)
            make_hold(person=self.held, until=later(days=365))
            self.former = make_user("programme_officer", full_name="Formername", email="formername@example.org")
            self.former.role_grants.update(ended_on=LEFT)
            User.objects.filter(pk__in=[self.former.pk, self.officer.pk]).update(date_joined=timezone.now())
            make_notice(self.officer)
            make_import(self.officer, "Draftname")
            make_delivery(user=self.officer, group=self.group, sealed={"v": "Sealedword"})

    def member(self, word, *, ended_on=None, is_signed=True, **fields):
        person = make_person(
            **{"family_name": word, "given_name": f"{word}given", "name_latin": f"{word} latin", "birth_year": 2016}
            | {"village": self.village}
            | fields
        )
        Person.objects.filter(pk=person.pk).update(created_at=timezone.now())
        make_membership(person=person, group=self.group, ended_on=ended_on)
        if is_signed:
            make_consent(person=person, signed_on=BEGAN, valid_until=later(days=1096))
            make_consent(person=person, signed_on=BEGAN, valid_until=later(days=1096), purpose=Purpose.PHOTO_INSIDE)
        return person
