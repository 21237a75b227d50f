"""Asks as lists and pages show them, as typed rows: the number of queries does not grow with the rows."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from places.paths import parts_for

from .. import extras
from ..models import Ask, AskAnswer, AskLink, AskStep, CommunityGroup, Topic
from ..models.ask import ANSWERABLE
from ..scopes import groups_q

MOST_OVERDUE = 10
TONES = {
    Ask.Status.DRAFTED: "quiet",
    Ask.Status.SENT: "info",
    Ask.Status.ANSWERED: "warn",
    Ask.Status.TOLD: "ok",
    Ask.Status.CLOSED: "ok",
    Ask.Status.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class AskRow:
    """An ask in a list: where it is about, whether its answer is late, the last answer, and answers that wait."""

    ask: Ask
    path: list[str]
    is_overdue: bool
    answer: AskAnswer | None
    unconfirmed: int

    @property
    def group(self) -> CommunityGroup:
        return self.ask.issue.meeting.group

    @property
    def tone(self) -> str:
        return "danger" if self.is_overdue else TONES[Ask.Status(self.ask.status)]


def ask_rows(asks: Iterable[Ask]) -> list[AskRow]:
    """Rows of asks read ``with_group``: two queries for a page of any length."""
    asks, today = list(asks), timezone.localdate()
    paths = parts_for({ask.area_id for ask in asks})
    latest: dict[uuid.UUID, AskAnswer] = {}
    waiting: dict[uuid.UUID, int] = defaultdict(int)
    for answer in AskAnswer.objects.filter(ask__in=[ask.pk for ask in asks]).oldest_first() if asks else ():
        if answer.is_confirmed:
            latest[answer.ask_id] = answer
        else:
            waiting[answer.ask_id] += 1
    return [AskRow(ask, paths[ask.area_id], ask.is_overdue(today), latest.get(ask.pk), waiting[ask.pk]) for ask in asks]


def overdue_asks(user: User) -> list[AskRow]:
    """What has waited longest for an answer in the reader's reach."""
    asks = Ask.objects.visible_to(user).overdue(timezone.localdate()).with_group()
    return ask_rows(asks.order_by("answer_due_on", "pk")[:MOST_OVERDUE])


def answers_to_confirm(user: User) -> int:
    """How many answers by link wait for the reader's word."""
    return AskAnswer.objects.editable_by(user).unconfirmed().filter(ask__status__in=ANSWERABLE).count()


def open_asks_of(group: CommunityGroup, *, user: User) -> list[AskRow]:
    """The asks of a group that are under way, what is to be told first."""
    asks = Ask.objects.visible_to(user).open().of_group(group).with_group()
    return ask_rows(asks.order_by("status", "answer_due_on", "pk"))


@dataclass(frozen=True, slots=True)
class AskRights:
    """What the reader may do with one ask."""

    edit: bool
    confirm: bool
    see_people: bool


@dataclass(frozen=True, slots=True)
class AskPage:
    """The page of an ask."""

    row: AskRow
    topics: list[Topic]
    answers: list[AskAnswer]
    steps: list[AskStep]
    links: list[AskLink]
    """Those that would still open."""
    rights: AskRights
    ways: list[extras.AskWay]

    @property
    def takes_answers(self) -> bool:
        """Once it is over, an answer that came by link can no longer be confirmed."""
        return self.row.ask.status in ANSWERABLE

    @property
    def may(self) -> frozenset[str]:
        """The steps that the reader may take now, by the name of their address."""
        status, found = Ask.Status(self.row.ask.status), set()
        if self.rights.edit:
            found |= EDITORS_STEPS.get(status, set())
        return frozenset(found)


S = Ask.Status
EDITORS_STEPS = {
    S.DRAFTED: {"change", "send", "withdraw"},
    S.SENT: {"answer", "link", "move_due", "withdraw"},
    S.ANSWERED: {"answer", "link", "tell", "withdraw"},
    S.TOLD: {"answer", "link", "close", "untell"},
}


def ask_page(ask: Ask, *, user: User) -> AskPage:
    (row,) = ask_rows([ask])
    answers = ask.answers.select_related("recorded_by", "confirmed_by", "link__link").oldest_first()
    links = ask.links.select_related("link__created_by")
    now = timezone.now()
    usable = links.filter(link__used_at__isnull=True, link__revoked_at__isnull=True, link__expires_at__gt=now)
    return AskPage(
        row=row,
        topics=list(ask.topics.order_by("number", "pk")),
        answers=list(answers),
        steps=list(ask.steps.select_related("by").order_by("at", "pk")),
        links=list(usable),
        rights=AskRights(
            edit=Ask.objects.editable_by(user).filter(pk=ask.pk).exists(),
            confirm=_reaches(ask, user, Capability.EDIT_GROUPS),
            see_people=_reaches(ask, user, Capability.SEE_PEOPLE),
        ),
        ways=extras.ask_ways(user),
    )


def _reaches(ask: Ask, user: User, capability: Capability) -> bool:
    return Ask.objects.filter(groups_q(user, capability, "issue__meeting__group__"), pk=ask.pk).exists()
