"""What the groups of the demo asked for, who had to answer, and what came of it: at every step of the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from content.models import AskRelease
from participation.models import Ask, AskAnswer, AskStep, CommunityGroup, DutyBearer, Issue, Kind, Topic
from places.codes import lineage

from .life import DemoMeeting, GroupLife

MIXER = 37
"""Has no divisor in common with ten: neighbours among the groups are at different steps."""
FEWEST_MEETINGS = 5
TIME_TO_ANSWER = timedelta(days=30)
NOON = time(12, 0)

S, K = Ask.Status, AskAnswer.Kind
COURSES: tuple[tuple[str, str], ...] = (
    (S.CLOSED, K.DONE),
    (S.SENT, ""),
    (S.ANSWERED, K.PLANNED),
    (S.CLOSED, K.DONE),
    (S.TOLD, K.ACCEPTED),
    (S.SENT, ""),
    (S.CLOSED, K.REFUSED),
    (S.ANSWERED, K.REFUSED),
    (S.DRAFTED, ""),
    (S.WITHDRAWN, ""),
)
"""How far an ask of the demo comes, and what was answered last."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that children of the demo ask for, in both languages."""

    km: str
    en: str
    article: int
    level: str
    bearer: str


YES = ("យើងយល់ព្រម។ យើងនឹងប្រាប់ថ្ងៃឱ្យកុមារដឹង។", "We agree. We will tell the children the day.")
PLAN = ("យើងបានដាក់ក្នុងផែនការឆ្នាំក្រោយ។", "It is in the plan for next year.")
NO = ("ឆ្នាំនេះគ្មានថវិកាទេ។ សូមសួរម្ដងទៀតឆ្នាំក្រោយ។", "There is no money this year. Please ask again next year.")
DONE = ("ធ្វើរួចហើយ។ អរគុណកុមារដែលបានប្រាប់យើង។", "It is done. We thank the children who told us.")
ANSWERS = {K.ACCEPTED: YES, K.PLANNED: PLAN, K.REFUSED: NO, K.DONE: DONE}
WISHES = (
    Wish(
        "សូមជួសជុលអណ្តូងទឹកនៅសាលា យើងចង់មានទឹកស្អាត។",
        "Please mend the well at our school. We want clean water.",
        24,
        Ask.Level.SCHOOL,
        "school",
    ),
    Wish(
        "សូមដាក់ភ្លើងតាមផ្លូវ យើងខ្លាចដើរពេលងងឹត។",
        "Please put lights on the road. We are afraid to walk in the dark.",
        6,
        Ask.Level.COMMUNE,
        "commune-council",
    ),
    Wish(
        "សូមឱ្យមានកន្លែងលេងសម្រាប់ក្មេងៗក្នុងភូមិ។",
        "Please make a place to play for the children of the village.",
        31,
        Ask.Level.VILLAGE,
        "village-chief",
    ),
    Wish(
        "សូមឱ្យបង្គន់សាលាមានទ្វារ និងមានទឹក។",
        "Please give the school toilets a door and water.",
        24,
        Ask.Level.SCHOOL,
        "school",
    ),
    Wish(
        "សូមធ្វើផ្លូវឱ្យកៅអីរុញចូលបណ្ណាល័យបាន។",
        "Please make a way into the library for wheelchairs.",
        23,
        Ask.Level.SCHOOL,
        "school",
    ),
    Wish(
        "សូមឱ្យយើងចូលនិយាយក្នុងប្រជុំឃុំ ពេលនិយាយអំពីកុមារ។",
        "Please let us speak at the commune's meeting when it is about children.",
        12,
        Ask.Level.COMMUNE,
        "ccwc",
    ),
    Wish(
        "សូមជួយធ្វើសំបុត្រកំណើតឱ្យកុមារដែលមិនទាន់មាន។",
        "Please help the children who have no birth certificate yet.",
        7,
        Ask.Level.COMMUNE,
        "commune-council",
    ),
    Wish(
        "សូមដាក់ធុងសំរាមនៅផ្សារ និងនៅមុខសាលា។",
        "Please put bins at the market and in front of the school.",
        24,
        Ask.Level.COMMUNE,
        "commune-council",
    ),
)


@dataclass(slots=True)
class Asked:
    """What one group asked for, as rows."""

    issues: list[Issue] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    topics: list[Ask.topics.through] = field(default_factory=list)
    steps: list[AskStep] = field(default_factory=list)
    answers: list[AskAnswer] = field(default_factory=list)
    releases: list[AskRelease] = field(default_factory=list)

    def tables(self) -> Iterator[tuple[type[Model], list]]:
        """Each table with its rows, parents before children."""
        yield Issue, self.issues
        yield Ask, self.asks
        yield Ask.topics.through, self.topics
        yield AskStep, self.steps
        yield AskAnswer, self.answers
        yield AskRelease, self.releases


class Asking:
    """Draws from a group's number alone, so every load draws the same."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.bearers = dict(DutyBearer.objects.values_list("code", "pk"))
        self.articles = dict(Topic.objects.filter(type=Topic.Type.ARTICLE).values_list("number", "pk"))

    def of(self, group: CommunityGroup, life: GroupLife, number: int, by: User) -> Asked:
        found = Asked()
        if number % 3 or len(life.meetings) < FEWEST_MEETINGS:
            return found
        for turn in range(2 if group.kind == Kind.COUNCIL else 1):
            draw = number // 3 * MIXER + turn * 3
            self._add(found, group, life.meetings, draw, by, key=uuid5(group.pk, f"ask {turn}"))
        return found

    def _add(
        self, found: Asked, group: CommunityGroup, meetings: list[DemoMeeting], draw: int, by: User, *, key: UUID
    ) -> None:
        wish, (status, kind) = WISHES[draw % len(WISHES)], COURSES[draw % len(COURSES)]
        raised = meetings[-1 - draw % 2] if status in (S.DRAFTED, S.SENT) and draw % 4 else meetings[-FEWEST_MEETINGS]
        sent_on = min(raised.held_on + timedelta(days=2 + draw % 7), self.today)
        answered_on = min(sent_on + timedelta(days=6 + draw % 29), self.today)
        told = next((row for row in meetings if row.held_on >= answered_on), None)
        if status in (S.TOLD, S.CLOSED) and told is None:
            status = S.ANSWERED
        is_told = status in (S.TOLD, S.CLOSED)
        is_sent = status not in (S.DRAFTED, S.WITHDRAWN)
        ask = Ask(
            id=key,
            issue_id=uuid5(key, "issue"),
            text=wish.km,
            level=wish.level,
            area_id=lineage(group.area_id)[:3][-1],
            body_id=self.bearers[wish.bearer],
            answer_due_on=sent_on + TIME_TO_ANSWER,
            status=status,
            sent_on=sent_on if is_sent else None,
            answered_on=answered_on if kind and is_sent else None,
            told_meeting_id=told.id if is_told else None,
            closed_on=told.held_on if status == S.CLOSED else None,
            withdrawn_on=sent_on if status == S.WITHDRAWN else None,
            withdraw_reason=Ask.WithdrawReason.SETTLED if status == S.WITHDRAWN else "",
            created_at=at_noon(raised.held_on),
        )
        found.issues.append(
            Issue(id=ask.issue_id, meeting_id=raised.id, text=wish.km, created_at=at_noon(raised.held_on))
        )
        found.asks.append(ask)
        through = Ask.topics.through
        found.topics.append(through(ask_id=key, topic_id=self.articles[wish.article]))
        found.steps += [
            AskStep(ask_id=key, status=each, at=at_noon(day), by=by) for each, day in _way(ask, raised, told)
        ]
        if ask.answered_on:
            found.answers.append(_answer(ask, kind, by))
        if is_sent and draw % 5:
            found.releases.append(self._release(ask, wish, kind))

    def _release(self, ask: Ask, wish: Wish, kind: str) -> AskRelease:
        answer_km, answer_en = ANSWERS[kind] if ask.answered_on else ("", "")
        return AskRelease(
            ask_id=ask.pk,
            text_km=wish.km,
            text_en=wish.en,
            answer_km=answer_km,
            answer_en=answer_en,
            topic_id=self.articles[wish.article],
            released_at=at_noon(ask.answered_on or ask.sent_on),
        )


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))


def _way(ask: Ask, raised: DemoMeeting, told: DemoMeeting | None) -> Iterator[tuple[str, date]]:
    """Every status that the ask has been at, with its day."""
    yield S.DRAFTED, raised.held_on
    days = {
        S.SENT: ask.sent_on,
        S.ANSWERED: ask.answered_on,
        S.TOLD: told.held_on if ask.told_meeting_id else None,
        S.CLOSED: ask.closed_on,
        S.WITHDRAWN: ask.withdrawn_on,
    }
    yield from ((status, day) for status, day in days.items() if day)


def _answer(ask: Ask, kind: str, by: User) -> AskAnswer:
    moment = at_noon(ask.answered_on)
    return AskAnswer(
        id=uuid5(ask.pk, "answer"),
        ask_id=ask.pk,
        kind=kind,
        text=ANSWERS[kind][0],
        answered_on=ask.answered_on,
        recorded_at=moment,
        recorded_by=by,
        confirmed_at=moment,
        confirmed_by=by,
    )
