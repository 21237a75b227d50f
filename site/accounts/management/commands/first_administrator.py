"""``first_administrator``: the way in where no browser runs on the server's own machine, such as in a container."""

import getpass
import io
import sys

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import resolve
from django.utils import translation

from accounts.actions.links import (
    AdministratorExists,
    make_first_administrator,
    open_first_administrator_link,
    there_is_an_administrator,
)
from accounts.forms.links import FirstAdministratorForm
from accounts.models import User

BEFORE_THE_KEY = ("username", "full_name", "password", "password_again")
ASKED_AGAIN = {"password": ("password", "password_again"), "password_again": ("password", "password_again")}
"""What is asked again with a wrong answer; a code is asked again each time, for it is soon an old one."""


class Command(BaseCommand):
    help = "Makes the first administrator: asks in this terminal for name, password and second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE, help="of their account")

    def handle(self, *, language: str, **options: object) -> None:
        with translation.override("en"):
            if there_is_an_administrator():
                raise CommandError(str(AdministratorExists.message))
            if not sys.stdin.isatty():
                raise CommandError("This asks for a password: start it in a terminal.")
            try:
                user, codes = self.made(language)
            except (EOFError, KeyboardInterrupt) as stopped:
                raise CommandError("Stopped; no account was made.") from stopped
        self.stdout.write(f"\n{user.username} is the first administrator. Each of these codes opens the account once,")
        self.stdout.write("when the app is lost. They are shown only now; write them down:")
        self.stdout.write("".join(f"\n  {code}" for code in codes))

    def made(self, language: str) -> tuple[User, list[str]]:
        """Asks until everything is right: the same form and the same action as behind the link."""
        token = resolve(open_first_administrator_link()).kwargs["token"]
        secret = generate_totp_secret()
        answers = {"secret": FirstAdministratorForm.sealed(secret)}
        fields = FirstAdministratorForm.base_fields
        key_was_shown = False
        while True:
            for name in BEFORE_THE_KEY:
                if name not in answers:
                    ask = getpass.getpass if name.startswith("password") else input
                    answers[name] = ask(self.question(fields[name]))
            if not key_was_shown:
                self.show_key(secret, answers["username"])
                key_was_shown = True
            answers["code"] = input(self.question(fields["code"]))
            form = FirstAdministratorForm(answers)
            made = self.carried_out(form, token, secret, language) if form.is_valid() else None
            if made is not None:
                return made
            for name in self.explained(form):
                answers.pop(name, None)

    def carried_out(self, form: FirstAdministratorForm, token: str, secret: str, language: str):
        given = {key: form.cleaned_data[key] for key in ("username", "full_name", "password", "code")}
        return form.carry_out(make_first_administrator, token=token, totp_secret=secret, language=language, **given)

    def explained(self, form: FirstAdministratorForm) -> set[str]:
        """Says what is wrong, and gives the names of what is to be asked again."""
        names: set[str] = set()
        for name, errors in form.errors.items():
            if name not in form.fields or name == "secret":  # no other answer mends it
                raise CommandError(" ".join(map(str, errors)))
            self.stderr.write(f"{form.fields[name].label}: {' '.join(map(str, errors))}")
            names |= {name, *ASKED_AGAIN.get(name, ())}
        return names

    def question(self, field) -> str:
        hint = f" ({str(field.help_text).rstrip('.')})" if field.help_text else ""
        return f"{field.label}{hint}: "

    def show_key(self, secret: str, username: str) -> None:
        """The square that an authenticator app scans, and the key for who types it."""
        code = qrcode.QRCode(border=2)
        code.add_data(get_adapter().build_totp_url(User(username=username), secret))
        square = io.StringIO()
        code.print_ascii(out=square, invert=True)
        self.stdout.write(square.getvalue())
        self.stdout.write(f"Scan this with an authenticator app, or type the key into it: {secret}")
