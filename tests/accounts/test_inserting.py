"""Many rows at once are the rows that the ORM would write one by one."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.inserting import insert_all, insert_values
from accounts.journal import entry
from accounts.models import JournalEntry
from participation.models import ImportedRow, ImportRun, ImportTrace, Membership
from people.models import Difficulty, Person, Sex
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_membership
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
HARD = "ក\tខ\\N\n'\"គ 🙂"


def as_kept(model, **wanted):
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    return list(model._base_manager.filter(**wanted).values(*names))


def test_values_of_some_columns_leave_the_others_empty():
    run, columns = ImportRun.objects.create(file_name="a"), {"columns": HARD}
    names = ("run", "kind", "record", "is_made", "version", "before")
    insert_values(ImportTrace, names, [(run.pk, "person", run.pk, False, 3, columns)])
    insert_values(ImportTrace, names, [])
    (kept,) = as_kept(ImportTrace)
    told = {"run_id": run.pk, "kind": "person", "record": run.pk, "is_made": False, "version": 3, "before": columns}
    assert kept == {**told, "post": None, "after": None, "opened": None}


def test_rows_are_those_that_the_orm_would_write():
    user, group = make_user(), make_group()
    facts = {"given_name": HARD, "sex": Sex.FEMALE, "birth_year": 2014, "created_by": user}
    facts |= {"difficulty": Difficulty.NO, "difficulty_asked_on": date(2024, 2, 29), "village": group.area}
    singly, at_once = (Person(family_name=HARD, code=code, **facts) for code in ("AAAAAAAA", "BBBBBBBB"))
    singly.save()
    insert_all([at_once])
    (kept,), (also,) = as_kept(Person, pk=singly.pk), as_kept(Person, pk=at_once.pk)
    assert {name for name in kept if kept[name] != also[name]} <= {"code", "created_at", "updated_at"}
    assert abs(kept["created_at"] - also["created_at"]).total_seconds() < 60
    insert_all([Membership(group=group, person=at_once, post=make_membership().post, began_on=date(2024, 1, 1))])
    (membership,) = at_once.memberships.all()
    assert (membership.began_on, membership.ended_on, membership.group) == (date(2024, 1, 1), None, group)


def test_words_lists_and_numbers_come_back_from_json():
    run = ImportRun.objects.create(file_name="a")
    insert_all(
        [ImportedRow(run=run, number=2, state="new", cells={"a": HARD, "b": 1}, likes=[{"row": 1}], problems={})]
    )
    assert list(run.rows.values_list("cells", "likes", "problems", "choice")) == [
        ({"a": HARD, "b": 1}, [{"row": 1}], {}, "")
    ]


def test_nothing_is_written_of_nothing():
    insert_all([])
    assert Person.objects.count() == 0


def test_the_database_refuses_what_it_would_refuse_of_one():
    person = make_person()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([Person(family_name="ក", given_name="ខ", sex="female", code=person.code)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([Person(family_name="ក", given_name="ខ", sex="female", birth_year=1)])


def test_many_rows_are_few_statements(django_assert_max_num_queries):
    user = make_user()
    before = JournalEntry.objects.count()
    with django_assert_max_num_queries(2):
        insert_all(entry("person.registered", about=user, by=user, turn=turn) for turn in range(3000))
    assert JournalEntry.objects.count() == before + 3000
