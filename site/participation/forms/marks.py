"""The list of members at a meeting: one mark each, everyone present until said otherwise.

At a correction only those have a mark who had one; who was not marked then stays so until somebody marks them.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from people.models import Person

from ..actions.marks import of_kept_people
from ..models import Attendance

State = Attendance.State
PREFIX = "mark-"


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody on the list of the day."""

    person: Person
    post_name: str
    age: int | None


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One line of the list: who, and which of the four marks is set (empty: none)."""

    listed: ListedPerson
    field_name: str
    state: str
    choices: list[tuple[str, str]]


class MarksForm:
    """The marks of a meeting, read from fields named ``mark-<person>``; only people on the list have one.

    A page that was opened before two records became one still names both: its marks go to the kept person.
    Not a Django form: forty members would be forty fields of one and the same shape.
    """

    def __init__(
        self,
        *,
        people: list[ListedPerson],
        data: QueryDict | None = None,
        saved: Mapping[uuid.UUID, str] | None = None,
    ) -> None:
        self.people, self.saved = people, saved
        self.sent = None if data is None else self._read(data)
        self.errors: list[str] = []

    @property
    def rows(self) -> list[MarkRow]:
        choices = [(state.value, str(state.label)) for state in State]
        return [
            MarkRow(listed, f"{PREFIX}{listed.person.pk}", self._state(listed.person.pk), choices)
            for listed in self.people
        ]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Value, word and number of each kind of mark."""
        states = [row.state for row in self.rows]
        return [(state.value, str(state.label), states.count(state)) for state in State]

    @property
    def marks(self) -> dict[uuid.UUID, str]:
        found = {listed.person.pk: self._state(listed.person.pk) for listed in self.people}
        return {person: state for person, state in found.items() if state}

    def is_valid(self) -> bool:
        """Every mark belongs to somebody on the list of the day, and whoever must have one has one."""
        sent = self.sent.keys()
        listed = {str(one.person.pk) for one in self.people}
        expected = listed if self.saved is None else listed & {str(person) for person in self.saved}
        if not expected <= sent <= listed:
            self.errors.append(_("The list of members is another one on that day. Look through it and save again."))
        elif not set(self.sent.values()) <= set(State.values):
            self.errors.append(_("One of the marks is none of the four. Look through the list and save again."))
        return not self.errors

    def _read(self, data: QueryDict) -> dict[str, str]:
        """The marks as they were sent, by person; one query more only where somebody is not on the list."""
        sent = {key.removeprefix(PREFIX): data[key] for key in data if key.startswith(PREFIX)}
        if sent.keys() <= {str(one.person.pk) for one in self.people}:
            return sent
        try:
            marks = of_kept_people({uuid.UUID(key): state for key, state in sent.items()})
        except ValueError:
            return sent
        return {str(person): state for person, state in marks.items()}

    def _state(self, person_id: uuid.UUID) -> str:
        typed = self.sent.get(str(person_id)) if self.sent is not None else None
        if typed in State:
            return typed
        return State.PRESENT if self.saved is None else self.saved.get(person_id, "")
