"""``manage.py seed_service_types``: the types of services that a new portal begins with, and their codes elsewhere."""

from django.core.management.base import BaseCommand

from protection.seeds.exchange_codes import plant_exchange_codes
from protection.seeds.service_types import plant_service_types


class Command(BaseCommand):
    help = "Adds the usual types of services, as far as they are missing. What was there already stays."

    def handle(self, **options: object) -> None:
        added = plant_service_types()
        coded = plant_exchange_codes()
        if options["verbosity"]:
            self.stdout.write(f"Types of services: {added} added.")
            self.stdout.write(f"Codes in Primero and OSCaR: {coded} added.")
