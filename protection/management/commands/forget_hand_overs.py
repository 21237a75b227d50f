"""``manage.py forget_hand_overs``: hand-over notes go when their term is over. ``manage.py work`` does it too."""

from django.core.management.base import BaseCommand

from protection.actions.hand_over_terms import forget_notes


class Command(BaseCommand):
    help = "Keeps the totals of months that are over, from five on, and deletes the notes whose term is over."

    def handle(self, **options):
        self.stdout.write(f"{forget_notes()} hand-over notes deleted.")
