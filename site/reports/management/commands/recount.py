"""``manage.py recount``: whether the kept counts are what the register says."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.keeping.filling import recount


class Command(BaseCommand):
    help = "Counts the whole register beside the kept counts and prints what differs; ends with an error if anything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="keep what was counted")

    def handle(self, *, repair: bool = False, verbosity: int = 1, **options: object) -> None:
        found = recount(repair=repair)
        for one in found:
            at = " ".join(str(value) for value in one.at)
            self.stdout.write(f"{one.code} {one.table} {at}: kept {one.kept}, counted {one.fresh}")
        if found and not repair:
            raise CommandError(f"{len(found)} kept counts are not what the register says. Repair: recount --repair")
        if verbosity:
            self.stdout.write("Repaired." if found else "Every kept count is what the register says.")
