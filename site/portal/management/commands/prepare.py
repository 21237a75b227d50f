"""``prepare`` is ``serve`` without serving: for a server that starts its processes by other means."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from portal.deploy_checks import refuse_wrong_settings
from portal.preparation import file_steps, prepare


class Command(BaseCommand):
    help = "Brings folders, database, reference data, starter pages and static files up to date."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="with demo data, in a folder of their own")
        parser.add_argument(
            "--files", action="store_true", help="only what needs no database: translations and static files"
        )

    def handle(self, *, files: bool = False, **options):
        try:
            if not files:
                refuse_wrong_settings()
            prepare(self.stdout.write, file_steps() if files else None)
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal
