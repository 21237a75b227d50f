"""``compilemessages`` of ours takes the place of Django's, which needs gettext's tools."""

from django.core.management.base import BaseCommand

from portal.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compiles the translations that changed."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        for source in compile_catalogues():
            self.stdout.write(f"compiled {source}")
