"""``work``: the job worker, and the clock of pages that are to go live or to come down at a time."""

import threading

from django.core.management import call_command
from django.db import connections
from django_tasks_db.management.commands import db_worker

from portal.clock import Clock

MINUTE = 60


def publish_what_is_due() -> None:
    try:
        call_command("publish_scheduled")
    finally:
        connections.close_all()  # of this thread


class Command(db_worker.Command):
    help = "Does the slow jobs, and publishes and takes down pages at their time, to the minute."

    def handle(self, **options: object) -> None:
        over = threading.Event()
        Clock(publish_what_is_due, seconds=MINUTE, over=over).start()
        try:
            super().handle(**options)
        finally:
            over.set()
