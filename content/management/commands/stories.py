"""``manage.py stories``: the stories that are shipped, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.telling import make_stories


class Command(BaseCommand):
    help = "Makes the shipped stories that were never made; leaves alone what exists."

    def handle(self, **options):
        self.stdout.write(f"{make_stories()} pages made.")
