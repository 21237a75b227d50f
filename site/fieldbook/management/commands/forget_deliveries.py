"""For the nightly jobs: sealed records that nobody looked at for 90 days, and pieces of photos left for 14."""

from django.core.management.base import BaseCommand

from fieldbook.forgetting import forget_pieces, forget_sealed_records


class Command(BaseCommand):
    help = "Forgets sealed records after 90 days and unfinished photos after 14."

    def handle(self, *args: object, **options: object) -> None:
        records, pieces = forget_sealed_records(), forget_pieces()
        if options["verbosity"] > 0:
            self.stdout.write(f"Forgot {records} sealed records and {pieces} unfinished photos.")
