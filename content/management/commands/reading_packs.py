"""``manage.py reading_packs``: the reading packs that are shipped, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.packing import make_packs


class Command(BaseCommand):
    help = "Makes the shipped reading packs that are missing, and renews those that nobody changed; the others stay."

    def handle(self, **options):
        self.stdout.write(f"{make_packs()} reading packs made or renewed.")
