"""``manage.py seed_indicators``: the indicators and targets that a new portal begins with."""

from django.core.management.base import BaseCommand

from reports.seeds.indicators import plant_indicators


class Command(BaseCommand):
    help = "Adds the programme's indicators and targets, as far as they are missing. What was there already stays."

    def handle(self, **options: object) -> None:
        added = plant_indicators()
        if options["verbosity"]:
            self.stdout.write(f"Indicators: {added} added.")
