"""For the nightly jobs: photos of meetings past their last day."""

from django.core.management.base import BaseCommand

from participation.actions.photos import delete_old_photos


class Command(BaseCommand):
    help = "Deletes photos of meetings whose consent has ended, or after three years; unmarked ones after 60 days."

    def handle(self, *args: object, **options: object) -> None:
        deleted = delete_old_photos()
        if options["verbosity"] > 0:
            self.stdout.write(f"Deleted {deleted} photos.")
