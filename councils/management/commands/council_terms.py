"""Once a day: councils are told that terms end, and who was chosen takes office."""

from django.core.management.base import BaseCommand

from councils.actions.terms import take_office, tell_of_ends


class Command(BaseCommand):
    help = "Tells councils sixty days before a term ends, and enrols who takes office today. To be run once a day."

    def handle(self, *args: object, **options: object) -> None:
        joined, told = take_office(), tell_of_ends()
        if options["verbosity"] > 0:
            self.stdout.write(f"New members in office: {joined}. Ends told: {told}.")
