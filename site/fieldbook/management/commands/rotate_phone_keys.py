"""At set-up, once a year, and after a key may have been read by others."""

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Makes a new key for what phones seal, retires the old one, deletes private halves retired over a year ago."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="only where there is no key in use")

    def handle(self, *, if_missing: bool = False, **options: object) -> None:
        from fieldbook.actions.keys import forget_old_keys, key_is_missing, rotate_keys  # brings cryptography

        is_due = not if_missing or key_is_missing()
        if is_due:
            rotate_keys()
        gone = forget_old_keys()
        if options["verbosity"] > 0:
            made = "Phones seal to a new key" if is_due else "Phones have a key"
            self.stdout.write(f"{made}; {gone} old private keys deleted.")
