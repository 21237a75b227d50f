"""Rows as the pages of accounts show them."""

import pytest
from django.utils import translation

from accounts.models import JournalEntry
from accounts.rows import thing_of


@pytest.mark.parametrize(
    ("kind", "words"),
    [("accounts.user", "account"), ("participation.meeting", "meeting"), ("gone.thing", "gone.thing"), ("", "")],
)
def test_journal_names_records_in_the_readers_words(kind, words):
    with translation.override("en"):
        assert thing_of(JournalEntry(about_type=kind)) == words


def test_journal_names_records_in_khmer_too():
    with translation.override("km"):
        assert thing_of(JournalEntry(about_type="participation.meeting")) == "កិច្ចប្រជុំ"
