"""``manage.py directory_export``: services and places in the forms that Primero and OSCaR read."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from protection.actions.exchange import take_out
from protection.exchange.oscar import provinces
from protection.exchange.writing import FILES, Asked


class Command(BaseCommand):
    help = "Writes the directory for a case system: places and the services that readers of the portal see."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(FILES), help="which file")
        parser.add_argument("file", type=Path, metavar="FILE", help="where to write it")
        parser.add_argument("--level", type=int, choices=[1, 2, 3, 4], default=3, help="of locations: 4 with villages")
        parser.add_argument("--province", default="", help="of the gazetteer of OSCaR: its code, such as 05")

    def handle(self, *, kind: str, file: Path, level: int, province: str, verbosity: int, **options: object) -> None:
        area = next((each for each in provinces() if each.code == province), None)
        if kind == "oscar-gazetteer" and area is None:
            raise CommandError("Say which province: --province 05.")
        content = take_out(kind=kind, asked=Asked(level=level, province=area), by=None)
        with file.open("wb") as out:
            for part in content:
                out.write(part.encode() if isinstance(part, str) else part)
        if verbosity:
            self.stdout.write(f"{kind} is in {file}.")
