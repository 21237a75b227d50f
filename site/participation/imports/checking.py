"""Each row against the register and against the rows before it: new, changed, perhaps here already, or refused."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from accounts.models import User
from people.likeness import likely_people
from people.models import Person

from .findings import PERSON_KEYS, UNDECIDED, Choice, Decision, Finding, Memory, State
from .group_checks import find_group
from .membership_checks import find_membership
from .person_checks import facts_of_newcomer, find_person, is_newcomer, weigh
from .reading import Row
from .register import look_up

__all__ = ["BATCH", "Checker", "Finding", "State", "check"]

BATCH = 1000
"""Rows looked at together: few queries for each of them, and little memory."""


def check(rows: Iterable[Row], *, by: User, decisions: Mapping[int, Decision] | None = None) -> list[Finding]:
    """What each row would do if it were applied now."""
    rows, checker = list(rows), Checker(by)
    found: list[Finding] = []
    for start in range(0, len(rows), BATCH):
        found += checker.findings(rows[start : start + BATCH], decisions or {})
    return found


class Checker:
    """Looks at the rows of a file, some at a time and in their order."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.memory = Memory()
        self.today = timezone.localdate()

    def findings(self, rows: Sequence[Row], decisions: Mapping[int, Decision]) -> list[Finding]:
        wanted = {decision.person for row in rows if (decision := decisions.get(row.number)) and decision.person}
        wanted |= {
            key
            for row in rows
            if (decision := decisions.get(row.number)) and (key := self.memory.persons.get(decision.row))
        }
        register = look_up(rows, by=self.by, chosen=wanted)
        found = [Finding(row, dict(row.problems), decisions.get(row.number, UNDECIDED)) for row in rows]
        for each in found:
            find_group(each, register, self.memory, self.today)
            each.is_person = bool(PERSON_KEYS & (each.row.values.keys() | each.row.problems.keys()))
            if each.is_person:
                find_person(each, register, self.memory, self.today)
        newcomers = [each for each in found if is_newcomer(each)]
        facts = [facts_of_newcomer(each) for each in newcomers]
        likely = likely_people(facts, among=Person.objects.editable_by(self.by)) if facts else []
        likes = {each.row.number: people for each, people in zip(newcomers, likely, strict=True)}
        for each in found:
            if each.row.number in likes:
                weigh(each, likes[each.row.number], register, self.memory)
            self._finish(each, register)
        return found

    def _finish(self, found: Finding, register: object) -> None:
        if not found.is_person or found.decision.choice == Choice.OUT:
            return
        if found.group or found.draft:
            find_membership(found, register, self.memory, self.today)
        if not found.is_left_out:
            self.memory.persons[found.row.number] = found.person.pk if found.person else None
