"""``manage.py demo``: the demo at true scale, once."""

import time
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from participation.models import CommunityGroup
from places.models import AdminArea
from portal.demo.accounts import give_facilitator_busy_groups, make_accounts, make_facilitators
from portal.demo.load import Tally, load


class Command(BaseCommand):
    help = "Fills an empty demo database with invented people in real villages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="the day the demo ends (YYYY-MM-DD)")

    def handle(self, *, today: date | None = None, verbosity: int = 1, **options: object) -> None:
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
            facilitators = make_facilitators(112, today)
            tally = load(today, facilitators=facilitators, progress=self._progress if verbosity else lambda tally: None)
            give_facilitator_busy_groups(User.objects.get(username="facilitator"), today)
            make_accounts(source, today, Path(settings.VAR_DIR) / "demo_accounts.json")
        self.stdout.write(
            f"\rDemo: {tally.groups} groups, {tally.people} people, {tally.meetings} meetings, {tally.marks} marks "
            f"in {time.perf_counter() - started:.0f} s."
        )

    def _progress(self, tally: Tally) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r  {tally.groups} groups, {tally.marks} marks", ending="")
            self.stdout.flush()
