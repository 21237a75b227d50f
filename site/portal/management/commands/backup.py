"""``backup FILE``: database and uploads of this moment in one sealed archive, while people go on working."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.backups.making import make_backup
from portal.backups.refusals import Refused


class Command(BaseCommand):
    help = "Writes database and uploads into one archive, sealed to public keys (age). Phone keys: backup_keys."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="where the archive goes; it is there whole or not at all")
        parser.add_argument(
            "--recipient", action="append", default=[], metavar="age1…", help="instead of BACKUP_RECIPIENTS; may repeat"
        )

    def handle(self, *, file: Path, recipient: list[str], **options):
        began = time.monotonic()
        self.say(f"Backup to {file}")
        try:
            made = make_backup(file, recipients=recipient or settings.BACKUP_RECIPIENTS, say=self.say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        size = file.stat().st_size
        self.say(f"Done in {time.monotonic() - began:.1f} s: {size:,} bytes, digest of what is in it {made.sha256}")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
