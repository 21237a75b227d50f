"""``manage.py retain``: erase what is past its term, or turn it to counts. The job worker does it each night."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.models import RetentionRun
from accounts.retention.running import retain

NIGHT = range(5)
"""Hours in which the worker begins of itself."""


class Command(BaseCommand):
    help = "Erases what is past its term, or turns it to counts, and goes on with a night that was broken off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at-night", action="store_true", help="only between midnight and five, once a night")

    def handle(self, *, at_night: bool = False, verbosity: int = 1, **options: object) -> None:
        if at_night and not self._is_time():
            return
        run = retain()
        if verbosity:
            told = ", ".join(f"{key} {number}" for key, number in run.counts.items() if number)
            self.stdout.write(f"{run.on}: {told or 'nothing was due'}.")

    @staticmethod
    def _is_time() -> bool:
        """In the night; by day too where nights were missed, or one was broken off."""
        now = timezone.localtime()
        nights = RetentionRun.objects.order_by("-on")
        last = nights.first()
        if last is not None and last.on == now.date():
            return last.ended_at is None
        return now.hour in NIGHT or last is not None and (now.date() - last.on).days > 1
