"""Submissions into the register, each by the action that takes what a phone sends; all of them or none.

Rows that are refused, and doubtful ones of which nobody said that they are another meeting, are left out.
"""

from datetime import datetime
from itertools import batched

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participation.imports.at_once import refuse_applied, written
from participation.imports.findings import Decision, State
from participation.imports.progress import report
from participation.imports.reading import Row
from participation.imports.refusals import NothingToImport, RowNotTaken, RowsHaveChanged
from participation.models import ImportedRow, ImportRun, MissedMeeting

from ..actions.meetings import take_meeting
from ..actions.outcomes import InConflict, Taken
from ..actions.plans import take_missed
from ..models import Delivery
from ..payloads import MissedRecord
from ..refusals import SENTENCES, RecordHeld, RecordRefused
from ..sender import Sender
from .checking import Checker, Finding
from .traces import Kind, hanging_on, keep, numbers_of
from .turning import as_another

BATCH = 500
"""Rows looked at together."""
KEPT = ("group_code", "held_on")
"""What of a row is kept for the report: no word that somebody wrote."""
SAID_OF_CODES = "member_codes"


def apply_import(*, run: ImportRun, by: User) -> ImportRun:
    """Check once more, then record; where the answer to a row is not what the officer saw, nothing is recorded."""
    refuse_applied(run)
    found = _look_again(run, by)
    wanted = [each for each in found if each.is_written]
    if not wanted:
        raise NothingToImport
    with written(run, by=by, numbers=numbers_of, hanging=hanging_on):
        _record(run, by, wanted)
        _forget_words(run)
    return run


def _look_again(run: ImportRun, by: User) -> list[Finding]:
    """What each row will do now. What was to be recorded and cannot be any more is told anew."""
    report(run, done=0, rows_total=run.rows.count())
    checker, found, news, done = Checker(by), [], [], 0
    for rows in batched(run.rows.order_by("number"), BATCH):
        decisions = {row.number: Decision(row.choice) for row in rows}
        those = checker.findings(
            [Row.restored(row.number, row.cells) for row in rows if row.state != State.REFUSED], decisions
        )
        states = {row.number: row for row in rows}
        news += [(states[each.row.number], each) for each in those if _is_news(states[each.row.number], each)]
        found += those
        done += len(rows)
        report(run, done=done)
    if news:
        _tell_anew(news)
        raise RowsHaveChanged
    return found


def _is_news(row: ImportedRow, found: Finding) -> bool:
    """Refused by now, or in doubt without having been."""
    return found.state == State.REFUSED or found.state == State.DUPLICATE and row.state != State.DUPLICATE


def _tell_anew(news: list[tuple[ImportedRow, Finding]]) -> None:
    for row, found in news:
        row.state, row.problems, row.choice = found.state, {**found.doubts, **found.problems}, ""
    ImportedRow.objects.bulk_update([row for row, _found in news], ["state", "problems", "choice"], batch_size=100)


def _record(run: ImportRun, by: User, wanted: list[Finding]) -> None:
    sender = Sender(device=None, user=by, is_trusted=True, key=None)
    meetings, missed = [], []
    for each in wanted:
        taken = _taken(each, sender)
        if taken.is_known:
            continue
        if isinstance(each.record, MissedRecord):
            missed.append((each.record.group, each.record.missed_on))
        else:
            meetings.append((taken.meeting_id, taken.version))
    keep(run, Kind.MEETING, meetings)
    keep(run, Kind.MISSED, ((id, None) for id in _ids_of(missed)))


def _taken(found: Finding, sender: Sender) -> Taken:
    """One submission through the action; what that refuses keeps the whole file out, with the number of the row."""
    made_at = str(found.row.values.get("made_at") or "")
    made = Delivery(
        made_at=datetime.fromisoformat(made_at) if made_at else timezone.now()
    )  # never kept: no phone sent it
    record = found.record
    try:
        if isinstance(record, MissedRecord):
            return take_missed(record, sender, made)
        return take_meeting(as_another(record) if found.is_another else record, sender, made)
    except InConflict:
        reason = str(_("Another meeting of this group on this day was recorded meanwhile."))
    except RecordHeld:
        reason = str(SENTENCES["unknown_group"])
    except RecordRefused as refused:
        reason = str(SENTENCES[refused.code])
    except ValidationError as refused:
        reason = " ".join(refused.messages)
    raise RowNotTaken(row=found.row.number, reason=reason)


def _ids_of(missed: list[tuple[object, object]]) -> list[object]:
    if not missed:
        return []
    rows = MissedMeeting.objects.filter(
        group__in={group for group, _day in missed}, missed_on__in={day for _group, day in missed}
    )
    known = {(row.group_id, row.missed_on): row.pk for row in rows}
    return [known[each] for each in missed]


def _forget_words(run: ImportRun) -> None:
    """Of each row the group, the day and what was said of it stay, for the report; nothing that was answered."""
    for rows in batched(run.rows.order_by("number").iterator(BATCH), BATCH):
        for row in rows:
            row.cells = {name: row.cells[name] for name in KEPT if name in row.cells}
            if SAID_OF_CODES in row.problems:
                row.problems[SAID_OF_CODES] = str(_("Some codes were of nobody who was a member on this day."))
        ImportedRow.objects.bulk_update(rows, ["cells", "problems"], batch_size=100)
