"""For databases that are older than the search for likenesses: the keys under which people who sound alike meet."""

from django.core.management.base import BaseCommand

from people.backfilling import keep_all_keys


class Command(BaseCommand):
    help = "Writes the likeness keys of all people. May be stopped and run again: what is right stays."

    def handle(self, *args: object, **options: object) -> None:
        quiet = options["verbosity"] == 0

        def tell(done: int) -> None:
            if not quiet:
                self.stdout.write(f"{done} people")

        total = keep_all_keys(progress=tell)
        if not quiet:
            self.stdout.write(f"Keys of {total} people are kept.")
