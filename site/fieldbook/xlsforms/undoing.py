"""An import of meetings taken back whole, unless life has gone on with one of them."""

from itertools import batched

from django.db import transaction
from django.db.models import Q

from accounts import journal
from accounts.models import User
from participation.actions.meetings import take_back_meeting
from participation.actions.planning import take_back_not_held
from participation.imports.progress import hold
from participation.imports.refusals import ImportHasLaterFacts, ImportOutOfReach, NotApplied
from participation.models import Ask, Decision, ImportRun, Meeting, MissedMeeting

from .traces import KINDS, Kind, hanging_on, numbers_of

AT_ONCE = 500


@transaction.atomic
def undo_import(*, run: ImportRun, by: User) -> None:
    """Take out what the import recorded, as whoever takes out one meeting does; the journal keeps both."""
    hold(run)
    if not run.is_applied:
        raise NotApplied
    made = {kind: list(run.traces.made().filter(kind=kind).values_list("record", "version")) for kind in Kind}
    for kind, model in KINDS.items():
        ids = [id for id, _version in made[kind]]
        for some in batched(ids, AT_ONCE):
            _refuse_beyond_reach(model.objects.filter(pk__in=some), len(some), by)
    if hanging_on(run) != run.hanging:
        raise ImportHasLaterFacts
    for some in batched(made[Kind.MEETING], AT_ONCE):
        for meeting in _as_left(dict(some)):
            take_back_meeting(meeting=meeting, by=by)
    for some in batched(made[Kind.MISSED], AT_ONCE):
        for missed in MissedMeeting.objects.select_related("group").filter(pk__in=[id for id, _version in some]):
            take_back_not_held(missed=missed, by=by)
    journal.note("import.undone", about=run, by=by, **numbers_of(run))
    run.delete()


def _refuse_beyond_reach(rows: object, number: int, by: User) -> None:
    if rows.count() != number:
        raise ImportHasLaterFacts
    if rows.editable_by(by).count() != number:
        raise ImportOutOfReach


def _as_left(versions: dict[object, int]) -> list[Meeting]:
    """The meetings, newest first; refused where one was changed, approved, followed up or settled since."""
    meetings = list(Meeting.objects.select_related("group").filter(pk__in=versions).newest_first())
    changed = any(each.version != versions[each.pk] or each.status != Meeting.Status.RECORDED for each in meetings)
    settled = Decision.objects.filter(Q(done_on__isnull=False) | Q(is_dropped=True), meeting__in=versions)
    if changed or settled.exists() or Ask.objects.filter(issue__meeting__in=versions).exists():
        raise ImportHasLaterFacts
    return meetings
