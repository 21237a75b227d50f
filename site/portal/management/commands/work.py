"""``work``: the job worker, and the clocks of pages that go live or come down, of gaps, notes, terms, counts and
the journal."""

import threading

from django.core.management import call_command
from django.tasks.signals import task_started
from django_tasks_db.management.commands import db_worker

from accounts.actions.journal_keeping import seal_what_is_due
from accounts.actions.slow_gathering import look_for_gathering
from freshness.marks import marks
from participation.actions.gaps import look_where_it_takes_long
from portal.clock import Clock
from portal.workers import SIGN_EVERY, Reaper, give_sign, say_goodbye
from reports.keeping.worker import FOLD_EVERY, keep_counts

SEAL_EVERY = 20
MINUTE = 60
LOOK_EVERY = 10 * MINUTE
TELL_EVERY = 5 * MINUTE
FORGET_EVERY = 60 * MINUTE
RETAIN_EVERY = 30 * MINUTE


def publish_what_is_due() -> None:
    call_command("publish_scheduled")


def find_gaps() -> None:
    look_where_it_takes_long()


def tell_of_waiting_notes() -> None:
    call_command("tell_of_waiting_notes")


def forget_hand_overs() -> None:
    call_command("forget_hand_overs")


def retain_at_night() -> None:
    call_command("retain", at_night=True, verbosity=0)


def fold_counts() -> None:
    keep_counts()


def seal_journal() -> None:
    seal_what_is_due()


def watch_readers() -> None:
    look_for_gathering()


reaper = Reaper()


def look_for_lost_jobs() -> None:
    reaper.look()


def know_what_others_changed(**_told: object) -> None:
    """Before a job, as before a request."""
    marks().catch_up()


class Command(db_worker.Command):
    help = "Does the slow jobs, publishes pages to the minute, looks for gaps and notes, counts, seals the journal."

    def handle(self, **options: object) -> None:
        over = threading.Event()
        Clock(publish_what_is_due, seconds=MINUTE, over=over).start()
        Clock(find_gaps, seconds=LOOK_EVERY, over=over).start()
        Clock(tell_of_waiting_notes, seconds=TELL_EVERY, over=over).start()
        Clock(forget_hand_overs, seconds=FORGET_EVERY, over=over).start()
        Clock(retain_at_night, seconds=RETAIN_EVERY, over=over).start()
        Clock(fold_counts, seconds=FOLD_EVERY.total_seconds(), over=over).start()
        Clock(seal_journal, seconds=SEAL_EVERY, over=over).start()
        Clock(watch_readers, seconds=MINUTE, over=over).start()
        worker_id = str(options.get("worker_id"))
        Clock(lambda: give_sign(worker_id), seconds=SIGN_EVERY, over=over).start()
        Clock(look_for_lost_jobs, seconds=SIGN_EVERY, over=over).start()
        task_started.connect(know_what_others_changed, dispatch_uid="marks")
        try:
            super().handle(**options)
        finally:
            over.set()
            say_goodbye(worker_id)
