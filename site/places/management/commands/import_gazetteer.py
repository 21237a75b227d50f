"""``import_gazetteer``: loads a list of areas and says what it brought."""

from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from places.actions.gazetteer import Loaded, load_gazetteer
from places.codes import LEVEL_NAMES
from places.gazetteer import package
from places.gazetteer.csv_files import read_file
from places.gazetteer.rows import REASONS

ORPHANS_FOUND = 3
FIRST_CODES = 20


class Command(BaseCommand):
    help = "Loads provinces, districts, communes and villages. Doing it again changes nothing; nothing is ever deleted."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--source", choices=["package"], default="package", help="the list in the package")
        parser.add_argument("--csv", action="append", type=Path, metavar="FILE", help="a CSV file; may be repeated")
        parser.add_argument("--source-name", default="ncdd", help="short name of the CSV's list (default: ncdd)")
        parser.add_argument("--year", type=int, help="year of the CSV's list (default: this year)")
        parser.add_argument("--attribution", default="", help="whom to credit for the CSV's list")
        parser.add_argument("--levels", type=int, choices=[1, 2, 3, 4], default=4, help="3 leaves villages out")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--strict", action="store_true", help="exit code 3 when a place lacks the one above it")
        parser.add_argument("--accept-losses", action="store_true", help="load it even if half of the places are gone")

        parser.add_argument("--make-current", action="store_true", help="places are chosen from this list from now on")

    def handle(self, *, csv, levels, dry_run, strict, accept_losses, make_current, verbosity, **options):
        try:
            given = self.read_csv(csv, options) if csv else self.read_package()
            loaded = load_gazetteer(
                levels=levels, accept_losses=accept_losses, make_current=make_current, is_dry_run=dry_run, **given
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        if verbosity:
            self.report(loaded, everything=verbosity > 1)
        if strict and loaded.sifted.orphaned:
            raise CommandError(
                f"{len(loaded.sifted.orphaned)} places lack the place above them.", returncode=ORPHANS_FOUND
            )

    def read_package(self) -> dict:
        year, rows = package.read_package()
        return {
            "rows": rows,
            "source": package.SOURCE,
            "year": year,
            "title": package.TITLE,
            "attribution": package.ATTRIBUTION,
        }

    def read_csv(self, files: list[Path], options: dict) -> dict:
        missing = [file for file in files if not file.is_file()]
        if missing:
            raise CommandError(f"There is no file {missing[0]}.")
        return {
            "rows": [row for file in files for row in read_file(file)],
            "source": options["source_name"],
            "year": options["year"] or timezone.localdate().year,
            "attribution": options["attribution"],
        }

    def report(self, loaded: Loaded, *, everything: bool) -> None:
        counts = ", ".join(f"{LEVEL_NAMES[level]} {count:,}" for level, count in loaded.counts.items())
        self.stdout.write(f"{loaded.source} {loaded.year}: {loaded.sifted.total:,} rows; {counts}")
        sifted = loaded.sifted
        self.line("added", loaded.added, everything)
        self.line("renamed", [f"{code} ({old} → {new})" for code, old, new in loaded.renamed], everything)
        self.line("of another kind now", loaded.retyped, everything)
        self.line("active again", loaded.restored, everything)
        self.line("vanished, kept as not active", loaded.vanished, everything)
        self.line("duplicated, first row kept", [row.code for row in sifted.duplicated], True)
        self.line("orphaned, skipped", [row.code for row in sifted.orphaned], True)
        self.line(
            "under another parent's code, skipped", [f"{r.code} in {r.parent_code}" for r in sifted.misplaced], True
        )
        self.line(
            "malformed, skipped", [f"{bad.code or '?'} ({REASONS[bad.reason]})" for bad in sifted.malformed], True
        )
        self.line("below the levels asked for", [row.code for row in sifted.deeper], everything)
        if loaded.is_dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")
        elif not loaded.has_changed:
            self.stdout.write("Nothing has changed.")

    def line(self, what: str, codes: list[str], everything: bool) -> None:
        if not codes:
            return
        times = Counter(codes)
        codes = [code if times[code] == 1 else f"{code} ×{times[code]}" for code in times]
        shown = codes if everything else codes[:FIRST_CODES]
        more = f" … and {len(codes) - len(shown):,} more" if len(shown) < len(codes) else ""
        self.stdout.write(f"  {what}: {times.total():,}: {', '.join(shown)}{more}")
