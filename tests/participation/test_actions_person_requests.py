"""A person's own request: seen on paper, corrected, and gone at once for who leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from participation.actions.person_requests import leave, note_request
from participation.models import Attendance, MeetingPhoto
from participation.refusals import DayInTheFuture, PersonIsHeld
from people.anonymising import NAMELESS
from people.merging import merge_people, undo_merge
from people.models import Consent, PersonRequest, Purpose
from tests.factories.accounts import make_user
from tests.factories.councils import make_mandate
from tests.factories.participation import make_group, make_hold, make_mark, make_meeting, make_membership, make_photo
from tests.factories.people import make_consent, make_need, make_person, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """A member of two groups, with all that may hang on one."""
    person = make_person(family_name="Leaver", given_name="Leaving", birth_year=2013)
    group = make_group()
    make_membership(person=person, group=group)
    make_membership(person=person)
    meeting = make_meeting(group=group)
    make_mark(meeting=meeting, person=person)
    make_photo(shown=[person], meeting=meeting)
    make_need(person=person)
    for purpose in Purpose:
        make_consent(person=person, purpose=purpose)
    return person


def test_who_leaves_is_forgotten_at_once_and_the_counts_stay(person):
    officer, today = make_user("programme_officer"), timezone.localdate()
    code = person.code
    request = leave(person=person, asked_on=today - timedelta(days=1), by=officer)
    person.refresh_from_db()
    assert (person.name, person.name_key, person.forgotten_on) == (NAMELESS, "", today)
    assert person.code != code
    assert (person.sex, person.birth_year, person.birth_is_estimated) == ("female", 2012, True)
    assert set(person.memberships.values_list("ended_on", "end_reason")) == {(today, "chose_to_leave")}
    assert set(Consent.objects.filter(person=person).values_list("withdrawn_on", flat=True)) == {today}
    assert (person.support_needs.count(), person.likeness_keys.count(), MeetingPhoto.objects.count()) == (0, 0, 0)
    assert Attendance.objects.filter(person=person, sex="female").count() == 1
    assert (request.kind, request.answer, request.answered_by) == ("leave", "forgotten", officer)
    line = JournalEntry.objects.get(verb="person.asked")
    assert line.details == {"what": "leave", "asked_on": str(today - timedelta(days=1))}


def test_a_hold_keeps_who_asks_to_leave(person):
    make_hold(person=person)
    with pytest.raises(PersonIsHeld):
        leave(person=person, asked_on=timezone.localdate(), by=make_user())
    person.refresh_from_db()
    assert (person.family_name, PersonRequest.objects.count()) == ("Leaver", 0)
    assert person.memberships.open().count() == 2


def test_nobody_asked_tomorrow(person):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(DayInTheFuture):
        leave(person=person, asked_on=tomorrow, by=make_user())
    with pytest.raises(DayInTheFuture):
        note_request(person=person, kind="see", asked_on=tomorrow, by=make_user())
    assert person.memberships.open().count() == 2


@pytest.mark.parametrize(("kind", "answer"), [("see", "printed"), ("correct", "corrected")])
def test_a_request_is_written_down_in_closed_words(person, kind, answer):
    note_request(person=person, kind=kind, asked_on=timezone.localdate(), by=make_user())
    assert PersonRequest.objects.get().answer == answer
    texts = [field.name for field in PersonRequest._meta.concrete_fields if field.get_internal_type() == "TextField"]
    assert texts == []
    assert all(
        field.choices for field in PersonRequest._meta.concrete_fields if field.get_internal_type() == "CharField"
    )


def test_leaving_is_no_note():
    with pytest.raises(TypeError):
        note_request(person=make_person(), kind="leave", asked_on=timezone.localdate(), by=make_user())


def test_seat_of_who_leaves_ends(person):
    mandate = make_mandate(person=person)
    make_membership(person=person, group=mandate.council)
    leave(person=person, asked_on=timezone.localdate(), by=make_user())
    mandate.refresh_from_db()
    assert mandate.ended_on is not None


def test_requests_go_with_a_merge_and_come_back():
    kept, gone = make_person(), make_person()
    asked = make_request(person=gone)
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    assert kept.requests.get() == asked
    undo_merge(merge=merge, by=make_user())
    assert (kept.requests.count(), PersonRequest.objects.get().person_id) == (0, gone.pk)
