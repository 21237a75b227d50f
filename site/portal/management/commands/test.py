"""``test``: everything that must hold, on PostgreSQL and on SQLite. The last line is pytest's own."""

import argparse
import os
import subprocess
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.machine import CACHE, CHROMIUM, NGINX, NODE, POSTGRESQL, Missing, Need, has_postgres, provide

ON_POSTGRESQL = [sys.executable, "-m", "tests.postgres", "pytest"]
ON_SQLITE = [sys.executable, "-m", "pytest"]
TEMPLATE_OF_SQLITE = [sys.executable, "-m", "tests.template"]
"""Made beside the first half: until its own tables are there that half uses one core."""
BOTH_CORES = ["-n", "2", "--dist", "worksteal", "-q"]
WITH_BROWSER = ["-n", "3", "--dist", "worksteal", "-q"]
"""One more than the cores: a browser is waited for half of the time."""
SAMPLE = ["--sample", "6"]
"""One look of each journey (see ``tests.sample``)."""
HERE, THERE = ["--side", "postgresql"], ["--side", "sqlite"]
"""Each test on one of the databases, what is about the database on both (see ``tests.sample``)."""


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
            needs += [POSTGRESQL, CACHE, NGINX]  # elsewhere what needs them is skipped, with the reason in the last run
        provide(needs, say=self.say)
        if "--deep" in extent:
            self.provide_if_possible(NODE)
            self.provide_if_possible(NGINX)
        began, first = time.monotonic(), 0
        here, there = (HERE, THERE) if extent == SAMPLE and has_postgres() else ([], [])
        if has_postgres():
            self.say("=== PostgreSQL: what touches the database")
            ahead = self.begin(TEMPLATE_OF_SQLITE, PYTHONPATH=str(settings.BASE_DIR / "site"))
            first = self.run([*ON_POSTGRESQL, *BOTH_CORES, "-m", "not browser and not once", *extent, *here])
            ahead.wait()
            outcome = "passed" if first == 0 else f"FAILED (exit code {first}); its failures stand above"
            self.say(f"=== PostgreSQL: {outcome}, after {time.monotonic() - began:.0f} s")
        self.say("=== SQLite: the rest, with a real browser")
        ran_first = {"PORTAL_TESTED_ON_POSTGRESQL": "yes" if has_postgres() else ""}
        return self.run([*ON_SQLITE, *WITH_BROWSER, *extent, *there], **ran_first) or first

    def provide_if_possible(self, need: Need) -> None:
        """Without it one figure is left out, which its test says."""
        try:
            provide([need], say=self.say)
        except Missing as missing:
            self.say(str(missing))

    def run(self, command: list[str], **variables: str) -> int:
        return self.begin(command, **variables).wait()

    def begin(self, command: list[str], **variables: str) -> subprocess.Popen:
        sys.stdout.flush()
        environ = {**os.environ, **variables, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        environ["PYTHONDONTWRITEBYTECODE"] = ""  # else every process of the run reads every source anew
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environ)

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
