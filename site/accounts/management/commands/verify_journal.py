"""At set-up of a new machine, before an audit, after a restore, and whenever somebody doubts."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.sealing.keys import heads_in
from accounts.sealing.verifying import verify

SHOWN = 200


class Command(BaseCommand):
    help = (
        "Compares every line of the journal with its seal, and says which were changed, removed, inserted or exchanged."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", action="append", default=[], metavar="NUMBER:HEAD", help="a head kept elsewhere")
        parser.add_argument("--heads", type=Path, metavar="FILE", help="a file of heads kept elsewhere, one a line")

    def handle(self, *, head: list[str], heads: Path | None, **options: object) -> None:
        if heads is not None and not heads.exists():
            raise CommandError(f"There is no file {heads}.")
        found = verify(heads=[*head, *(heads_in(heads) if heads else [])])
        self.stdout.write(
            f"{found.lines} lines in {found.batches} batches; {found.waiting} lines wait for their seal.\n"
            f"Head: {found.head or 'none yet'}"
        )
        for fault in found.faults[:SHOWN]:
            self.stdout.write(str(fault))
        if found.faults:
            raise CommandError(f"The journal does not fit its seals: {len(found.faults)} faults.")
        self.stdout.write("Every line is as it was sealed.")
