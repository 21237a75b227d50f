"""An import taken back whole: what it made goes, what it changed becomes what it was, unless life has gone on."""

from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet

from accounts import journal
from accounts.models import User
from people.actions import put_people_back
from people.models import Person

from ..actions.groups import change_group
from ..actions.locks import lock_groups
from ..models import Attendance, CommunityGroup, ImportRun, ImportTrace, Membership
from .progress import hold
from .refusals import ImportHasLaterFacts, ImportOutOfReach, NotApplied
from .traces import KINDS, VERSIONED, Kind, columns_of, hanging_on, numbers_of, restored_columns

GROUP_FIELDS = ("name_km", "name_latin")
AT_ONCE = 500
"""Records taken out, or people put back, together."""


@transaction.atomic
def undo_import(*, run: ImportRun, by: User) -> None:
    """Bring the register back to the moment before the import; the run itself goes too, the journal keeps both."""
    hold(run)
    if not run.is_applied:
        raise NotApplied
    _lock(run)
    _refuse_beyond_reach(run, by)
    _refuse_later_facts(run)
    try:
        for kind in (Kind.MEMBERSHIP, Kind.PERSON, Kind.GROUP):
            made = run.traces.made().records(kind).values_list("record", flat=True)
            for some in batched(made.iterator(AT_ONCE), AT_ONCE):
                KINDS[kind].objects.filter(pk__in=some).delete()
    except ProtectedError as error:
        raise ImportHasLaterFacts from error
    _put_back(run, by)
    journal.note("import.undone", about=run, by=by, **numbers_of(run))
    run.delete()


def _touched(run: ImportRun, kind: Kind) -> QuerySet:
    return KINDS[kind].objects.filter(pk__in=run.traces.records(kind))


def _lock(run: ImportRun) -> None:
    enrolled_in = _touched(run, Kind.MEMBERSHIP).values("group_id")
    lock_groups(*CommunityGroup.objects.filter(Q(pk__in=run.traces.records(Kind.GROUP)) | Q(pk__in=enrolled_in)))
    people = _touched(run, Kind.PERSON).select_for_update().order_by("pk").values_list("pk")
    for _person in people.iterator():
        pass


def _refuse_beyond_reach(run: ImportRun, by: User) -> None:
    for kind in KINDS:
        rows = _touched(run, kind)
        if rows.count() != rows.editable_by(by).count():
            raise ImportOutOfReach


def _refuse_later_facts(run: ImportRun) -> None:
    """Every record as the import left it, and nothing hanging on it that did not hang there then."""
    marks = Attendance.objects.filter(
        person=OuterRef("person_id"), meeting__group=OuterRef("group_id"), meeting__held_on__gte=OuterRef("began_on")
    )
    enrolled = Membership.objects.filter(pk__in=run.traces.made().records(Kind.MEMBERSHIP))
    # Who only changed the post was a member before, and the marks of those days stay true.
    newly = enrolled.exclude(pk__in=run.traces.filter(opened__isnull=False).values("opened"))
    if not _is_as_left(run) or _some(hanging_on(run)) != _some(run.hanging) or newly.filter(Exists(marks)).exists():
        raise ImportHasLaterFacts


def _some(hanging: dict[str, int]) -> dict[str, int]:
    """What hangs there at all: a table that came with a later version holds nothing of an earlier import."""
    return {name: number for name, number in hanging.items() if number}


def _is_as_left(run: ImportRun) -> bool:
    """Whether each record is still there, as the import left it."""
    for kind in VERSIONED:
        if _alike(run.traces.all(), kind, "version").count() != run.traces.filter(kind=kind).count():
            return False
    made = run.traces.made()
    if _alike(made, Kind.MEMBERSHIP, "post").open().count() != made.filter(kind=Kind.MEMBERSHIP).count():
        return False
    moved = run.traces.changed().filter(kind=Kind.MEMBERSHIP)
    for trace in moved.iterator(AT_ONCE):
        membership = Membership.objects.filter(pk=trace.record).first()
        if membership is None or columns_of(membership) != trace.after:
            return False
    return True


def _alike(traces: QuerySet[ImportTrace], kind: Kind, column: str) -> QuerySet:
    """The records of a kind that have in the column what their trace says."""
    traced = traces.filter(kind=kind, record=OuterRef("pk"), **{column: OuterRef(column)})
    return KINDS[kind].objects.filter(Exists(traced))


def _put_back(run: ImportRun, by: User) -> None:
    """Groups through the action, so that what is derived follows; then the columns as they stood, moments and all."""
    changed = run.traces.changed()
    for trace in changed.filter(kind=Kind.MEMBERSHIP).iterator(AT_ONCE):
        Membership.objects.filter(pk=trace.record).update(**restored_columns(Membership, trace.before))
    for trace in changed.filter(kind=Kind.GROUP).iterator(AT_ONCE):
        columns = restored_columns(CommunityGroup, trace.before)
        group = CommunityGroup.objects.get(pk=trace.record)
        change_group(group=group, by=by, **{name: columns[name] for name in GROUP_FIELDS})
        CommunityGroup.objects.filter(pk=trace.record).update(**columns)
    for some in batched(changed.filter(kind=Kind.PERSON).iterator(AT_ONCE), AT_ONCE):
        put_people_back(columns={trace.record: restored_columns(Person, trace.before) for trace in some}, by=by)
