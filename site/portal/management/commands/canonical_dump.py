"""``canonical_dump``: every carried row in an order and form that are the same on both databases."""

import json

from django.core.management.base import BaseCommand

from accounts.models import JournalEntry
from portal.backups.carried import carried_models
from portal.backups.rows import digest_of, lines_of, pieces_of
from portal.backups.settling import VERB
from portal.backups.snapshot import snapshot


class Command(BaseCommand):
    help = "Prints all rows, or with --digests what each table comes to: equal databases print equal bytes."

    def add_arguments(self, parser):
        parser.add_argument("--digests", action="store_true", help="one JSON object: table, rows, SHA-256")
        parser.add_argument(
            "--before-restore", action="store_true", help="without the line that the last restore wrote in the journal"
        )

    def handle(self, *, digests: bool, before_restore: bool, **options):
        with snapshot() as using:
            last = JournalEntry.objects.using(using).filter(verb=VERB).order_by("-pk").first()
            but = {JournalEntry: last.pk} if before_restore and last else {}
            if digests:
                found = {model._meta.db_table: digest_of(model, using, but.get(model)) for model in carried_models()}
                told = {table: {"rows": each.rows, "sha256": each.sha256} for table, each in found.items()}
                self.stdout.write(json.dumps(told, indent=1))
                return
            for model in carried_models():
                self.stdout.write(f"-- {model._meta.db_table}")
                for piece in pieces_of(lines_of(model, using, but.get(model))):
                    self.stdout.write(piece.decode(), ending="")
