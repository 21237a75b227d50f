"""For the nightly jobs: public pictures of people who allow it no more."""

from django.core.management.base import BaseCommand

from content.actions import end_releases_without_consent


class Command(BaseCommand):
    help = "Deletes pictures on public pages whose consent has ended, and takes down the pages that show them."

    def handle(self, *args: object, **options: object) -> None:
        number = end_releases_without_consent()
        if options["verbosity"] > 0:
            self.stdout.write(f"Took down {number} pictures.")
