"""What is found out about a row: what is wrong with it, whom it may be about, and what it would do."""

import uuid
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person
from places.models import AdminArea

from ..models import CommunityGroup, ImportedRow, Membership, Post, School
from .reading import Row

State = ImportedRow.State
Choice = ImportedRow.Choice
PERSON_NAMES = ("family_name", "given_name", "name_latin", "sex", "birth_year", "birth_month")
PERSON_KEYS = frozenset({"person_code", *PERSON_NAMES, "village_code", "post", "began_on"})
ELSEWHERE = _("Row %(row)s says something else about the same group or member.")
NEEDED = _("This is needed here.")


@dataclass(slots=True)
class GroupDraft:
    """A group that the import will make, by the first row that names it."""

    row: int
    area: AdminArea
    kind: str
    values: dict[str, object]
    school: School | None = None
    likes: str = ""


@dataclass(frozen=True, slots=True)
class Like:
    """Somebody who may be the newcomer of a row: a record with how likely that is, or a row before."""

    person: uuid.UUID | None = None
    percent: int = 0
    row: int | None = None

    def stored(self) -> dict[str, object]:
        return {"row": self.row} if self.person is None else {"person": str(self.person), "percent": self.percent}

    @classmethod
    def restored(cls, told: dict) -> "Like":
        return cls(row=told["row"]) if "row" in told else cls(uuid.UUID(told["person"]), told["percent"])


@dataclass(frozen=True, slots=True)
class Decision:
    """What the officer said of a doubtful row."""

    choice: str = ""
    person: uuid.UUID | None = None
    row: int | None = None


UNDECIDED = Decision()


@dataclass(slots=True)
class Finding:
    """A row, what is wrong with it, and what it would do."""

    row: Row
    problems: dict[str, str]
    decision: Decision = UNDECIDED
    doubts: dict[str, str] = field(default_factory=dict)
    likes: list[Like] = field(default_factory=list)
    group: CommunityGroup | None = None
    draft: GroupDraft | None = None
    group_changes: dict[str, object] = field(default_factory=dict)
    is_person: bool = False
    person: Person | None = None
    same_row: int | None = None
    """The row before that made or named the same person."""
    village: AdminArea | None = None
    person_changes: dict[str, object] = field(default_factory=dict)
    post: Post | None = None
    is_member: bool = False
    """The membership is in the register already."""
    moves: Membership | None = None
    """The open membership of which the post changes."""

    @property
    def state(self) -> str:
        if self.problems:
            return State.REFUSED
        if self.doubts:
            return State.DUPLICATE
        makes_group = self.draft is not None and self.draft.row == self.row.number
        if makes_group or self.is_person and not self.is_member and self.moves is None:
            return State.NEW
        is_changed = self.group_changes or self.person_changes or self.moves
        return State.CHANGED if is_changed else State.KNOWN

    @property
    def is_undecided(self) -> bool:
        return self.state == State.DUPLICATE and not self.decision.choice

    @property
    def is_left_out(self) -> bool:
        """It will do nothing: refused, doubtful and not decided, or left out by decision."""
        return bool(self.problems) or self.decision.choice == Choice.OUT or self.is_undecided

    @property
    def is_of_use(self) -> bool:
        """It will write something."""
        return not self.is_left_out and self.state != State.KNOWN

    @property
    def group_key(self) -> uuid.UUID | int:
        """The id of a record, or the row that makes the group."""
        return self.group.pk if self.group else self.draft.row

    @property
    def person_key(self) -> uuid.UUID | int:
        """The id of a record, or the row that makes the person."""
        return self.person.pk if self.person else self.same_row or self.row.number

    @property
    def kind(self) -> str:
        return self.group.kind if self.group else self.draft.kind

    @property
    def area_id(self) -> str:
        return self.group.area_id if self.group else self.draft.area.pk if self.draft else ""

    def refuse(self, column: str, sentence: str | Promise, **params: object) -> None:
        """The first thing wrong with a cell is the one that is said."""
        self.problems.setdefault(column, str(sentence) % params if params else str(sentence))

    def doubt(self, column: str, sentence: str | Promise, **params: object) -> None:
        self.doubts.setdefault(column, str(sentence) % params if params else str(sentence))


@dataclass(slots=True)
class Memory:
    """What the rows before have said, kept small: a file is looked at a few hundred rows at a time."""

    drafts: dict[tuple[str, str], GroupDraft] = field(default_factory=dict)
    said: dict[object, tuple[int, dict[str, object]]] = field(default_factory=dict)
    members: dict[uuid.UUID | int, dict[uuid.UUID | int, int]] = field(default_factory=dict)
    """The row of each person of a group."""
    namesakes: dict[tuple[str, object], list[tuple[int, int | None, str]]] = field(default_factory=dict)
    """Newcomers by name and sex: row, birth year, village."""
    holders: dict[tuple[object, int], int] = field(default_factory=dict)
    persons: dict[int, uuid.UUID | None] = field(default_factory=dict)
    """Whom the rows that are taken are about; ``None`` for somebody whom the row makes."""
