"""``make_backup_key FILE``: a pair for backups. To be typed on another machine than the server's."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from pyrage.x25519 import Identity


class Command(BaseCommand):
    help = "Makes a private key in a new file and prints its public key. Keep the file off the server; make two."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options):
        identity = Identity.generate()
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{file} cannot be made: {error.strerror}.") from error
        with os.fdopen(handle, "w") as written:
            written.write(f"# public key: {identity.to_public()}\n{identity}\n")
            written.flush()
            os.fsync(written.fileno())
        self.stdout.write(str(identity.to_public()))
