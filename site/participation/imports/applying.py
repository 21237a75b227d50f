"""A draft into the register: all rows are looked at once more, then they are written, all of them or none."""

from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User

from ..models import ImportedRow, ImportRun
from .at_once import refuse_applied, written
from .checking import BATCH, Checker
from .deeds import Deed, Deeds
from .findings import Choice, Decision, Finding, GroupDraft, State
from .progress import report
from .reading import Row
from .refusals import NothingToImport, RowsAreRefused, RowsHaveChanged
from .traces import hanging_on, numbers_of
from .writing import Writer

LEFT_OUT = Decision(Choice.OUT)


class Asked(NamedTuple):
    """A row with the answer that the officer saw, and what was decided about it."""

    number: int
    state: str
    cells: dict[str, object]
    likes: list[dict[str, object]]
    choice: str
    same_as_person: UUID | None
    same_as_row: int | None


def apply_import(*, run: ImportRun, by: User) -> ImportRun:
    """Check once more, then write. Doubtful rows without a decision are left out.

    The check writes nothing to the register and holds nobody up; the writing is one short transaction.
    """
    refuse_applied(run)
    deeds, drafts = _look_again(run, by)
    if not deeds:
        raise NothingToImport
    with written(run, by=by, numbers=numbers_of, hanging=hanging_on):
        writer = Writer(run, by, drafts, deeds)
        for some in deeds:
            writer.write(some)
        run.rows.update(cells={}, problems={}, likes=[], choice="", same_as_person=None, same_as_row=None)
    return run


def _look_again(run: ImportRun, by: User) -> tuple[Deeds, dict[int, GroupDraft]]:
    """What each row will do now, and the groups that will be made, by row. Where the answer is not what the officer
    saw, it is kept and nothing is written.
    """
    if run.rows.filter(state=State.REFUSED).exists():
        raise RowsAreRefused
    report(run, done=0, rows_total=run.rows.count())
    checker, deeds, has_news, done = Checker(by), Deeds(), False, 0
    numbers = list(run.rows.order_by("number").values_list("number", flat=True))
    for some in batched(numbers, BATCH):
        found, is_news = _look_at(run.rows.filter(number__range=(some[0], some[-1])), checker)
        deeds.add(found)
        has_news = has_news or is_news
        done += len(some)
        report(run, done=done)
    if has_news:
        raise RowsHaveChanged
    return deeds, {draft.row: draft for draft in checker.memory.drafts.values()}


def _look_at(rows: QuerySet[ImportedRow], checker: Checker) -> tuple[list[Deed], bool]:
    """What some rows will do, and whether the answer to one of them is news."""
    asked = [Asked(*row) for row in rows.order_by("number").values_list(*Asked._fields)]
    decisions = {row.number: _decision(row) for row in asked}
    findings = checker.findings([Row.restored(row.number, row.cells) for row in asked], decisions)
    news = {row.number: found for row, found in zip(asked, findings, strict=True) if _is_news(row, found)}
    if news:
        _tell_anew(rows, news)
    return [Deed.of(found) for found in findings if found.is_of_use], bool(news)


def _decision(row: Asked) -> Decision:
    """Doubtful and not decided is left out, also when the doubt has gone meanwhile."""
    if row.state == State.DUPLICATE and not row.choice:
        return LEFT_OUT
    return Decision(row.choice, row.same_as_person, row.same_as_row)


def _is_news(row: Asked, found: Finding) -> bool:
    """Refused now, in doubt now, or in doubt about somebody who was not known when it was decided."""
    if found.problems or found.is_undecided:
        return True
    if row.choice != Choice.OTHER:
        return False
    asked = {told["person"] for told in row.likes if "person" in told}
    return any(like.person and str(like.person) not in asked for like in found.likes)


def _tell_anew(rows: QuerySet[ImportedRow], news: dict[int, Finding]) -> None:
    """Keep the new answers; what was decided about the old ones no longer counts."""
    told = list(rows.filter(number__in=news))
    for row in told:
        found = news[row.number]
        row.state, row.problems = found.state, {**found.doubts, **found.problems}
        row.likes = [like.stored() for like in found.likes]
        row.choice, row.same_as_person, row.same_as_row = "", None, None
    columns = ["state", "problems", "likes", "choice", "same_as_person", "same_as_row"]
    ImportedRow.objects.bulk_update(told, columns, batch_size=100)
