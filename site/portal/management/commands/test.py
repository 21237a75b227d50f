"""``test``: everything that must hold, on PostgreSQL and on SQLite. The last line is pytest's own."""

import argparse
import os
import subprocess
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.machine import CHROMIUM, NODE, POSTGRESQL, Missing, Need, has_postgres, provide

ON_POSTGRESQL = [sys.executable, "-m", "tests.postgres", "pytest"]
ON_SQLITE = [sys.executable, "-m", "pytest"]
TEMPLATE_OF_SQLITE = [sys.executable, "-m", "tests.template"]
"""Made beside the first half: until its own tables are there that half uses one core."""
BOTH_CORES = ["-n", "2", "--dist", "worksteal", "-q"]
WITH_BROWSER = ["-n", "4", "--dist", "worksteal", "-q"]
"""Two more than the cores: a browser is waited for half of the time."""
SAMPLE = ["--sample", "6"]
"""One look of each journey (see ``tests.sample``)."""


class Command(BaseCommand):
    help = "Runs all checks; with arguments for pytest only those, on SQLite or with --postgres on PostgreSQL."

    def run_from_argv(self, argv: list[str]) -> None:
        """The command line belongs to pytest, so Django's options (-v, --settings …) are not taken out of it."""
        parser = argparse.ArgumentParser(prog="manage.py test", description=self.help, allow_abbrev=False)
        parser.add_argument("--deep", action="store_true", help="full figures instead of a seeded sample")
        parser.add_argument("--postgres", action="store_true", help="with arguments for pytest: on PostgreSQL")
        own, for_pytest = parser.parse_known_args(argv[2:])
        deep = ["--deep"] if own.deep else []
        try:
            if for_pytest or own.postgres:
                sys.exit(self.some(own.postgres, for_pytest + deep))
            sys.exit(self.all(deep or SAMPLE))
        except (CommandError, Missing) as refusal:
            sys.exit(str(refusal))
        except KeyboardInterrupt:
            sys.exit(130)

    def handle(self, **options):
        raise CommandError("Call this from the command line: python3 manage.py test")

    def some(self, postgres: bool, arguments: list[str]) -> int:
        return self.run([*(ON_POSTGRESQL if postgres else ON_SQLITE), *arguments])

    def all(self, extent: list[str]) -> int:
        """First what the two databases may see differently, on PostgreSQL; then everything, on SQLite."""
        needs = [CHROMIUM]
        if os.environ.get("CI"):
            needs.append(POSTGRESQL)  # elsewhere its half is skipped, with the reason in the last run
        provide(needs, say=self.say)
        if "--deep" in extent:
            self.provide_if_possible(NODE)
        began, first = time.monotonic(), 0
        if has_postgres():
            self.say("=== PostgreSQL: everything that touches the database")
            site = environ_of_tests(PYTHONPATH=str(settings.BASE_DIR / "site"))
            ahead = subprocess.Popen(TEMPLATE_OF_SQLITE, cwd=settings.BASE_DIR, env=site)
            first = self.run([*ON_POSTGRESQL, *BOTH_CORES, "-m", "not browser and not once", *extent])
            ahead.wait()
            outcome = "passed" if first == 0 else f"FAILED (exit code {first}); its failures stand above"
            self.say(f"=== PostgreSQL: {outcome}, after {time.monotonic() - began:.0f} s")
        self.say("=== SQLite: everything, with a real browser")
        ran_first = {"PORTAL_TESTED_ON_POSTGRESQL": "yes" if has_postgres() else ""}
        return self.run([*ON_SQLITE, *WITH_BROWSER, *extent], **ran_first) or first

    def provide_if_possible(self, need: Need) -> None:
        """Without it one figure is left out, which its test says."""
        try:
            provide([need], say=self.say)
        except Missing as missing:
            self.say(str(missing))

    def run(self, command: list[str], **variables: str) -> int:
        sys.stdout.flush()
        environ = environ_of_tests(**variables)
        return subprocess.run(command, cwd=settings.BASE_DIR, env=environ, check=False).returncode

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def environ_of_tests(**variables: str) -> dict[str, str]:
    return {**os.environ, **variables, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
