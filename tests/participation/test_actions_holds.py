"""Holds: who and why, how long; nothing of the person or the group is erased meanwhile; they end by themselves."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import JournalEntry, Notice
from accounts.retention.running import carry_out
from accounts.written_reasons import ReasonTooShort
from participation.actions.holds import end_hold, follow_holds, place_hold, review_hold
from participation.models import Attendance, MeetingPhoto, RetentionHold
from participation.refusals import AlreadyHeld, HoldIsOver, HoldTooLong
from people.merging import merge_people, undo_merge
from people.models import Person
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_hold, make_mark, make_meeting, make_membership, make_photo
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
REASON = "The court has asked for the list."


def today():
    return timezone.localdate()


@pytest.fixture
def officer():
    return make_user("safeguarding_officer")


def left_long_ago(group=None):
    """A former member past the term, with a mark past the term and a photo past its last day."""
    group = group or make_group()
    person = make_person(birth_year=2016)
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - 1500 * DAY)
    make_membership(person=person, group=group, began_on=today() - 1400 * DAY, ended_on=today() - 900 * DAY)
    meeting = make_meeting(group=group, held_on=today() - (1000 + group.meetings.count()) * DAY)
    make_mark(meeting=meeting, person=person)
    make_photo(shown=[person], meeting=meeting, delete_after=today() - DAY)
    return person


def erase_all():
    return {key: carry_out(key) for key in ("awaited", "photos", "identity", "attendance")}


def test_a_hold_on_a_person_keeps_all_that_hangs_on_them_and_nobody_else(officer):
    group = make_group()
    held, other = left_long_ago(group), left_long_ago(group)
    place_hold(person=held, reason=REASON, until=today() + DAY, by=officer)
    assert erase_all() == {"awaited": 1, "photos": 1, "identity": 1, "attendance": 1}
    held.refresh_from_db(), other.refresh_from_db()
    assert (held.anonymised_on, other.forgotten_on) == (None, today())
    assert list(Attendance.objects.values_list("person", flat=True)) == [held.pk]
    assert list(MeetingPhoto.objects.values_list("shown__person", flat=True)) == [held.pk]


def test_a_hold_on_a_group_keeps_its_members_meetings_and_photos(officer):
    group = make_group()
    held, _other = left_long_ago(group), left_long_ago()
    place_hold(group=group, reason=REASON, until=today() + DAY, by=officer)
    assert erase_all() == {"awaited": 1, "photos": 1, "identity": 1, "attendance": 1}
    assert Person.objects.filter(anonymised_on__isnull=True).get() == held
    assert Attendance.objects.get().person == held


@pytest.mark.parametrize("ends", ["by itself", "by somebody"])
def test_after_its_end_the_terms_run_as_for_everybody(officer, ends):
    held = left_long_ago()
    hold = place_hold(person=held, reason=REASON, until=today() + 30 * DAY, by=officer)
    assert set(erase_all().values()) == {0}
    if ends == "by somebody":
        end_hold(hold=hold, by=officer)
        assert erase_all() == {"awaited": 1, "photos": 1, "identity": 1, "attendance": 1}
    else:
        with time_machine.travel(timezone.now() + 30 * DAY, tick=False):
            assert (follow_holds(), set(erase_all().values())) == (0, {0})
        with time_machine.travel(timezone.now() + 31 * DAY, tick=False):
            assert follow_holds() == 1
            assert erase_all() == {"awaited": 1, "photos": 1, "identity": 1, "attendance": 1}
    hold.refresh_from_db()
    assert hold.ended_at is not None
    line = JournalEntry.objects.filter(verb="hold.ended").get()
    assert line.actor_id == (officer.pk if ends == "by somebody" else None)


def test_officers_hear_of_a_hold_when_it_is_placed_when_it_ends_soon_and_when_it_has_ended(officer):
    place_hold(group=make_group(), reason=REASON, until=today() + 30 * DAY, by=officer)
    assert list(Notice.objects.values_list("text_key", flat=True)) == ["hold_placed"]
    for days, said in ((15, 1), (16, 2), (17, 2), (31, 3), (32, 3)):
        with time_machine.travel(timezone.now() + days * DAY, tick=False):
            follow_holds()
        assert Notice.objects.count() == said, days
    assert list(Notice.objects.order_by("pk").values_list("text_key", flat=True)) == [
        "hold_placed",
        "hold_ends_soon",
        "hold_ended",
    ]


def test_the_journal_knows_of_a_hold_without_its_words(officer):
    group = make_group()
    hold = place_hold(group=group, reason=REASON, until=today() + DAY, by=officer)
    review_hold(hold=hold, until=today() + 2 * DAY, by=officer)
    placed, reviewed = JournalEntry.objects.filter(verb__startswith="hold.").order_by("pk")
    assert (placed.verb, placed.about_id, placed.details["hold"]) == ("hold.placed", str(group.pk), str(hold.pk))
    assert (reviewed.verb, reviewed.details) == ("hold.reviewed", {"until": str(today() + 2 * DAY)})
    assert REASON not in str(placed.details)


def test_what_is_refused(officer):
    person, group = make_person(), make_group()
    with pytest.raises(ReasonTooShort) as found:
        place_hold(person=person, reason="  too short           ", until=today() + DAY, by=officer)
    assert found.value.message_dict == {"reason": [ReasonTooShort.message]}
    for until in (today() - DAY, today() + 366 * DAY):
        with pytest.raises(HoldTooLong):
            place_hold(person=person, reason=REASON, until=until, by=officer)
    hold = place_hold(person=person, reason=REASON, until=today() + 365 * DAY, by=officer)
    with pytest.raises(AlreadyHeld):
        place_hold(person=person, reason=REASON, until=today(), by=officer)
    with pytest.raises(HoldTooLong):
        review_hold(hold=hold, until=today() + 366 * DAY, by=officer)
    end_hold(hold=hold, by=officer)
    with pytest.raises(HoldIsOver):
        review_hold(hold=hold, until=today() + DAY, by=officer)
    with pytest.raises(HoldIsOver):
        end_hold(hold=hold, by=officer)
    place_hold(group=group, reason=REASON, until=today(), by=officer)


def test_after_one_that_ended_by_itself_another_can_be_placed(officer):
    old = make_hold(group=make_group(), until=today() - DAY)
    place_hold(group=old.group, reason=REASON, until=today() + DAY, by=officer)
    old.refresh_from_db()
    assert old.ended_at is not None


def test_holds_go_with_a_merge_and_come_back_with_its_undo(officer):
    kept, gone = make_person(), make_person()
    short = place_hold(person=kept, reason=REASON, until=today() + DAY, by=officer)
    long = place_hold(person=gone, reason=REASON, until=today() + 9 * DAY, by=officer)
    merge = merge_people(kept=kept, gone=gone, by=officer)
    assert RetentionHold.objects.in_force(today()).get(person=kept) == long
    undo_merge(merge=merge, by=officer)
    assert {hold.person_id: hold.pk for hold in RetentionHold.objects.in_force(today())} == {
        kept.pk: short.pk,
        gone.pk: long.pk,
    }
