"""``manage.py tell_of_waiting_notes``: notes that nobody takes on climb. ``manage.py work`` looks too."""

from django.core.management.base import BaseCommand

from protection.actions.hand_overs import tell_of_waiting_notes


class Command(BaseCommand):
    help = "Leaves a neutral notice with those who answer for a place about notes that nobody took on in time."

    def handle(self, **options):
        self.stdout.write(f"{tell_of_waiting_notes()} notes wait for too long.")
