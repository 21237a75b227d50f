"""``restore_keys FILE``: brings back the keys of phones, and lays the secret key where the administrator finds it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.backups.keys import restore_keys
from portal.backups.refusals import Refused
from portal.backups.sealing import identities_in


class Command(BaseCommand):
    help = "Restores the keys of phones from an archive of backup_keys. No key that is there is changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", action="append", type=Path, required=True, help="file of a private key")

    def handle(self, *, file: Path, identity: list[Path], **options):
        try:
            came = restore_keys(file, identities_in(identity))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{came.restored} keys of phones restored, {came.there} were there.")
        if came.secret:
            self.stdout.write(
                f"The secret key differs from this portal's and lies in {came.secret}: set it as SECRET_KEY (or, where "
                f"none is set, put it in the place of {came.secret.with_name('secret_key')}), then delete that file."
            )
