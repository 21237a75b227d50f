"""The terms: how long which data is kept, and what happens then. What was changed since is in the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..models import RetentionTerm


class Unit(StrEnum):
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Term:
    """How long one kind of data is kept. ``since``: from when it runs. ``then``: what happens when it is over.

    A fixed term is part of a promise made elsewhere (on a paper, or in a day written into the row); it is shown, and
    changed by no form.
    """

    key: str
    label: Promise
    since: Promise
    then: Promise
    number: int
    unit: Unit
    least: int = 1
    most: int = 120
    is_fixed: bool = False


DELETED = _("It is deleted.")
M, D, Y = Unit.MONTHS, Unit.DAYS, Unit.YEARS

TERMS: dict[str, Term] = {
    term.key: term
    for term in (
        Term(
            "identity",
            _("Who a member is"),
            _("since the last membership ended"),
            _("The names go and the code leads nowhere; sex, a band of birth years and the commune stay for counts."),
            24,
            M,
            least=6,
            most=60,
        ),
        Term(
            "identity_age",
            _("Who a member is, at the latest"),
            _("of age, for who joined before it"),
            _("The names go and the code leads nowhere; sex, a band of birth years and the commune stay for counts."),
            25,
            Y,
            least=18,
            most=30,
        ),
        Term(
            "attendance",
            _("Attendance by person"),
            _("since the meeting, and since the end of the projects that supported the group then"),
            _("The marks of a meeting become counts."),
            24,
            M,
            least=6,
            most=84,
        ),
        Term(
            "photos", _("Photos of meetings"), _("at most, while everybody on it agrees"), DELETED, 36, M, is_fixed=True
        ),
        Term(
            "photos_unmarked",
            _("Photos of which nobody said whom they show"),
            _("since they came"),
            DELETED,
            60,
            D,
            is_fixed=True,
        ),
        Term(
            "awaited",
            _("Names without a signed paper"),
            _("since there is no paper"),
            _("The names go."),
            60,
            D,
            is_fixed=True,
        ),
        Term("merges", _("What undoes a merge of two records"), _("since the merge"), DELETED, 90, D, is_fixed=True),
        Term(
            "hand_overs",
            _("Hand-over notes"),
            _("since somebody took the note on"),
            _("It is deleted; a total of five or more by month and province stays."),
            12,
            M,
            is_fixed=True,
        ),
        Term("clips", _("Recordings of voices"), _("at most, while the speaker agrees"), DELETED, 36, M, is_fixed=True),
        Term(
            "sealed",
            _("Sealed records of phones that nobody settled"),
            _("since they came"),
            DELETED,
            90,
            D,
            is_fixed=True,
        ),
        Term(
            "deliveries",
            _("That a phone delivered a record, and when"),
            _("since it came"),
            DELETED,
            24,
            M,
            least=6,
            most=36,
        ),
        Term(
            "devices",
            _("Phones that no longer deliver"),
            _("since they ended or expired"),
            DELETED,
            12,
            M,
            least=6,
            most=36,
        ),
        Term("drafts", _("Imports that were not carried out"), _("since the file came"), DELETED, 30, D, most=90),
        Term(
            "imports",
            _("Imports that were carried out, with what undoes them"),
            _("since the import"),
            DELETED,
            12,
            M,
            most=24,
        ),
        Term(
            "requests",
            _("Requests of people about what is kept of them"),
            _("since the answer"),
            DELETED,
            24,
            M,
            least=12,
            most=60,
        ),
        Term(
            "holds",
            _("Holds that have ended, with their reason"),
            _("since they ended"),
            DELETED,
            24,
            M,
            least=12,
            most=60,
        ),
        Term(
            "accounts",
            _("Accounts of former staff"),
            _("since the last role ended and the account was last used"),
            _("The name, the address and all that opens the account go."),
            24,
            M,
            least=6,
            most=60,
        ),
        Term("notices", _("Notices"), _("since they came"), DELETED, 12, M, most=36),
        Term(
            "links",
            _("One-time links and codes that have run out"),
            _("since they ran out"),
            DELETED,
            90,
            D,
            least=7,
            most=365,
        ),
        Term(
            "tokens",
            _("Keys for other systems that work no longer"),
            _("since they ended or ran out"),
            DELETED,
            12,
            M,
            least=3,
            most=36,
        ),
        Term(
            "sessions",
            _("Sessions that have run out, and jobs that are done"),
            _("since then"),
            DELETED,
            30,
            D,
            most=90,
        ),
        Term(
            "journal",
            _("Who read and who changed what"),
            _("since the line was written"),
            DELETED,
            24,
            M,
            least=12,
            most=60,
        ),
        Term(
            "backups", _("Backups"), _("since they were made"), _("The file is to be destroyed."), 90, D, is_fixed=True
        ),
    )
}
PERMANENT = "permanent"
"""In place of a term: totals, minutes and decisions, in which no name stands."""

_AMOUNTS = {
    Unit.DAYS: ngettext_lazy("%(number)d day", "%(number)d days", "number"),
    Unit.MONTHS: ngettext_lazy("%(number)d month", "%(number)d months", "number"),
    Unit.YEARS: ngettext_lazy("%(number)d year", "%(number)d years", "number"),
}


def in_words(term: Term, number: int) -> str:
    return _AMOUNTS[term.unit] % {"number": number}


def numbers_now() -> dict[str, int]:
    """How long each is kept today: the newest row of a key, else what the house began with. One query."""
    changed = RetentionTerm.objects.order_by("pk").values_list("key", "number")
    known = {key: number for key, number in changed if key in TERMS and not TERMS[key].is_fixed}
    return {key: known.get(key, term.number) for key, term in TERMS.items()}


@dataclass(frozen=True)
class Due:
    """A day, and the terms by which it is asked what is due on it."""

    on: date
    numbers: Mapping[str, int] = field(default_factory=numbers_now)

    def before(self, key: str) -> date:
        """What happened before this day is past its term."""
        term, number = TERMS[key], self.numbers[key]
        if term.unit is Unit.DAYS:
            return self.on - timedelta(days=number)
        return months_before(self.on, number * (12 if term.unit is Unit.YEARS else 1))

    def moment(self, key: str) -> datetime:
        """The first moment of ``before``."""
        return first_moment(self.before(key))


def first_moment(day: date) -> datetime:
    """Midnight, with which a day begins in Cambodia."""
    return timezone.make_aware(datetime.combine(day, time.min))


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last of that month."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(years, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("A month has a first day.")
