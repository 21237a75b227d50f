"""``manage.py bench``: what the register costs, as ratios against a floor measured in the same run."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from participation.models import CommunityGroup
from portal.bench.floor import BARE_MIDDLEWARE, STARTER_MIDDLEWARE
from portal.bench.requests import Cost, Subject, measure

LIST_BUDGET = 10


class Command(BaseCommand):
    help = "Prints what the list and the group page cost against a bare view and a Wagtail page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=40, help="requests per page (default: 40)")

    def handle(self, *, rounds: int, **options: object) -> None:
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
