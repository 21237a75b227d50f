"""For the nightly jobs: the figures of the public pages, once a month."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from reports.actions import is_due, publish_snapshot


class Command(BaseCommand):
    help = (
        "Publishes the figures of the public pages in the first night of a month; in all other nights it does nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", action="store_true", help="publish today, whatever was published this month")

    def handle(self, *args: object, **options: object) -> None:
        if not options["now"] and not is_due(timezone.localdate()):
            return
        snapshot = publish_snapshot()
        if options["verbosity"] > 0:
            self.stdout.write(f"Published the figures of {snapshot.counted_on}: {snapshot.communes} communes.")
