"""``manage.py seed_service_types``: the types of services that a new portal begins with."""

from django.core.management.base import BaseCommand

from protection.seeds.service_types import plant_service_types


class Command(BaseCommand):
    help = "Adds the usual types of services, as far as they are missing. What was there already stays."

    def handle(self, **options: object) -> None:
        added = plant_service_types()
        if options["verbosity"]:
            self.stdout.write(f"Types of services: {added} added.")
