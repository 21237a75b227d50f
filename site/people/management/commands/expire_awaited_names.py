"""For the nightly jobs: names that stood 60 days without a signed paper."""

from django.core.management.base import BaseCommand

from people.anonymising import expire_awaited_names


class Command(BaseCommand):
    help = "Removes the names of people for whom no signed consent came in 60 days. Counts stay."

    def handle(self, *args: object, **options: object) -> None:
        removed = expire_awaited_names()
        if options["verbosity"] > 0:
            self.stdout.write(f"Removed {removed} names.")
