"""For the nightly jobs: names that stood 60 days without a signed paper, and those kept for the undo of a merge."""

from django.core.management.base import BaseCommand

from people.anonymising import expire_awaited_names
from people.merging import forget_payloads


class Command(BaseCommand):
    help = "Removes the names of people without signed consent after 60 days, and those kept to undo old merges."

    def handle(self, *args: object, **options: object) -> None:
        removed = expire_awaited_names()
        forget_payloads()
        if options["verbosity"] > 0:
            self.stdout.write(f"Removed {removed} names.")
