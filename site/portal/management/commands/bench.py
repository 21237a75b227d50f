"""``manage.py bench``: what the register costs, as ratios against a floor measured in the same run."""

import os
import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from content.models import RightPage
from participation.models import CommunityGroup
from portal.bench import app as phone_app
from portal.bench import imports
from portal.bench import search as searching
from portal.bench.floor import BARE_MIDDLEWARE, STARTER_MIDDLEWARE
from portal.bench.lists import answer as answer_with_lists
from portal.bench.lists import compare
from portal.bench.pages import ROWS_OF_A_PAGE
from portal.bench.requests import Cost, Subject, measure
from portal.bench.visits import CannotMeasure
from portal.bench.worker import used_worker, workers
from portal.preparation import steps

LIST_BUDGET = 10
MOST_TIME = 1.2
MOST_BYTES = 1.1
MOST_MEMORY = 1.15
MOST_START = 1.5
LEAST_RATIO = 0.15
MOST_STATEMENTS = 8
MOST_INSERTS, JUDGED_AT = 8, 40
MOST_GROWTH = 1.2
MOST_SEARCH = 3
MOST_OF_WAGTAIL, MOST_QUERIES = 1.5, 6
"""What a page for children costs without any cache: processor time of a minimal Wagtail page, and statements."""


class Command(BaseCommand):
    help = "Prints what the list and the group page cost against a bare view and a Wagtail page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=40, help="requests per page (default: 40)")
        parser.add_argument("--lists", metavar="URL", help="compare every list with that of a smaller database")
        parser.add_argument("--answer", action="store_true", help="used by --lists: measures when asked on its input")

        parser.add_argument("--field", action="store_true", help="a meeting from a phone beside the driver's inserts")
        parser.add_argument("--app", action="store_true", help="the phone's app in a browser: first load, cold start")
        parser.add_argument("--public", action="store_true", help="a page for children: kept, in a browser, published")
        parser.add_argument("--search", action="store_true", help="a search that 300 pages match, and 30,000")
        parser.add_argument("--fewer", type=int, default=1, metavar="N", help="an N-th of the pages of --search")
        parser.add_argument(
            "--targets",
            metavar="URL",
            nargs="?",
            const="",
            help="the board of targets, with a smaller database beside it; what keeping counts costs",
        )
        parser.add_argument("--worker", action="store_true", help="a worker's memory and start beside plain Wagtail's")
        parser.add_argument(
            "--import", dest="roster", type=int, nargs="?", const=5000, help="import a roster (default: 5000 rows)"
        )

    def handle(
        self,
        *,
        rounds: int,
        lists: str | None = None,
        answer: bool = False,
        worker: bool = False,
        field: bool = False,
        app: bool = False,
        public: bool = False,
        search: bool = False,
        fewer: int = 1,
        roster: int | None = None,
        targets: str | None = None,
        **options: object,
    ) -> None:
        if roster:
            self._import(roster, max(rounds // 8, 1))
        elif field:
            self._post_meetings(rounds)
        elif app:
            self._open_app(max(rounds // 8, 3))
        elif public:
            self._read_public_pages(max(rounds // 8, 3))
        elif search:
            self._search(rounds, fewer)
        elif worker:
            self._compare_workers(max(rounds // 10, 1))
        elif targets is not None and answer:
            from portal.bench.targets import board_pages

            answer_with_lists(sys.stdin, sys.stdout, board_pages)
        elif targets is not None:
            self._count_targets(targets, max(rounds // 4, 3))
        elif answer:
            answer_with_lists(sys.stdin, sys.stdout)
        elif lists:
            self._compare_lists(lists, max(rounds, 3))
        else:
            self._measure_pages(rounds)

    def _import(self, rows: int, rounds: int) -> None:
        try:
            took = imports.measured(rows, rounds=rounds)
        except imports.NoPlaces as error:
            raise CommandError(str(error)) from error
        taken = f"the median of {rounds} rounds" if rounds > 1 else "one round"
        self.stdout.write(f"{rows} rows, {took.doubtful} of them doubtful and decided; {taken}")
        self.stdout.write(
            f"check {took.check:.2f} s, import {took.apply:.2f} s, of them {took.busy:.2f} s of this process's"
            f" processor: {took.rate:.0f} rows/s"
        )
        floor = "COPY" if connection.vendor == "postgresql" else "bulk_create"
        self.stdout.write(f"{floor} {took.floor:.2f} s, the same {took.written} records: {took.floor_rate:.0f} rows/s")
        self.stdout.write(f"undo {took.undo:.2f} s")
        small, large = imports.peak_memory(rows // 5), imports.peak_memory(rows)
        growth = large / small
        self.stdout.write(f"memory: {small:.1f} MB for {rows // 5} rows, {large:.1f} MB for {rows}: {growth:.2f} ×")
        verdict = "reached" if growth <= MOST_GROWTH else "NOT reached"
        self.stdout.write(f"Aim: memory for five times the rows at most {MOST_GROWTH} ×: {verdict}.")
        verdict = "reached" if took.ratio >= LEAST_RATIO else "NOT reached"
        ratios = ", ".join(f"{ratio:.3f}" for ratio in took.ratios)
        self.stdout.write(
            f"Aim: at least {LEAST_RATIO} of the rows/s of {floor}: {took.ratio:.3f} (each round: {ratios}), {verdict}."
        )

    def _post_meetings(self, rounds: int) -> None:
        from portal.bench.field import NothingToMeasure, measure  # brings cryptography, of which only this has need

        self.stdout.write(f"{'members':>7}{'statements':>12}{'frames':>8}{'ms':>9}{'insert ms':>11}{'×':>7}")
        is_reached = True
        try:
            for is_committed in (True, False):
                self.stdout.write("both committed" if is_committed else "neither committed, so without the disk")
                for members in (10, 40, 100):
                    cost = measure(members, rounds=rounds, is_committed=is_committed)
                    self.stdout.write(
                        f"{members:7d}{cost.statements:12d}{cost.frames:8d}{cost.ms:9.2f}{cost.floor_ms:11.2f}"
                        f"{cost.ratio:7.1f}"
                    )
                    is_reached &= cost.statements <= MOST_STATEMENTS
                    if is_committed and members == JUDGED_AT:
                        is_reached &= cost.ratio <= MOST_INSERTS
        except NothingToMeasure as error:
            raise CommandError(str(error)) from error
        verdict = "reached" if is_reached else "NOT reached"
        self.stdout.write(
            f"Aim: at most {MOST_STATEMENTS} statements at any number, and at {JUDGED_AT} members at most "
            f"{MOST_INSERTS} × the insert, committed: {verdict}."
        )

    def _open_app(self, rounds: int) -> None:
        try:
            cost = phone_app.measure(rounds=rounds)
        except CannotMeasure as error:
            raise CommandError(str(error)) from error
        for line in phone_app.told(cost):
            self.stdout.write(line)

    def _read_public_pages(self, rounds: int) -> None:
        from portal.bench import public  # brings a browser's driver, of which only this has need

        try:
            for line in public.told(public.measure(rounds=rounds)):
                self.stdout.write(line)
            self.stdout.write(public.told_of_publishing(public.publishing(rounds=rounds)))
        except CannotMeasure as error:
            raise CommandError(str(error)) from error

    def _search(self, rounds: int, fewer: int) -> None:
        try:
            sizes = [pages // fewer for pages in searching.PAGES]
            few, many = searching.measure(sizes, rounds=max(rounds // 4, 3))
        except searching.NothingToSearch as error:
            raise CommandError(str(error)) from error
        for cost in (few, many):
            self.stdout.write(f"{cost.pages:6d} pages match: {cost.ms:8.1f} ms, {cost.shown} shown")
        growth = many.ms / few.ms
        verdict = "reached" if growth <= MOST_SEARCH else "NOT reached"
        told = connection.vendor if fewer == 1 else f"{connection.vendor}, an N-th of the pages with N = {fewer}"
        self.stdout.write(f"Aim: at most {MOST_SEARCH} × the time ({told}): {growth:.2f} ×, {verdict}.")

    def _count_targets(self, small: str, rounds: int) -> None:
        from portal.bench import targets  # brings cryptography, of which only this has need

        if small and "DATABASE_URL" not in os.environ:
            raise CommandError("Name the larger database in DATABASE_URL; --targets names the smaller one.")
        try:
            for line in targets.told(small, rounds=rounds):
                self.stdout.write(line)
        except CannotMeasure as error:
            raise CommandError(str(error)) from error

    def _compare_workers(self, rounds: int) -> None:
        plain, ours = workers(rounds=rounds)
        heavier, slower = ours.megabytes / plain.megabytes, ours.seconds / plain.seconds
        self.stdout.write(f"memory: {plain.megabytes:.0f} → {ours.megabytes:.0f} MB, {heavier:.2f} ×")
        self.stdout.write(f"cold start: {plain.seconds:.2f} → {ours.seconds:.2f} s of processor, {slower:.2f} ×")
        if any(step.is_needed() for step in steps()):
            self.stdout.write("after a sign-in and the list of groups: start the portal once before this is measured")
        else:
            used = used_worker(rounds=rounds)
            self.stdout.write(f"after a sign-in and the list of groups: {used.megabytes:.0f} MB")
        verdict = "reached" if heavier <= MOST_MEMORY and slower <= MOST_START else "NOT reached"
        self.stdout.write(f"Aim: memory at most {MOST_MEMORY} ×, start at most {MOST_START} ×: {verdict}.")

    def _compare_lists(self, small: str, rounds: int) -> None:
        if "DATABASE_URL" not in os.environ:
            raise CommandError("Name the larger database in DATABASE_URL; --lists names the smaller one.")
        heads = f"{'rows':>16}{'ms':>16}{'× time':>8}{'× work':>8}{'× bytes':>9}{'queries':>9}"
        self.stdout.write(f"{'':28}{heads}")
        misses = []
        for name, there, here in compare(small, rounds=rounds):
            slower, larger = here.ms / there.ms, here.size / there.size
            harder = f"{here.work / there.work:.2f}" if here.work and there.work else "-"
            is_short = 0 < there.rows < ROWS_OF_A_PAGE  # it grows because more of its rows are shown
            shown = f"{name} *" if is_short else name
            self.stdout.write(
                f"{shown:28}{there.rows:7d} →{here.rows:7d}{there.ms:7.1f} →{here.ms:7.1f}{slower:8.2f}{harder:>8}"
                f"{larger:9.2f}{there.queries:5d} →{here.queries:2d}"
            )
            is_more = not is_short and (slower > MOST_TIME or larger > MOST_BYTES)
            if is_more or here.queries > there.queries:
                misses.append(name)
        verdict = f"NOT reached: {', '.join(misses)}" if misses else "reached"
        self.stdout.write("* Less than a page there: of it the queries are judged; compare with a larger database.")
        self.stdout.write(
            f"Aim: no more queries, at most {MOST_BYTES} × the bytes and {MOST_TIME} × the time: {verdict}."
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
                Subject("page about a right", _a_right().get_url()),
            ],
            rounds=max(rounds, 3),
        )
        bare, wagtail = costs[0].cpu_ms, costs[1].cpu_ms
        self.stdout.write(f"{'':24}{'cpu ms':>9}{'× bare':>9}{'× Wagtail':>11}{'queries':>9}{'kB':>8}{'status':>8}")
        for cost in costs:
            self.stdout.write(self._line(cost, bare, wagtail))
        register, right = costs[2], costs[5]
        if failed := [f"{cost.subject.path} answered {cost.status}" for cost in costs if cost.status != 200]:
            raise CommandError(f"These figures measure no page: {', '.join(failed)}.")
        verdict = "reached" if register.queries <= LIST_BUDGET else "NOT reached"
        self.stdout.write(f"Aim: a list of 50 rows costs at most {LIST_BUDGET} queries: {register.queries}, {verdict}.")
        ratio = right.cpu_ms / wagtail
        verdict = "reached" if ratio <= MOST_OF_WAGTAIL and right.queries <= MOST_QUERIES else "NOT reached"
        self.stdout.write(
            f"Aim: a page about a right costs without any cache at most {MOST_OF_WAGTAIL} × the minimal Wagtail page"
            f" and {MOST_QUERIES} queries: {ratio:.2f} × and {right.queries}, {verdict}."
        )

    def _line(self, cost: Cost, bare: float, wagtail: float) -> str:
        return (
            f"{cost.subject.name:24}{cost.cpu_ms:9.2f}{cost.cpu_ms / bare:9.1f}{cost.cpu_ms / wagtail:11.2f}"
            f"{cost.queries:9d}{cost.size / 1000:8.1f}{cost.status:8d}"
        )


def _a_right() -> RightPage:
    found = RightPage.objects.live().filter(locale__language_code="km").order_by("topic__number").first()
    if found is None:
        raise CommandError("There are no pages about rights yet. Set the portal up first: manage.py prepare")
    return found
