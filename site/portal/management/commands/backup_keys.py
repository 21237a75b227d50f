"""``backup_keys FILE``: the keys of phones and the portal's secret key, in an archive of their own."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.backups.keys import back_up_keys
from portal.backups.refusals import Refused


class Command(BaseCommand):
    help = "Seals the keys of phones and SECRET_KEY to public keys of their own; keep it apart from the backups."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--recipient", action="append", default=[], metavar="age1…", help="instead of BACKUP_KEYS_RECIPIENTS"
        )

    def handle(self, *, file: Path, recipient: list[str], **options):
        try:
            count = back_up_keys(file, recipients=recipient or settings.BACKUP_KEYS_RECIPIENTS)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{count} keys of phones and the secret key: {file}")
