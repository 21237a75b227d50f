"""``manage.py xlsform FILE --as LOGIN``: the form for KoboToolbox and ODK, for the groups of one account."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from fieldbook.xlsforms.making import make_form
from fieldbook.xlsforms.workbook import as_xlsx
from places.models import AdminArea


class Command(BaseCommand):
    help = "Writes the meeting register as an XLSForm, for the groups in which an account records. It holds no name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write the XLSX file")
        parser.add_argument("--as", dest="login", required=True, help="the account whose groups the form is for")
        parser.add_argument("--area", default="", help="code of a province, district or commune, such as 0506")

    def handle(self, *args: object, file: Path, login: str, area: str, **options: object) -> None:
        user = User.objects.filter(username=login, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no open account {login}.")
        place = self._place(area) if area else None
        try:
            made = make_form(by=user, area=place)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        try:
            file.write_bytes(as_xlsx(made))
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}.") from error
        if options["verbosity"] > 0:
            self.stdout.write(f"Wrote {file}: version {made.version}, {made.groups} groups.")

    def _place(self, code: str) -> AdminArea:
        place = AdminArea.objects.filter(source__in=AdminArea.current_sources(), code=code).first()
        if place is None:
            raise CommandError(f"No place has the code {code}.")
        return place
