"""Photos of meetings past their last day; ``retain`` does it each night."""

from django.core.management.base import BaseCommand

from accounts.retention.running import carry_out
from participation.actions.photos import delete_lost_files


class Command(BaseCommand):
    help = "Deletes photos of meetings whose consent has ended, or after three years; unmarked ones after 60 days."

    def handle(self, *args: object, **options: object) -> None:
        deleted = carry_out("photos")
        delete_lost_files()
        if options["verbosity"] > 0:
            self.stdout.write(f"Deleted {deleted} photos.")
