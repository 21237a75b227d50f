"""``manage.py news``: the news that are shipped, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.telling import make_news


class Command(BaseCommand):
    help = "Makes the shipped news that were never made; leaves alone what exists."

    def handle(self, **options):
        self.stdout.write(f"{make_news()} pages made.")
