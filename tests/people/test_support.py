"""What rooms need for people."""

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from people.actions import correct_person, register_person
from people.anonymising import remove_name
from people.merging import merge_people, undo_merge
from people.models import SupportNeed
from people.refusals import ChangedMeanwhile, UnknownNeed
from people.support import needs_of, needs_of_people
from tests.factories.accounts import make_user
from tests.factories.people import make_consent, make_need, make_person

pytestmark = pytest.mark.django_db


def register(**overrides):
    child = {"family_name": "សុខ", "given_name": "ដារា", "sex": "male", "birth_year": 2014}
    return register_person(**{**child, **overrides}, by=make_user())


def rows():
    return sorted(SupportNeed.objects.values_list("pk", "person_id", "need"))


def test_needs_are_kept_with_a_new_person_once_each():
    person = register(support_needs=["sign", "step_free", "sign"])
    assert needs_of(person) == {"sign", "step_free"}
    assert needs_of(register()) == set()


def test_need_that_nobody_asks_for_is_refused():
    with pytest.raises(UnknownNeed):
        register(support_needs=["wheelchair"])
    person = register()
    with pytest.raises(UnknownNeed):
        correct_person(person=person, by=make_user(), support_needs=["deaf"])


def test_correction_is_the_whole_list_and_counts_as_a_change():
    person = register(support_needs=["sign", "step_free"])
    stays = person.support_needs.get(need="sign").pk
    correct_person(person=person, by=make_user(), version=1, support_needs=["large_print", "sign"])
    assert (needs_of(person), person.version) == ({"large_print", "sign"}, 2)
    assert person.support_needs.get(need="sign").pk == stays
    line = JournalEntry.objects.get(verb="person.corrected")
    assert line.details == {"fields": ["support_needs"]}
    with pytest.raises(ChangedMeanwhile):
        correct_person(person=person, by=make_user(), version=1, support_needs=[])


def test_correction_without_a_word_about_needs_leaves_them():
    person = register(support_needs=["sign"])
    correct_person(person=person, by=make_user(), sex="female")
    correct_person(person=person, by=make_user(), support_needs=["sign"])
    assert (needs_of(person), person.version) == ({"sign"}, 2)


def test_needs_of_a_list_come_in_the_order_of_the_form():
    one, other, third = make_person(), make_person(), make_person()
    for person, need in ((one, "interpreter"), (one, "step_free"), (other, "sign"), (third, "sign")):
        make_need(person=person, need=need)
    assert needs_of_people([one.pk, other.pk]) == {one.pk: ["step_free", "interpreter"], other.pk: ["sign"]}


def test_merge_joins_the_needs_and_the_undo_parts_them_again():
    kept, gone, by = make_person(), make_person(), make_user()
    for person, need in ((kept, "sign"), (gone, "sign"), (gone, "step_free")):
        make_need(person=person, need=need)
    before = rows()
    merge = merge_people(kept=kept, gone=gone, by=by)
    assert needs_of(kept) == {"sign", "step_free"}
    undo_merge(merge=merge, by=by)
    assert rows() == before


def test_need_taken_away_since_the_merge_stays_away():
    kept, gone, by = make_person(), make_person(), make_user()
    make_need(person=gone, need="sign")
    merge = merge_people(kept=kept, gone=gone, by=by)
    kept.refresh_from_db()
    correct_person(person=kept, by=by, support_needs=[])
    undo_merge(merge=merge, by=by)
    assert rows() == []


def test_merge_from_before_there_were_needs_is_undone_too():
    kept, gone, by = make_person(), make_person(), make_user()
    merge = merge_people(kept=kept, gone=gone, by=by)
    del merge.payload["moved"]["support_needs"]
    merge.save()
    key = merge.gone_id
    assert undo_merge(merge=merge, by=by).pk == key


def test_removed_name_takes_the_needs_along():
    person, other = make_person(), make_person()
    make_need(person=person)
    make_need(person=other)
    remove_name(person=person, reason="no_paper", by=None)
    assert list(SupportNeed.objects.values_list("person_id", flat=True)) == [other.pk]
    merge_people(kept=person, gone=other, by=make_user())
    assert not SupportNeed.objects.exists()


def test_name_given_again_brings_no_needs_back():
    person = make_person()
    make_need(person=person)
    remove_name(person=person, reason="no_paper", by=None)
    make_consent(person=person, signed_on=timezone.localdate())
    correct_person(person=person, by=make_user(), family_name="សុខ", given_name="ដារា")
    assert needs_of(person) == set()
