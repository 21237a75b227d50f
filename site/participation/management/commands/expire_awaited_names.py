"""Names that stood 60 days without a signed paper, and those kept for the undo of a merge. ``retain`` does it too."""

from django.core.management.base import BaseCommand

from accounts.retention.running import carry_out


class Command(BaseCommand):
    help = "Removes the names of people without signed consent after 60 days, and those kept to undo old merges."

    def handle(self, *args: object, **options: object) -> None:
        removed = carry_out("awaited")
        carry_out("merges")
        if options["verbosity"] > 0:
            self.stdout.write(f"Removed {removed} names.")
