"""``manage.py dhis2_export``: a frozen quarter as the file that DHIS2 reads."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.actions.dhis2 import take_out
from reports.dhis2.writing import WRITERS
from reports.models import FrozenQuarter
from reports.quarters import Quarter
from reports.refusals import NoSuchFrozenQuarter


class Command(BaseCommand):
    help = "Writes the values of a frozen quarter for DHIS2, with the codes that are kept at the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="where to write it")
        parser.add_argument("--quarter", required=True, help="such as 2026Q3")
        parser.add_argument("--format", choices=sorted(WRITERS), default="adx", help="adx (default) or csv")
        parser.add_argument("--frozen-version", type=int, help="an earlier version of the quarter; else the newest")

    def handle(
        self, *, file: Path, quarter: str, format: str, frozen_version: int | None, verbosity: int, **options: object
    ) -> None:
        try:
            frozen = self.frozen(quarter, frozen_version)
            found = take_out(frozen=frozen, format=format, by=None)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        with file.open("w", encoding="utf-8", newline="") as out:
            out.writelines(WRITERS[format].lines(found))
        if verbosity:
            withheld, without = found.withheld, len(found.without_code)
            self.stdout.write(f"{found.comment}: {len(found.values)} values of {found.places} places in {file}.")
            self.stdout.write(f"{withheld} withheld, {without} indicators without a code.")

    def frozen(self, quarter: str, version: int | None) -> FrozenQuarter:
        try:
            rows = FrozenQuarter.objects.filter(quarter=str(Quarter.read(quarter)))
        except ValueError:
            raise CommandError("Write the quarter as 2026Q3.") from None
        rows = rows.newest_first() if version is None else rows.filter(version=version)
        frozen = rows.first()
        if frozen is None:
            raise NoSuchFrozenQuarter
        return frozen
