"""``manage.py seed_helplines``: the numbers a new portal begins with."""

from django.core.management.base import BaseCommand

from protection.actions.helplines import add_start_list


class Command(BaseCommand):
    help = "Fills an empty list of helplines; readers see none of them until somebody confirms it."

    def handle(self, **options):
        added = add_start_list()
        if options["verbosity"]:
            self.stdout.write(f"Helplines: {added} added.")
