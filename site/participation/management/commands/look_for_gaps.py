"""``manage.py look_for_gaps``: finds ahead who is not heard. ``manage.py work`` does so where it takes long."""

from django.core.management.base import BaseCommand

from participation.actions.gaps import look_for_gaps


class Command(BaseCommand):
    help = "Looks for gaps in representation now, so that their lists open at once for half an hour."

    def handle(self, **options):
        self.stdout.write(f"{look_for_gaps()} gaps were found.")
