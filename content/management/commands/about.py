"""``manage.py about``: the page about us that is shipped, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.telling import make_about


class Command(BaseCommand):
    help = "Makes the shipped pages that were never made; leaves alone what exists."

    def handle(self, **options):
        self.stdout.write(f"{make_about()} pages made.")
