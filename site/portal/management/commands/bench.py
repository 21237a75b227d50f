"""``manage.py bench``: what the register costs, as ratios against a floor measured in the same run."""

import os
import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from participation.models import CommunityGroup
from portal.bench.floor import BARE_MIDDLEWARE, STARTER_MIDDLEWARE
from portal.bench.lists import answer as answer_with_lists
from portal.bench.lists import compare
from portal.bench.requests import Cost, Subject, measure
from portal.bench.worker import workers

LIST_BUDGET = 10
MOST_TIME = 1.2
MOST_BYTES = 1.1
MOST_MEMORY = 1.15
MOST_START = 1.5


class Command(BaseCommand):
    help = "Prints what the list and the group page cost against a bare view and a Wagtail page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=40, help="requests per page (default: 40)")
        parser.add_argument("--lists", metavar="URL", help="compare every list with that of a smaller database")
        parser.add_argument("--answer", action="store_true", help="used by --lists: measures when asked on its input")

        parser.add_argument("--worker", action="store_true", help="a worker's memory and start beside plain Wagtail's")

    def handle(
        self, *, rounds: int, lists: str | None = None, answer: bool = False, worker: bool = False, **options: object
    ) -> None:
        if worker:
            self._compare_workers(max(rounds // 10, 1))
        elif answer:
            answer_with_lists(sys.stdin, sys.stdout)
        elif lists:
            self._compare_lists(lists, max(rounds, 3))
        else:
            self._measure_pages(rounds)

    def _compare_workers(self, rounds: int) -> None:
        plain, ours = workers(rounds=rounds)
        heavier, slower = ours.megabytes / plain.megabytes, ours.seconds / plain.seconds
        self.stdout.write(f"memory: {plain.megabytes:.0f} → {ours.megabytes:.0f} MB, {heavier:.2f} ×")
        self.stdout.write(f"cold start: {plain.seconds:.2f} → {ours.seconds:.2f} s of processor, {slower:.2f} ×")
        verdict = "reached" if heavier <= MOST_MEMORY and slower <= MOST_START else "NOT reached"
        self.stdout.write(f"Aim: memory at most {MOST_MEMORY} ×, start at most {MOST_START} ×: {verdict}.")

    def _compare_lists(self, small: str, rounds: int) -> None:
        if "DATABASE_URL" not in os.environ:
            raise CommandError("Name the larger database in DATABASE_URL; --lists names the smaller one.")
        heads = f"{'rows':>16}{'ms':>16}{'× time':>8}{'× bytes':>9}{'queries':>9}"
        self.stdout.write(f"{'':28}{heads}")
        misses = []
        for name, there, here in compare(small, rounds=rounds):
            slower, larger = here.ms / there.ms, here.size / there.size
            self.stdout.write(
                f"{name:28}{there.rows:7d} →{here.rows:7d}{there.ms:7.1f} →{here.ms:7.1f}{slower:8.2f}{larger:9.2f}"
                f"{there.queries:5d} →{here.queries:2d}"
            )
            if slower > MOST_TIME or larger > MOST_BYTES or here.queries != there.queries:
                misses.append(name)
        verdict = f"NOT reached: {', '.join(misses)}" if misses else "reached"
        self.stdout.write(
            f"Aim: as many queries, at most {MOST_BYTES} × the bytes and {MOST_TIME} × the time: {verdict}."
        )

    def _measure_pages(self, rounds: int) -> None:
        officer = User.objects.filter(role_grants__role="programme_officer", role_grants__ended_on=None).first()
        if officer is None or not CommunityGroup.objects.visible_to(officer).exists():
            raise CommandError("There is nothing to measure yet. Load the demo first: python3 manage.py serve --demo")
        group = (
            CommunityGroup.objects.visible_to(officer).filter(status="active").order_by("-last_met_on", "pk").first()
        )
        with translation.override("km"):
            help_page = reverse("help")
        costs = measure(
            [
                Subject("bare Django view", "/bare/", middleware=BARE_MIDDLEWARE),
                Subject("minimal Wagtail page", "/page/", middleware=STARTER_MIDDLEWARE),
                Subject("register, 50 rows", reverse("groups:list"), officer),
                Subject("one group", reverse("groups:page", args=[group.pk]), officer),
                Subject("public help page", help_page),
            ],
            rounds=max(rounds, 3),
        )
        bare, wagtail = costs[0].cpu_ms, costs[1].cpu_ms
        self.stdout.write(f"{'':24}{'cpu ms':>9}{'× bare':>9}{'× Wagtail':>11}{'queries':>9}{'kB':>8}{'status':>8}")
        for cost in costs:
            self.stdout.write(self._line(cost, bare, wagtail))
        register = costs[2]
        if failed := [f"{cost.subject.path} answered {cost.status}" for cost in costs if cost.status != 200]:
            raise CommandError(f"These figures measure no page: {', '.join(failed)}.")
        verdict = "reached" if register.queries <= LIST_BUDGET else "NOT reached"
        self.stdout.write(f"Aim: a list of 50 rows costs at most {LIST_BUDGET} queries: {register.queries}, {verdict}.")

    def _line(self, cost: Cost, bare: float, wagtail: float) -> str:
        return (
            f"{cost.subject.name:24}{cost.cpu_ms:9.2f}{cost.cpu_ms / bare:9.1f}{cost.cpu_ms / wagtail:11.2f}"
            f"{cost.queries:9d}{cost.size / 1000:8.1f}{cost.status:8d}"
        )
