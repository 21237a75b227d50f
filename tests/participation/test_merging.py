"""Two records become one and two again: memberships and marks with them, and nothing is lost on either way."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import JournalEntry
from accounts.retention.running import carry_out
from participation.models import Attendance, Membership
from people.anonymising import remove_name
from people.copies import copy_of
from people.likeness import keep_keys
from people.merging import merge_people, say_not_the_same, undo_merge, undoable_merge
from people.models import Consent, Difficulty, NotTheSame, Person, PersonAlias, PersonMerge, Sex
from people.refusals import LaterMergeFirst, MergeBuiltUpon, MergeTooOld, MergeUndone, PersonGone, SamePerson
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_mark, make_meeting, make_membership, make_post
from tests.factories.people import make_person
from tests.factories.places import make_village

pytestmark = pytest.mark.django_db
D = date(2024, 1, 1)
APART = {"accounts.JournalEntry", "people.PersonMerge", "participation.CountDelta"}


def day(number: int) -> date:
    return D + timedelta(days=number)


def database() -> dict[str, list]:
    """Every row of the packages that hold people, but for what is only added to; a key's own number too."""
    rows = {}
    for label in ("people", "participation"):
        for model in apps.get_app_config(label).get_models():
            if model._meta.label not in APART:
                copies = [copy_of(row) for row in model._base_manager.all()]
                if model._meta.label == "people.PersonLikenessKey":
                    copies = [{**copy, "id": None} for copy in copies]
                rows[model._meta.label] = sorted(copies, key=str)
    return rows


def periods(person: Person) -> list[tuple]:
    rows = Membership.objects.filter(person=person).order_by("began_on")
    return [(row.post.code, (row.began_on - D).days, row.ended_on and (row.ended_on - D).days) for row in rows]


@pytest.fixture
def pair():
    return make_person(family_name="សុខ", given_name="ដារា"), make_person(family_name="សុខ", given_name="ដារ៉ា")


# --- merging ---------------------------------------------------------------------------------------------------------
def test_merge_moves_everything_and_leaves_an_alias(pair):
    kept, gone = pair
    membership, mark, by = make_membership(person=gone), make_mark(person=gone), make_user()
    old = gone.pk
    merge = merge_people(kept=kept, gone=gone, by=by)
    membership.refresh_from_db()
    assert membership.person == kept
    assert [(row.meeting_id, row.state) for row in kept.marks.all()] == [(mark.meeting_id, "present")]
    assert not Person.objects.filter(pk=old).exists()
    assert PersonAlias.objects.get(pk=old).person == kept
    line = JournalEntry.objects.get(verb="person.merged")
    assert (line.about_id, line.details, line.actor_id) == (str(kept.pk), {"gone": str(old)}, by.pk)
    assert undoable_merge(kept) == merge


def test_merge_fills_in_what_the_kept_record_does_not_say():
    village = make_village()
    kept = make_person(sex=Sex.OTHER, birth_year=None, difficulty=Difficulty.NOT_ASKED)
    gone = make_person(sex=Sex.MALE, birth_year=2013, birth_month=4, name_latin="Sok Dara", village=village)
    merge_people(kept=kept, gone=gone, by=make_user())
    kept.refresh_from_db()
    assert (kept.sex, kept.birth_year, kept.birth_month, kept.name_latin) == ("male", 2013, 4, "Sok Dara")
    assert (kept.village, kept.difficulty) == (village, "no")


@pytest.mark.parametrize(
    ("own", "theirs", "result"),
    [
        ([("member", 0, 9)], [("member", 20, 29)], [("member", 0, 9), ("member", 20, 29)]),
        ([("member", 10, 20)], [("member", 0, None)], [("member", 0, None)]),
        ([("member", 0, None)], [("member", 5, None)], [("member", 0, None)]),
        ([("leader", 10, 20)], [("member", 0, 30)], [("member", 0, 9), ("leader", 10, 20), ("member", 21, 30)]),
        ([("member", 0, 5), ("leader", 6, None)], [("member", 3, 10)], [("member", 0, 5), ("leader", 6, None)]),
        ([("member", 0, 5)], [("leader", 3, 10)], [("member", 0, 5), ("leader", 6, 10)]),
    ],
)
def test_memberships_of_one_group_are_joined_day_by_day(pair, own, theirs, result):
    kept, gone = pair
    group = make_group()
    for person, rows in ((kept, own), (gone, theirs)):
        for code, began, ended in rows:
            last = None if ended is None else day(ended)
            make_membership(person=person, group=group, post=make_post(code=code), began_on=day(began), ended_on=last)
    before = database()
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    assert periods(kept) == result
    undo_merge(merge=merge, by=make_user())
    assert database() == before


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [("absent", "present", "present"), ("late", "excused", "late"), ("excused", "absent", "excused")],
)
def test_of_two_marks_at_one_meeting_the_more_present_stands(pair, mine, theirs, stands):
    kept, gone = pair
    meeting = make_meeting()
    make_mark(meeting=meeting, person=kept, state=mine)
    make_mark(meeting=meeting, person=gone, state=theirs)
    merge_people(kept=kept, gone=gone, by=make_user())
    assert [row.state for row in Attendance.objects.filter(meeting=meeting)] == [stands]


def test_of_two_marks_that_came_only_the_earliest_is_the_first_time(pair):
    kept, gone = pair
    group = make_group()
    late = make_mark(meeting=make_meeting(group=group, held_on=day(9)), person=kept, is_first_time=True)
    make_mark(meeting=make_meeting(group=group, held_on=day(1)), person=gone, is_first_time=True)
    merge_people(kept=kept, gone=gone, by=make_user())
    firsts = kept.marks.filter(is_first_time=True)
    assert [row.meeting.held_on for row in firsts] == [day(1)]
    assert kept.marks.get(pk=late.pk).is_first_time is False


def make_consent(person, began_on, **fields):
    return Consent.objects.create(
        person=person,
        purpose="membership",
        person_on=began_on,
        guardian_on=began_on,
        began_on=began_on,
        given_on=began_on,
        valid_until=began_on + timedelta(days=700),
        **fields,
    )


def test_consents_move_and_the_newer_word_stands(pair):
    kept, gone = pair
    older, newer = make_consent(kept, day(0)), make_consent(gone, day(9))
    before = database()
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    assert list(kept.consents.open()) == [newer]
    assert kept.consents.get(pk=older.pk).replaced_at is not None
    undo_merge(merge=merge, by=make_user())
    assert database() == before


def test_every_table_that_points_at_people_has_a_mover():
    """A new table with a person in it fails here, or at the merge, until somebody says how its rows move."""
    fields = Person._meta.get_fields(include_hidden=True)
    pointing = {field.related_model._meta.label for field in fields if field.one_to_many or field.one_to_one}
    assert pointing == {
        "councils.Candidate",
        "councils.Mandate",
        "participation.Attendance",
        "participation.MeetingPhotoPerson",
        "participation.Membership",
        "participation.PersonCheck",
        "participation.RetentionHold",
        "people.Consent",
        "people.NotTheSame",
        "people.PersonAlias",
        "people.PersonLikenessKey",
        "people.PersonMerge",
        "people.PersonRequest",
        "people.SupportNeed",
        "protection.TrainingPlace",
    }


# --- undoing ---------------------------------------------------------------------------------------------------------
STATES = st.sampled_from(Attendance.State.values)
PERIOD = st.tuples(st.sampled_from(["member", "leader"]), st.integers(0, 20), st.integers(0, 20) | st.none())


def _lives(person, group, meetings, life):
    periods, marks = life
    begins = 0
    for code, wait, length in periods:
        began, ended = begins + wait, None if length is None else begins + wait + length
        make_membership(
            person=person,
            group=group,
            post=make_post(code=code),
            began_on=day(began),
            ended_on=None if ended is None else day(ended),
        )
        if ended is None:
            break
        begins = ended + 1
    for meeting, state in zip(meetings, marks, strict=False):
        if state:
            make_mark(meeting=meeting, person=person, state=state, is_first_time=state == "present")


many = max(25, settings.default.max_examples // 4)
LIFE = st.tuples(st.lists(PERIOD, max_size=3), st.lists(STATES | st.none(), max_size=4))


@settings(max_examples=many)
@given(own=LIFE, theirs=LIFE, says=st.booleans(), knows=st.booleans())
def test_undo_leaves_the_database_as_it_was(own, theirs, says, knows):
    by, other, group = make_user(), make_person(), make_group()
    meetings = [make_meeting(group=group, held_on=day(number)) for number in range(4)]
    kept = make_person(birth_year=2014 if knows else None)
    gone = make_person(name_latin="Sok Dara", village=make_village())
    _lives(kept, group, meetings, own)
    _lives(gone, group, meetings, theirs)
    if says:
        say_not_the_same(one=gone, other=other, by=by)
        say_not_the_same(one=gone, other=kept, by=by)
    before = database()
    merge = merge_people(kept=kept, gone=gone, by=by)
    assert database() != before
    undo_merge(merge=merge, by=by)
    assert database() == before


def test_undo_of_merges_one_after_another_goes_backwards(pair):
    kept, gone = pair
    third, by = make_person(), make_user()
    make_membership(person=third)
    before = database()
    first = merge_people(kept=gone, gone=third, by=by)
    second = merge_people(kept=kept, gone=gone, by=by)
    assert {alias.person for alias in PersonAlias.objects.all()} == {kept}
    first.refresh_from_db()
    with pytest.raises(LaterMergeFirst):
        undo_merge(merge=first, by=by)
    undo_merge(merge=second, by=by)
    first.refresh_from_db()
    undo_merge(merge=first, by=by)
    assert database() == before


def test_undo_keeps_what_was_entered_since(pair):
    kept, gone = pair
    group = make_group()
    moved = make_mark(meeting=make_meeting(group=group), person=gone)
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    kept.marks.update(state="late")
    since = make_mark(meeting=make_meeting(group=group), person=kept)
    Person.objects.filter(pk=kept.pk).update(given_name="ថ្មី", version=5)
    gone = undo_merge(merge=merge, by=make_user())
    assert [(row.pk, row.state) for row in gone.marks.all()] == [(moved.pk, "late")]
    assert [row.pk for row in kept.marks.all()] == [since.pk]
    kept.refresh_from_db()
    assert (kept.given_name, kept.version) == ("ថ្មី", 6)


def test_undo_refuses_when_a_joined_membership_was_changed(pair):
    kept, gone = pair
    group = make_group()
    make_membership(person=kept, group=group), make_membership(person=gone, group=group)
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    kept.memberships.update(ended_on=day(900), end_reason="other")
    with pytest.raises(MergeBuiltUpon):
        undo_merge(merge=merge, by=make_user())


def test_undo_is_once_and_within_ninety_days(pair):
    kept, gone = pair
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    PersonMerge.objects.update(merged_at=timezone.now() - timedelta(days=90))
    assert undoable_merge(kept) is None
    with pytest.raises(MergeTooOld):
        undo_merge(merge=merge, by=make_user())
    PersonMerge.objects.update(merged_at=timezone.now() - timedelta(days=89))
    undo_merge(merge=merge, by=make_user())
    with pytest.raises(MergeUndone):
        undo_merge(merge=merge, by=make_user())


def test_names_of_a_merge_are_forgotten_after_ninety_days(pair):
    kept, gone = pair
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    assert carry_out("merges") == 0
    assert carry_out("merges", on=timezone.localdate() + timedelta(days=91)) == 1
    merge.refresh_from_db()
    assert merge.payload is None
    with pytest.raises(MergeTooOld):
        undo_merge(merge=merge, by=make_user())


def test_nightly_command_forgets_the_names_of_old_merges(pair):
    kept, gone = pair
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    PersonMerge.objects.update(merged_at=timezone.now() - timedelta(days=91))
    call_command("expire_awaited_names", verbosity=0)
    merge.refresh_from_db()
    assert merge.payload is None


def test_merge_needs_two_people_that_are_there(pair):
    kept, gone = pair
    with pytest.raises(SamePerson):
        merge_people(kept=kept, gone=kept, by=make_user())
    with pytest.raises(SamePerson):
        say_not_the_same(one=kept, other=kept, by=make_user())
    stale = Person.objects.get(pk=gone.pk)
    merge_people(kept=kept, gone=gone, by=make_user())
    with pytest.raises(PersonGone):
        merge_people(kept=kept, gone=stale, by=make_user())


def test_not_the_same_is_said_once(pair):
    kept, gone = pair
    one = say_not_the_same(one=kept, other=gone, by=make_user())
    assert say_not_the_same(one=gone, other=kept, by=make_user()) == one
    assert NotTheSame.objects.count() == JournalEntry.objects.filter(verb="people.told_apart").count() == 1


def test_names_of_a_merge_go_with_the_name_of_the_person(pair):
    kept, gone = pair
    merge = merge_people(kept=kept, gone=gone, by=make_user())
    remove_name(person=kept, reason="no_paper", by=None)
    merge.refresh_from_db()
    assert merge.payload is None
    keep_keys(kept)
    assert kept.likeness_keys.count() == 0
