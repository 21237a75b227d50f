"""A changed, removed, inserted or exchanged line is found, and so is a batch that was cut off."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.actions import journal_keeping
from accounts.actions.journal_keeping import seal_next
from accounts.models import JournalEntry, JournalSeal
from accounts.sealing import keys
from accounts.sealing.verifying import Fault, What, verify
from tests.factories.accounts import make_journal_entry, make_user

SIZE = 5


@pytest.fixture
def sealed(sealing, monkeypatch, django_capture_on_commit_callbacks):
    """Three full batches and two lines that wait: the numbers of all lines."""
    monkeypatch.setattr(journal_keeping, "LINES_OF_A_BATCH", SIZE)
    user = make_user()
    JournalEntry.objects.all().delete()
    for number in range(3 * SIZE):
        make_journal_entry(user, about_type="people.person", about_id=f"{number}", details={"ខ្មែរ": "ក", "b": [1, "a"]})
    with django_capture_on_commit_callbacks(execute=True):
        while seal_next():
            pass
    for number in range(2):
        make_journal_entry(user, about_id=f"waits {number}")
    return list(JournalEntry.objects.order_by("pk").values_list("pk", flat=True))


def by_hand(statement, *params):
    """What somebody does who has the database and not the portal."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def faults():
    return verify().faults


def test_a_clean_journal_passes(sealed):
    found = verify()
    assert (found.faults, found.lines, found.batches, found.waiting) == ([], 15, 3, 2)
    assert keys.kept_heads()[-1] == found.head == str(JournalSeal.objects.get(number=3))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "group.read"),
        ("kind", "security"),
        ("about_id", "another"),
        ("about_type", "people.other"),
        ("people", 7),
        ("actor_id", None),
        ("details", "{}"),
        ("at", "2026-01-01 00:00:00+00:00"),
    ],
)
def test_a_changed_line_is_found(sealed, column, value):
    by_hand(f"UPDATE accounts_journalentry SET {column} = %s WHERE id = %s", value, sealed[7])
    assert faults() == [Fault(What.CHANGED, 2, sealed[7])]


def test_a_removed_line_is_found(sealed):
    by_hand("DELETE FROM accounts_journalentry WHERE id = %s", sealed[3])
    assert faults() == [Fault(What.REMOVED, 1, sealed[3])]


def test_an_inserted_line_is_found(sealed):
    columns = "at, kind, verb, actor_id, about_type, about_id, people, details"
    insert = f"INSERT INTO accounts_journalentry (id, {columns}) SELECT %s, {columns} FROM accounts_journalentry"
    by_hand("UPDATE accounts_journalentry SET id = %s WHERE id = %s", sealed[-1] + 10, sealed[6])
    by_hand(f"{insert} WHERE id = %s", sealed[0] - 1, sealed[2])
    assert faults() == [Fault(What.INSERTED, 0, sealed[0] - 1), Fault(What.REMOVED, 2, sealed[6])]


def test_a_line_inserted_where_one_was_missing_is_found(sealing, monkeypatch):
    """A number that a failed transaction left free is no place for a line of another day."""
    first, gap, last = (make_journal_entry().pk for _ in range(3))
    by_hand("DELETE FROM accounts_journalentry WHERE id = %s", gap)
    seal_next()
    assert JournalSeal.objects.get().missing == [[gap, gap]]
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        make_journal_entry(pk=gap)
        assert seal_next() is None
        assert faults() == [Fault(What.INSERTED, 1, gap)]


def test_a_line_that_came_late_is_sealed_and_fits(sealing):
    """Its transaction was open while its neighbours were sealed."""
    first, gap, last = (make_journal_entry().pk for _ in range(3))
    late = JournalEntry.objects.get(pk=gap)
    JournalEntry.objects.filter(pk=gap).delete()
    seal_next()
    late.save(force_insert=True)
    assert faults() == []
    make_journal_entry()
    assert seal_next().lines == 2
    assert (faults(), verify().lines) == ([], 4)
    JournalEntry.objects.filter(pk=gap).update(verb="group.read")
    assert faults() == [Fault(What.CHANGED, 2, gap)]


def test_exchanged_lines_are_found(sealed):
    one, two = sealed[1], sealed[12]
    for old, new in ((one, -1), (two, one), (-1, two)):
        by_hand("UPDATE accounts_journalentry SET id = %s WHERE id = %s", new, old)
    found = faults()
    assert {fault.line for fault in found} == {one, two}
    assert found == [Fault(What.CHANGED, 1, one), Fault(What.CHANGED, 3, two)]


def test_lines_exchanged_within_a_batch_are_told_from_changed_ones(sealed):
    one, two = sealed[1], sealed[3]
    for old, new in ((one, -1), (two, one), (-1, two)):
        by_hand("UPDATE accounts_journalentry SET id = %s WHERE id = %s", new, old)
    assert faults() == [Fault(What.REORDERED, 1, one), Fault(What.REORDERED, 1, two)]


def test_a_line_written_into_the_past_is_found(sealed):
    past = make_journal_entry(at=timezone.now() - timedelta(days=3))
    seal_next()
    assert faults() == [Fault(What.BACKDATED, 4, past.pk)]


def test_a_last_batch_that_was_cut_off_is_found_by_the_head_kept_apart(sealed, sealing):
    head = str(JournalSeal.objects.get(number=3))
    by_hand("DELETE FROM accounts_journalentry WHERE id >= %s", sealed[10])
    by_hand("DELETE FROM accounts_journalseal WHERE number = 3")
    assert faults() == [Fault(What.HEAD_LOST, 3)]
    (sealing / "heads").unlink()
    assert faults() == []
    assert verify(heads=[head]).faults == [Fault(What.HEAD_LOST, 3)]


def test_a_batch_cut_out_of_the_middle_is_found(sealed):
    by_hand("DELETE FROM accounts_journalentry WHERE id BETWEEN %s AND %s", sealed[5], sealed[9])
    by_hand("DELETE FROM accounts_journalseal WHERE number = 2")
    assert faults() == [Fault(What.SEAL_MISSING, 2), Fault(What.HEAD_LOST, 2)]


def test_the_first_batch_cut_off_is_found(sealed):
    by_hand("DELETE FROM accounts_journalentry WHERE id <= %s", sealed[4])
    by_hand("DELETE FROM accounts_journalseal WHERE number = 1")
    assert Fault(What.SEAL_MISSING, 1) in faults()


def test_a_chain_made_anew_without_the_key_is_found(sealed, sealing, settings):
    """Whoever has the whole database can build a chain that fits; its marks do not, nor do the heads kept apart."""
    JournalEntry.objects.filter(pk=sealed[0]).update(verb="group.read")
    JournalSeal.objects.all().delete()
    settings.JOURNAL_KEY = "a key that somebody made up"
    while seal_next():
        pass
    settings.JOURNAL_KEY = ""
    found = faults()
    assert [fault.what for fault in found if fault.batch == 1] == [What.WRONG_KEY, What.HEAD_LOST]
    assert {fault.batch for fault in found if fault.what is What.WRONG_KEY} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("column", "value"),
    [("lines", 4), ("root", "1" * 64), ("previous", "1" * 64), ("head", "1" * 64), ("leaves", b""), ("last_id", 10**6)],
)
def test_a_changed_seal_is_found(sealed, column, value):
    JournalSeal.objects.filter(number=2).update(**{column: value})
    assert Fault(What.SEAL_CHANGED, 2) in faults()


def test_without_the_key_it_says_so(sealed, sealing):
    (sealing / "key").unlink()
    assert faults() == [Fault(What.NO_KEY, 0)]


def test_a_batch_that_only_says_it_was_forgotten_is_found(sealed):
    by_hand("DELETE FROM accounts_journalentry WHERE id <= %s", sealed[4])
    values = {"leaves": b"", "forgotten_at": timezone.now(), "forgotten_mark": "0" * 64}
    JournalSeal.objects.filter(number=1).update(**values)
    assert faults() == [Fault(What.FORGOTTEN_WRONGLY, 1)]


def test_the_command_says_which_and_fails(sealed, tmp_path):
    out, heads = StringIO(), tmp_path / "elsewhere"
    call_command("verify_journal", stdout=out)
    assert "15 lines in 3 batches; 2 lines wait" in out.getvalue()
    assert "Every line is as it was sealed." in out.getvalue()
    heads.write_text("9:0000\n")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_journal", heads=heads, stdout=out)
    JournalEntry.objects.filter(pk=sealed[0]).update(people=99)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_journal", stdout=out)
    assert f"batch 1, line {sealed[0]}: line changed" in out.getvalue()
    with pytest.raises(CommandError, match="no file"):
        call_command("verify_journal", heads=tmp_path / "nowhere", stdout=out)


def test_sealing_by_hand_prints_the_head(sealed):
    out = StringIO()
    call_command("seal_journal", stdout=out)
    assert out.getvalue().strip() == str(JournalSeal.objects.get(number=4))
    assert verify().waiting == 0
