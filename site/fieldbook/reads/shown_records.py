"""A record in words, field by field, beside the one that stands and beside both put together."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from participation.models import Attendance, HeadCount, Issue, Meeting, MissedMeeting, Post, Topic
from people.models import Person, Sex

from ..payloads import MeetingRecord, MissedRecord, PhotoRecord, PlanRecord, Record, SetAsideRecord

STATES = dict(Attendance.State.choices)
KINDS = dict(Meeting.Kind.choices)
GUESTS = dict(HeadCount.Group.choices)
MINUTES = dict(Meeting.MinutesApproved.choices)
RAISED_BY = dict(Issue.RaisedBy.choices)
REASONS = dict(MissedMeeting.Reason.choices)
SEXES = dict(Sex.choices)


@dataclass(frozen=True, slots=True)
class Names:
    """What ids and codes of records mean, as far as the reader may know."""

    people: dict[uuid.UUID, Person]
    topics: dict[str, str]
    posts: dict[str, str]

    @classmethod
    def of(cls, records: Iterable[MeetingRecord], *, user: User, kind: str) -> "Names":
        """Three queries for any number of records."""
        records = list(records)
        ids = {person for record in records for person in record.marks}
        codes = {code for record in records for code in record.topics}
        people = Person.objects.visible_to(user).filter(pk__in=ids)
        return cls(
            people={person.pk: person for person in people},
            topics={topic.code: topic.name for topic in Topic.objects.filter(code__in=codes)},
            posts={post.code: post.name for post in Post.objects.filter(kind=kind)},
        )

    def person(self, key: uuid.UUID, newcomers: dict[uuid.UUID, str]) -> str:
        known = self.people.get(key)
        return known.name if known else newcomers.get(key, _("Somebody beyond your reach"))


@dataclass(frozen=True, slots=True)
class ShownField:
    """One line: what each of the records says. ``differs`` where they do not say the same."""

    label: Promise | str
    values: list[str]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


FIELDS: tuple[tuple[Promise, Callable[[MeetingRecord, Names], str]], ...] = (
    (gettext_lazy("Day"), lambda record, names: date_format(record.held_on)),
    (gettext_lazy("Kind of meeting"), lambda record, names: str(KINDS[record.kind])),
    (gettext_lazy("Number"), lambda record, names: _number(record.number)),
    (gettext_lazy("From"), lambda record, names: record.started_at or ""),
    (gettext_lazy("Until"), lambda record, names: record.ended_at or ""),
    (gettext_lazy("Place"), lambda record, names: record.place_text),
    (gettext_lazy("Attendance"), lambda record, names: _totals(record)),
    (gettext_lazy("Newcomers"), lambda record, names: _lines(_new_names(record).values())),
    (gettext_lazy("Typed names"), lambda record, names: _lines(record.typed_names)),
    (gettext_lazy("Guests"), lambda record, names: _lines(_guests(record))),
    (gettext_lazy("Topics"), lambda record, names: _lines(names.topics.get(code, code) for code in record.topics)),
    (gettext_lazy("Decisions"), lambda record, names: _lines(_decisions(record, names))),
    (gettext_lazy("What the children raised"), lambda record, names: _lines(_issues(record))),
    (gettext_lazy("What was talked about"), lambda record, names: record.summary),
    (gettext_lazy("Enough members to decide"), lambda record, names: _yes_or_no(record.quorum_met)),
    (
        gettext_lazy("Minutes of the last meeting approved"),
        lambda record, names: str(MINUTES.get(record.minutes_approved, "")),
    ),
    (gettext_lazy("Adults who stayed with the children"), lambda record, names: _number(record.adults_present)),
    (gettext_lazy("Children who felt good"), lambda record, names: _number(record.felt_good or None)),
    (gettext_lazy("Children who felt so-so"), lambda record, names: _number(record.felt_so_so or None)),
    (gettext_lazy("Children who felt bad"), lambda record, names: _number(record.felt_bad or None)),
    (
        gettext_lazy("Next meeting"),
        lambda record, names: date_format(record.next.planned_on) if record.next else "",
    ),
)


def fields_of(records: list[MeetingRecord], names: Names) -> list[ShownField]:
    """The fields of which at least one record says something."""
    found = [ShownField(label, [say(record, names) for record in records]) for label, say in FIELDS]
    return [field for field in found if any(field.values)]


def marks_of(records: list[MeetingRecord], names: Names) -> list[ShownField]:
    """A line for each person whom one of the records marks, by name."""
    newcomers: dict[uuid.UUID, str] = {}
    for record in records:
        newcomers |= _new_names(record)
    people = dict.fromkeys(person for record in records for person in record.marks)
    found = [
        ShownField(
            names.person(person, newcomers), [str(STATES.get(record.marks.get(person), "")) for record in records]
        )
        for person in people
    ]
    return sorted(found, key=lambda field: (not field.differs, str(field.label)))


def other_fields(record: Record) -> list[ShownField]:
    """What a record says that is no meeting."""
    match record:
        case MissedRecord():
            told = [(_("Day"), date_format(record.missed_on)), (_("Why?"), str(REASONS[record.reason]))]
        case PlanRecord():
            told = [(_("Day"), date_format(record.planned_on)), (_("From"), record.starts_at or "")]
            told += [(_("Place"), record.place_text)]
        case PhotoRecord():
            told = [(_("People marked in the photo"), _number(len(record.shown or ())))]
        case SetAsideRecord():
            told = [(_("Meeting"), _("The other record of this meeting stands"))]
        case _:
            told = []
    return [ShownField(label, [value]) for label, value in told if value]


def people_in(record: Record) -> int:
    """How many persons the record shows to whoever opens it."""
    if not isinstance(record, MeetingRecord):
        return len(record.shown or ()) if isinstance(record, PhotoRecord) else 0
    return len({*record.marks, *(one.id for one in record.newcomers)}) + len(record.typed_names)


def _new_names(record: MeetingRecord) -> dict[uuid.UUID, str]:
    return {one.id: f"{one.family_name} {one.given_name}".strip() for one in record.newcomers}


def _totals(record: MeetingRecord) -> str:
    counts = Counter(record.marks.values())
    return _lines(f"{label}: {counts[state]}" for state, label in STATES.items() if counts[state])


def _guests(record: MeetingRecord) -> Iterable[str]:
    return (f"{GUESTS[one.group]}: {one.number}" for one in record.guests if one.number)


def _decisions(record: MeetingRecord, names: Names) -> Iterable[str]:
    for one in record.decisions:
        parts = [one.text, names.posts.get(one.post, ""), date_format(one.due_on) if one.due_on else ""]
        yield " · ".join(filter(None, parts))


def _issues(record: MeetingRecord) -> Iterable[str]:
    return (f"{one.text} · {RAISED_BY[one.raised_by]}" for one in record.issues)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _yes_or_no(answer: bool | None) -> str:
    return "" if answer is None else _("Yes") if answer else _("No")
