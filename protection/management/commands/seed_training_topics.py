"""``manage.py seed_training_topics``: the topics of trainings that a new portal begins with."""

from django.core.management.base import BaseCommand

from protection.seeds.training_topics import plant_training_topics


class Command(BaseCommand):
    help = "Adds the usual topics of trainings, as far as they are missing. What was there already stays."

    def handle(self, **options: object) -> None:
        added = plant_training_topics()
        if options["verbosity"]:
            self.stdout.write(f"Topics of trainings: {added} added.")
