"""What the rows of an import will do, in a few ids each: known when all are checked, done one batch after the other."""

import pickle
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from .findings import Choice, Finding


@dataclass(slots=True)
class Deed:
    """What a row will write, in a few ids; its cells are read again when it is its turn."""

    number: int
    group: UUID | None
    draft: int | None
    person: UUID | None
    same_row: int | None
    post: int | None
    moves: UUID | None
    is_newcomer: bool
    is_member: bool
    apart: tuple[UUID, ...] = ()
    apart_rows: tuple[int, ...] = ()
    """People, and rows with people, of whom it was said that this is somebody else."""
    group_changes: dict[str, object] = field(default_factory=dict)
    person_changes: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Finding) -> "Deed":
        likes = found.likes if found.decision.choice == Choice.OTHER else []
        return cls(
            number=found.row.number,
            group=found.group.pk if found.group else None,
            draft=found.draft.row if found.draft else None,
            person=found.person.pk if found.person else None,
            same_row=found.same_row,
            post=found.post.pk if found.post else None,
            moves=found.moves.pk if found.moves else None,
            is_newcomer=found.is_person and found.person is None and found.same_row is None,
            is_member=found.is_member or not found.is_person,
            apart=tuple(like.person for like in likes if like.person),
            apart_rows=tuple(like.row for like in likes if like.row),
            group_changes=found.group_changes,
            person_changes=found.person_changes,
        )


class Deeds:
    """All deeds of an import, batch after batch; they lie packed, so that a long file takes hardly more memory."""

    def __init__(self) -> None:
        self.groups: set[UUID] = set()
        """Groups of the register that the rows are about."""
        self.named: set[int] = set()
        """Rows that a later row speaks of: it is about the same person, or says that it is about another."""
        self._packed: list[bytes] = []

    def __bool__(self) -> bool:
        return bool(self._packed)

    def __iter__(self) -> Iterator[Sequence[Deed]]:
        for some in self._packed:
            yield pickle.loads(zlib.decompress(some))  # noqa: S301 — packed below, in this process

    def add(self, deeds: Sequence[Deed]) -> None:
        """A batch, the rows in their order."""
        if not deeds:
            return
        self.groups |= {deed.group for deed in deeds if deed.group}
        self.named |= {row for deed in deeds for row in (deed.same_row, *deed.apart_rows) if row}
        self._packed.append(zlib.compress(pickle.dumps(deeds), level=1))
