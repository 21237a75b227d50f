"""A sheet of paper as a grid: a line for each member, a column for each of six days, ten lines for newcomers.

Not a Django form: forty members and six days would be two hundred and forty fields of one and the same shape. What was
typed is kept on every drawing; what is wrong stands at its column, line or cell.
"""

import re
import uuid
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khmertext.dates import format_short_date, parse_date
from khmertext.numbers import to_ascii_digits
from people.aliases import kept_ids
from people.models import Person, Sex

from ..actions.paper_sheets import DayOnPaper, NewcomerOnPaper
from ..models import Attendance, Meeting
from ..paper import DATE_COLUMNS, EMPTY_LINES, legend
from ..reads.paper_sheets import Period
from ..refusals import DayInTheFuture, NotAMemberThatDay
from .inputs import DayField, WholeNumberField

_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})")


def day_on_paper(text: str) -> date:
    """As ``parse_date``; of a day and a month alone, the last such day that has come."""
    if not (match := _DAY_AND_MONTH.fullmatch(to_ascii_digits(text).strip())):
        return parse_date(text)
    day, month, today = int(match[1]), int(match[2]), timezone.localdate()
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)


class PaperDayField(DayField):
    """A day as it stands above a column, typed in a few keys."""

    widget = forms.TextInput
    parse = staticmethod(day_on_paper)


@dataclass(slots=True)
class Cell:
    """One box: the field's name, the mark in it (empty: none), and whether somebody belonged to the group that day."""

    name: str
    state: str
    is_outside: bool
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Column:
    """One day. ``meeting`` is what is recorded for it already; ``puts_right`` is the tick that lets it be changed."""

    number: int
    typed: str
    id: str
    day: date | None
    meeting: Meeting | None
    shown_version: str
    puts_right: bool
    saved: dict[uuid.UUID, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.meeting is None or self.meeting.status == Meeting.Status.RECORDED

    @property
    def is_shown(self) -> bool:
        """Whether the page that was sent had the saved marks in this column."""
        return self.meeting is not None and self.shown_version == str(self.meeting.version)


@dataclass(slots=True)
class Line:
    """A member, and one cell a column."""

    person: Person
    periods: list[Period]
    cells: list[Cell]
    errors: list[str] = field(default_factory=list)

    @property
    def came(self) -> int:
        return sum(cell.state in (Attendance.State.PRESENT, Attendance.State.LATE) for cell in self.cells)

    @property
    def span(self) -> str:
        """The days on which the person belonged, for the script: ``2026-01-05/2026-03-01 2026-09-01/``."""
        return " ".join(f"{one.began_on:%Y-%m-%d}/{one.ended_on or ''}" for one in self.periods)


class NewcomerForm(forms.Form):
    """One of the ten empty lines; left empty it is nobody."""

    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=60, required=False)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=60, required=False)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=[("", "–"), *Sex.choices], required=False)
    birth_year = WholeNumberField(label=gettext_lazy("Birth year"), min_value=1900, max_value=2100, required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if any(cleaned.get(name) for name in self.fields):
            for name in ("family_name", "given_name", "sex"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill in family name, given name and sex, or leave the whole line empty."))
                    break
        return cleaned

    @property
    def is_somebody(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


@dataclass(slots=True)
class NewLine:
    """An empty line of the paper: its form and its cells."""

    form: NewcomerForm
    cells: list[Cell]

    @property
    def errors(self) -> list[str]:
        found = [*self.form.non_field_errors(), *(text for field in self.form for text in field.errors)]
        return list(dict.fromkeys(found))


class PaperGrid:
    """``periods`` are those of the people on the paper, in its order; ``meetings`` by day; ``data`` what was sent."""

    def __init__(
        self,
        *,
        periods: list[Period],
        meetings: dict[date, tuple[Meeting, dict[uuid.UUID, str]]],
        planned: list[date],
        data: QueryDict | None,
        has_newcomers: bool,
    ) -> None:
        self.data, self.meetings, self.errors = data, meetings, []
        self.columns = [self._column(number, planned) for number in range(DATE_COLUMNS)]
        self.lines = self._lines(periods)
        self._led = self._read()
        for line in self.lines:
            line.cells = [self._cell(column, line) for column in self.columns]
        self.new_lines = [self._new_line(number) for number in range(EMPTY_LINES if has_newcomers else 0)]
        for column in self.columns:
            states = [cells[column.number].state for cells in self._rows]
            column.counts = {value: states.count(value) for value, _letter, _word in legend()}

    # --- what is shown -----------------------------------------------------------------------------------------------
    @cached_property
    def legend(self) -> list[tuple[str, str, str]]:
        return legend()

    @property
    def totals(self) -> list[tuple[str, str, str, list[tuple[int, int]]]]:
        """For each mark: value, letter, word, and number of column with how many stand in it."""
        return [
            (value, letter, word, [(column.number, column.counts[value]) for column in self.columns])
            for value, letter, word in self.legend
        ]

    @property
    def people_shown(self) -> int:
        return len(self.lines)

    @property
    def is_wrong(self) -> bool:
        return bool(self.faults)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Every fault with the id of the field it is at."""
        found = [("sheet", text) for text in self.errors]
        found += [(f"day-{column.number}", text) for column in self.columns for text in column.errors]
        found += [(cell.name, text) for line in self.lines for cell in line.cells for text in cell.errors]
        for new in self.new_lines:
            if new.form.is_bound:
                found += [(new.form["family_name"].id_for_label, text) for text in new.errors]
        return list({text: (where, text) for where, text in reversed(found)}.values())[::-1]

    @property
    def _rows(self) -> list[list[Cell]]:
        return [line.cells for line in self.lines] + [new.cells for new in self.new_lines]

    def _column(self, number: int, planned: list[date]) -> Column:
        if self.data is None:
            day = planned[number] if number < len(planned) else None
            typed, key, version, puts_right = day and format_short_date(day) or "", str(uuid.uuid4()), "", False
        else:
            typed, key = self.data.get(f"day-{number}", "")[:40], self.data.get(f"id-{number}", "")
            version, puts_right = self.data.get(f"version-{number}", ""), f"right-{number}" in self.data
            day = read_day(typed)
        meeting, saved = self.meetings.get(day, (None, {}))
        return Column(number, typed, _uuid(key) or str(uuid.uuid4()), day, meeting, version, puts_right, saved)

    def _lines(self, periods: list[Period]) -> list[Line]:
        lines: dict[uuid.UUID, Line] = {}
        for period in periods:
            lines.setdefault(period.person.pk, Line(period.person, [], [])).periods.append(period)
        return list(lines.values())

    def _read(self) -> dict[tuple[int, str], str]:
        """The marks as sent, by column and line; those of a record that was merged away go to the kept person."""
        if self.data is None:
            return {}
        sent: dict[tuple[int, str], str] = {}
        for name in self.data:
            head, _dash, rest = name.partition("-")
            number, _dash, key = rest.partition("-")
            if head == "cell" and number.isascii() and number.isdecimal() and int(number) < DATE_COLUMNS:
                sent[int(number), key] = self.data[name]
        known = {str(line.person.pk) for line in self.lines}
        strangers = {key for _number, key in sent if key not in known and not key.startswith("new-")}
        if not strangers:
            return sent
        kept = kept_ids([uuid.UUID(key) for text in strangers if (key := _uuid(text))])
        led = {str(old): str(person) for old, person in kept.items()}
        for (number, key), state in list(sent.items()):
            if key in strangers:
                del sent[number, key]
                if led.get(key) in known:
                    sent[number, led[key]] = sent.get((number, led[key])) or state
                elif state:
                    self.errors.append(
                        _("The list of members is another one on that day. Look through it and save again.")
                    )
        return sent

    def _cell(self, column: Column, line: Line) -> Cell:
        key = str(line.person.pk)
        typed, saved = self._led.get((column.number, key), ""), column.saved.get(line.person.pk, "")
        state = typed if column.is_shown else typed or saved
        is_outside = column.day is not None and not any(one.holds(column.day) for one in line.periods)
        return Cell(f"cell-{column.number}-{key}", state if state in Attendance.State else "", is_outside and not saved)

    def _new_line(self, number: int) -> NewLine:
        form = NewcomerForm(self.data, prefix=f"new-{number}")
        keys = [(column.number, f"new-{number}") for column in self.columns]
        states = [self._led.get(key, "") for key in keys]
        cells = [
            Cell(f"cell-{column}-{key}", state if state in Attendance.State else "", False)
            for (column, key), state in zip(keys, states, strict=True)
        ]
        return NewLine(form, cells)

    # --- what is saved -----------------------------------------------------------------------------------------------
    def is_valid(self) -> bool:
        """Everything is judged, so that all faults are shown at once."""
        for column in self.columns:
            self._judge(column)
        for new in self.new_lines:
            is_whole = new.form.is_valid()
            marked = any(cell.state for cell in new.cells)
            if is_whole and new.form.is_somebody and not marked:
                new.form.add_error(None, _("Mark at least one day for each newcomer."))
            elif is_whole and marked and not new.form.is_somebody:
                new.form.add_error("family_name", _("Write the name of each newcomer that is marked."))
        if not self.is_wrong and not self._chosen:
            self.errors.append(_("Nothing is marked yet. Write a day above a column and mark who was there."))
        return not self.is_wrong

    def _judge(self, column: Column) -> None:
        if not self._is_used(column):
            return
        if column.day is None:
            column.errors.append(_("Write the day of this column, such as 28/11/2026."))
        elif column.day > timezone.localdate():
            column.errors.append(str(DayInTheFuture.message))
        elif sum(other.day == column.day for other in self.columns if self._is_used(other)) > 1:
            column.errors.append(_("This day stands above two columns."))
        elif column.meeting is not None and not column.is_open:
            column.errors.append(_("The meeting of this day is approved. It can no longer be changed here."))
        elif column.meeting is not None and not (column.puts_right and column.is_shown):
            column.errors.append(
                _("A meeting of this day is recorded already. Tick that it is to be put right, or clear the day.")
            )
        for line in self.lines:
            cell = line.cells[column.number]
            if cell.state and cell.is_outside:
                cell.errors.append(str(NotAMemberThatDay.message))

    def _is_used(self, column: Column) -> bool:
        """A day with nothing in its column, such as one that was planned, is no meeting; nor is one left as it is."""
        states = [cells[column.number].state for cells in self._rows]
        if column.meeting is None:
            return any(states)
        typed = {line.person.pk: line.cells[column.number].state for line in self.lines}
        is_changed = any(column.saved.get(person, "") != state for person, state in typed.items())
        return is_changed or any(states[len(self.lines) :])

    @property
    def _chosen(self) -> list[Column]:
        return [column for column in self.columns if self._is_used(column)]

    def days(self) -> list[DayOnPaper]:
        return [
            DayOnPaper(
                held_on=column.day,
                marks={line.person.pk: state for line in self.lines if (state := line.cells[column.number].state)},
                id=uuid.UUID(column.id),
                meeting=column.meeting,
                version=column.meeting.version if column.meeting else None,
            )
            for column in self._chosen
        ]

    def newcomers(self) -> list[NewcomerOnPaper]:
        places = {column.number: place for place, column in enumerate(self._chosen)}
        return [
            NewcomerOnPaper(
                **{name: new.form.cleaned_data[name] for name in new.form.fields},
                marks={places[number]: cell.state for number, cell in enumerate(new.cells) if cell.state},
            )
            for new in self._somebody
        ]

    @property
    def _somebody(self) -> list[NewLine]:
        return [new for new in self.new_lines if new.form.is_somebody]

    def explain(self, refusal: ValidationError, *, column: int | None, line: int | None) -> None:
        """What the action refused, at its column or line."""
        if line is not None:
            self._somebody[line].form.add_error(None, refusal.messages)
        elif column is not None:
            self._chosen[column].errors += refusal.messages
        else:
            self.errors += refusal.messages


def read_day(typed: str) -> date | None:
    try:
        return PaperDayField(required=False).clean(typed)
    except ValidationError:
        return None


def _uuid(text: str) -> str | None:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return None
