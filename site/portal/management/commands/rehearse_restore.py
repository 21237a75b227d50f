"""``rehearse_restore FILE``: restores beside the portal, compares, and throws it away again."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.backups.refusals import Refused
from portal.backups.rehearsing import rehearse
from portal.backups.sealing import identities_in


class Command(BaseCommand):
    help = "Restores a backup into a database and a folder of its own, compares rows and uploads, prints a table."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", action="append", type=Path, required=True, help="file of a private key")
        parser.add_argument("--sqlite", action="store_true", help="into an SQLite file, whatever the portal uses")

    def handle(self, *, file: Path, identity: list[Path], sqlite: bool, **options):
        try:
            result = rehearse(file, identity, identities_in(identity), in_sqlite=sqlite, say=self.say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in result.table():
            self.say(line)
        if result.faults():
            raise CommandError(f"Not restored as it was: {', '.join(result.faults())}")
        self.say("Every row and every upload came back as it was.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
