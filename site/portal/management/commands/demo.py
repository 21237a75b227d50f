"""``manage.py demo``: the demo at true scale, once."""

import time
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from participation.models import CommunityGroup
from places.models import AdminArea
from portal.demo.accounts import AREA_CODES, give_facilitator_busy_groups, make_accounts, make_facilitators
from portal.demo.hand_overs import add_notes
from portal.demo.load import Tally, load
from portal.demo.parents import add_parents_groups
from portal.demo.protecting import add_trainings, check_facilitators, check_members, stand_beside
from portal.demo.services import add_services
from portal.demo.targets import add_results, report_last_quarter

FACILITATORS = 112
LARGEST_ON_SQLITE = 5
SECONDS_BETWEEN_LINES = 10


class Command(BaseCommand):
    help = "Fills an empty demo database with invented people in real villages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="the day the demo ends (YYYY-MM-DD)")
        parser.add_argument("--factor", type=int, default=1, help="how many times the true scale; 100 is a country")

    def handle(self, *, today: date | None = None, factor: int = 1, verbosity: int = 1, **options: object) -> None:
        if factor < 1:
            raise CommandError("The factor is 1 or more.")
        if factor > LARGEST_ON_SQLITE and connection.vendor == "sqlite":
            raise CommandError(
                f"SQLite takes a demo up to factor {LARGEST_ON_SQLITE}. "
                "For more, name a PostgreSQL database in DATABASE_URL."
            )
        if not settings.IS_DEMO:
            raise CommandError("This is not a demo database. Start the demo with: python3 manage.py serve --demo")
        if CommunityGroup.objects.exists():
            self.stdout.write("The demo is there already.")
            return
        today = today or timezone.localdate()
        started = time.perf_counter()
        source = AdminArea.objects.order_by("id").values_list("source", flat=True).first()
        if source is None:
            raise CommandError("There are no places yet: run import_gazetteer first.")
        with transaction.atomic():
            facilitators = make_facilitators(FACILITATORS * factor, today)
            self.next_line = started + SECONDS_BETWEEN_LINES
            tally = load(
                today,
                facilitators=facilitators,
                factor=factor,
                progress=self._progress if verbosity else lambda tally: None,
            )
            services = add_services(today)
            give_facilitator_busy_groups(User.objects.get(username="facilitator"), today)
            stand_beside(today)
            trained = add_trainings(today, by=facilitators[-1])
            check_facilitators(facilitators, today)
            check_members(today)
            add_parents_groups(today, by=facilitators[-1], facilitators=facilitators)
            add_notes(source, timezone.now(), province=AREA_CODES["focal_point"])
            make_accounts(source, today, Path(settings.VAR_DIR) / "demo_accounts.json")
            add_results(today)
        if factor == 1:  # a whole country is counted by the job worker, when it is started
            report_last_quarter(today)
        self.stdout.write(
            f"\rDemo: {tally.groups} groups, {tally.people} people, {tally.meetings} meetings, {tally.marks} marks, "
            f"{services} services, {trained} places in trainings in {time.perf_counter() - started:.0f} s."
        )

    def _progress(self, tally: Tally) -> None:
        """One line that is written over on a screen; in a log a line every ten seconds."""
        said = f"  {tally.groups} groups, {tally.people} people, {tally.marks} marks"
        if self.stdout.isatty():
            self.stdout.write(f"\r{said}", ending="")
        elif time.perf_counter() >= self.next_line:
            self.stdout.write(said)
            self.next_line = time.perf_counter() + SECONDS_BETWEEN_LINES
        self.stdout.flush()
