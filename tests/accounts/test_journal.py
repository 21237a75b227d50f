"""The journal: one line per write and reading, in the same transaction, without names."""

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
