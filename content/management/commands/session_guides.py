"""``manage.py session_guides``: the pages for who leads a meeting, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.guiding import make_session_guides


class Command(BaseCommand):
    help = "Makes the session guides that were never made; leaves alone what exists."

    def handle(self, **options):
        self.stdout.write(f"{make_session_guides()} session guides made.")
