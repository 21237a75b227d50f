"""``manage.py polls``: the polls that are shipped, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.polling import make_polls


class Command(BaseCommand):
    help = "Makes the shipped polls that were never made; leaves alone what exists."

    def handle(self, **options):
        self.stdout.write(f"{make_polls()} polls made.")
