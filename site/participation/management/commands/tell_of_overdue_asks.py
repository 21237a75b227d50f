"""``manage.py tell_of_overdue_asks``: officers hear once of each ask that nobody answered in time. To be run daily."""

from django.core.management.base import BaseCommand

from participation.actions.overdue_asks import tell_of_overdue_asks


class Command(BaseCommand):
    help = "Leaves a notice with the officers of a place about asks whose day for an answer has passed."

    def handle(self, **options):
        self.stdout.write(f"{tell_of_overdue_asks()} asks have become overdue.")
