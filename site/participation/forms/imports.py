"""The file to import, and what is said of rows that may be about somebody who is in the register already."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.forms.acting import ActingForm
from people.models import Person

from ..imports.findings import Choice, Decision, Like, State
from ..imports.subjects import Subject
from ..models import ImportedRow

SAME, OTHER, OUT = Choice.SAME, Choice.OTHER, Choice.OUT


class ImportForm(ActingForm):
    file = forms.FileField(allow_empty_file=True)

    def __init__(self, *args: object, subject: Subject, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label, self.fields["file"].help_text = subject.file_label, subject.file_help


class ApplyForm(ActingForm):
    """Nothing is asked but the button."""


class DecisionsForm(ActingForm):
    """One question for each doubtful row on a page, and one answer for all of them by the buttons below."""

    SAVE, NEXT, SHOWN, OPEN = "save", "next", "shown", "open"
    act = forms.ChoiceField(
        choices=[(word, word) for word in (SAVE, NEXT, f"{SHOWN}-{SAME}", f"{SHOWN}-{OTHER}", f"{SHOWN}-{OUT}", OPEN)],
        widget=forms.HiddenInput,
    )

    def __init__(
        self,
        *args: object,
        rows: Iterable[ImportedRow],
        people: Mapping[UUID, Person],
        other: str | Promise,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.state == State.DUPLICATE]
        for row in self.rows:
            self.fields[f"row_{row.number}"] = forms.ChoiceField(
                label=_("Row %(row)s: who is this?") % {"row": row.number} if row.likes else _("Import this row?"),
                choices=list(_answers(row, people, other)),
                widget=forms.RadioSelect,
                required=False,
                initial=_answer(row),
            )

    def field_of(self, row: ImportedRow) -> forms.BoundField | None:
        name = f"row_{row.number}"
        return self[name] if name in self.fields else None

    def decisions(self) -> dict[int, Decision]:
        """What was said row by row, or by one button for all rows shown."""
        act = self.cleaned_data["act"]
        if not act.startswith(f"{self.SHOWN}-"):
            return {row.number: _decision(self.cleaned_data[f"row_{row.number}"]) for row in self.rows}
        choice = act.removeprefix(f"{self.SHOWN}-")
        if choice != SAME:
            return {row.number: Decision(choice) for row in self.rows}
        return {row.number: _decision(_likeliest(self.fields[f"row_{row.number}"].choices)) for row in self.rows}


def _answers(row: ImportedRow, people: Mapping[UUID, Person], other: str | Promise) -> Iterable[tuple[str, str]]:
    """Only who is within the reader's reach is named."""
    for like in map(Like.restored, row.likes):
        if like.row is not None:
            yield f"row-{like.row}", _("The same person as in row %(row)s") % {"row": like.row}
        elif like.person in people:
            person = people[like.person]
            words = {"name": person.name, "code": person.code, "percent": like.percent}
            yield f"person-{like.person}", _("The same person: %(name)s, %(code)s (%(percent)s %% alike)") % words
    yield OTHER.value, _("Somebody else: a new person") if row.likes else other
    yield OUT.value, _("Leave this row out")


def _answer(row: ImportedRow) -> str:
    if row.choice != SAME:
        return row.choice
    return f"person-{row.same_as_person}" if row.same_as_person else f"row-{row.same_as_row}"


def _decision(answer: str) -> Decision:
    kind, _dash, key = answer.partition("-")
    if kind == "person":
        return Decision(SAME, person=UUID(key))
    return Decision(SAME, row=int(key)) if kind == "row" else Decision(answer)


def _likeliest(answers: Iterable[tuple[str, str]]) -> str:
    """The first that says who it is; nothing for a row that asks about its group only."""
    return next((answer for answer, _words in answers if "-" in answer), "")
