"""What the officer says of doubtful rows: the same person, somebody else, or leave out."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User

from ..models import ImportedRow, ImportRun
from .findings import Choice, Decision, Like, State
from .refusals import NotReady


@transaction.atomic
def decide_rows(*, run: ImportRun, decisions: Mapping[int, Decision], by: User) -> ImportRun:
    """Keep a decision for each row named; one about somebody who was not asked about counts as none."""
    _hold(run)
    rows = list(run.rows.filter(number__in=decisions, state=State.DUPLICATE))
    for row in rows:
        decision = decisions[row.number]
        known = {(like.person, like.row) for like in map(Like.restored, row.likes)}
        is_known = decision.choice != Choice.SAME or (decision.person, decision.row) in known
        row.choice = decision.choice if is_known else ""
        is_same = row.choice == Choice.SAME
        row.same_as_person, row.same_as_row = (decision.person, decision.row) if is_same else (None, None)
    ImportedRow.objects.bulk_update(rows, ["choice", "same_as_person", "same_as_row"], batch_size=100)
    return run


@transaction.atomic
def decide_open_rows(*, run: ImportRun, choice: str, by: User) -> ImportRun:
    """One decision for all doubtful rows that nobody has decided about: somebody else, or leave out."""
    _hold(run)
    if choice not in (Choice.OTHER, Choice.OUT):
        raise TypeError("Who is the same person is said row by row.")
    run.rows.filter(state=State.DUPLICATE, choice="").update(choice=choice)
    return run


def _hold(run: ImportRun) -> None:
    ImportRun.objects.hold(run)
    if not run.is_ready:
        raise NotReady
