"""``restore FILE``: the portal as it was when the backup was made, on either database; all of it or nothing."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.backups.keys import lost_keys
from portal.backups.refusals import Refused
from portal.backups.restoring import restore_backup
from portal.backups.sealing import identities_in

SEALED_OTHERWISE = (
    "Attention: this portal has another SECRET_KEY than the one that made the backup, so no second step of an account "
    "can be opened. Restore the keys (restore_keys) and set that SECRET_KEY before anybody signs in."
)


class Command(BaseCommand):
    help = "Restores a backup into this portal's database, SQLite or PostgreSQL. Stop the portal before."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", action="append", type=Path, required=True, help="file of a private key; may repeat"
        )
        parser.add_argument("--replace", action="store_true", help="even if this portal is in use: what is here goes")

    def handle(self, *, file: Path, identity: list[Path], replace: bool, **options):
        began = time.monotonic()
        try:
            restored = restore_backup(file, identities_in(identity), replace=replace, say=self.say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for warning in (lost_keys(), "" if restored.same_secret else SEALED_OTHERWISE):
            if warning:
                self.stderr.write(self.style.WARNING(warning))
        self.say(f"Restored in {time.monotonic() - began:.1f} s. Next: manage.py prepare, then start the portal.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
