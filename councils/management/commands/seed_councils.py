"""Ways to fill a seat and bodies in which councils speak, of a new portal."""

from django.core.management.base import BaseCommand

from councils.seeds.lists import plant_lists


class Command(BaseCommand):
    help = "Adds the usual ways to fill a seat and the bodies in which councils speak, as far as they are missing."

    def handle(self, *args: object, **options: object) -> None:
        added = plant_lists()
        if options["verbosity"] > 0:
            self.stdout.write(
                "Added {fillingmethod} ways to fill a seat, {representedbody} bodies. "
                "What was there already stays.".format(**added)
            )
