"""``nightly``: what is due once a night, one after the other; one that fails stops no other."""

import logging

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

log = logging.getLogger(__name__)

COMMANDS = ("retain", "council_terms", "tell_of_overdue_asks", "tend_tokens", "publish_snapshot")
"""Each may be called as often as one likes: what is not due is left alone."""


class Command(BaseCommand):
    help = "Does what is due every night: " + ", ".join(COMMANDS) + "."

    def handle(self, **options):
        failed = [name for name in COMMANDS if not self.done(name)]
        if failed:
            raise CommandError(f"Could not be done tonight: {', '.join(failed)}. What went wrong stands above.")

    def done(self, name: str) -> bool:
        self.stdout.write(f"{name} …")
        try:
            call_command(name, stdout=self.stdout, stderr=self.stderr)
        except Exception:
            log.exception("A task of the night failed: %s", name)
            return False
        return True
