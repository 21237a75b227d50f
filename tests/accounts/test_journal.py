"""The journal: one line per write and reading, in the same transaction, without names."""

from datetime import date, timedelta

from django.db import transaction

from accounts import journal
from accounts.models import JournalEntry
from tests.factories.accounts import make_notice, make_user


def test_write_is_noted_with_ids_and_words(db):
    by, notice = make_user(), make_notice()
    journal.note("notice.made", about=notice, by=by, number=3, flag=True, codes=["a"], other=by.pk)
    line = JournalEntry.objects.get()
    assert (line.kind, line.verb, line.actor, line.about_type, line.about_id) == (
        "write",
        "notice.made",
        by,
        "accounts.notice",
        str(notice.pk),
    )
    assert line.details == {"number": 3, "flag": True, "codes": ["a"], "other": by.pk}


def test_reading_says_how_many_persons_were_shown(db):
    by = make_user()
    journal.seen("list.shown", about=by, by=by, people=17)
    line = JournalEntry.objects.get()
    assert (line.kind, line.people) == ("read", 17)


def test_line_lives_and_dies_with_its_transaction(db):
    with transaction.atomic():
        journal.note("notice.made", about=None, by=None)
        transaction.set_rollback(True)
    assert JournalEntry.objects.count() == 0


def test_line_outlives_what_it_tells_of(db):
    by = make_user()
    journal.note("account.created", about=by, by=by)
    by.delete()
    line = JournalEntry.objects.get()
    assert line.actor_id is not None
    assert str(line) == f"account.created accounts.user:{line.about_id}"


def test_many_lines_are_those_that_would_be_noted_one_by_one(db, django_assert_num_queries):
    by, notices = make_user(), [make_notice(), make_notice()]
    details = {"number": 3, "flag": True, "codes": ["a"], "day": date(2024, 2, 29), "other": by.pk}
    told = list(zip(notices, ({}, details), strict=True))
    for notice, its in told:
        journal.note("notice.made", about=notice, by=by, **its)
    with django_assert_num_queries(1):
        journal.note_all("notice.made", told, by=by)
    journal.note_all("notice.made", [], by=by)
    one, two, *both = JournalEntry.objects.order_by("pk").values(*(set(journal.COLUMNS) - {"at"}))
    assert both == [one, two]
    assert both[1]["details"] == {**details, "day": "2024-02-29"}
    assert JournalEntry.objects.latest("pk").at - JournalEntry.objects.earliest("pk").at < timedelta(minutes=1)


def test_many_lines_of_nobody_name_nobody(db):
    journal.note_all("notice.made", [(make_notice(), {})], by=None)
    assert JournalEntry.objects.get().actor_id is None
