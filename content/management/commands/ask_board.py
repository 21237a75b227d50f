"""``manage.py ask_board``: the public board of asks, in Khmer and English."""

from django.core.management.base import BaseCommand

from content.ask_pages import make_ask_board


class Command(BaseCommand):
    help = "Makes the board of asks where it was never made; leaves alone what exists."

    def handle(self, **options):
        self.stdout.write(f"The board of asks stands in {make_ask_board()} languages.")
