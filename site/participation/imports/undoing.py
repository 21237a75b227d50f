"""An import taken back whole: what it made goes, what it changed becomes what it was, unless life has gone on."""

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError

from accounts import journal
from accounts.models import User
from people.actions import correct_person
from people.models import Person

from ..actions.groups import change_group
from ..actions.locks import lock_groups
from ..models import Attendance, CommunityGroup, ImportRun, Membership
from .refusals import ImportHasLaterFacts, ImportOutOfReach, NotApplied
from .traces import CHANGED, Traces, hanging_on, restored_columns

FIRST_VERSION = 1
CHANGEABLE = {
    CommunityGroup: ("name_km", "name_latin"),
    Person: ("family_name", "given_name", "name_latin", "sex", "birth_year", "birth_month", "village_id"),
}


@transaction.atomic
def undo_import(*, run: ImportRun, by: User) -> None:
    """Bring the register back to the moment before the import; the run itself goes too, the journal keeps both."""
    run.refresh_from_db(from_queryset=ImportRun.objects.select_for_update())
    if not run.is_applied:
        raise NotApplied
    traces = Traces(**run.traces)
    _lock(traces)
    _refuse_beyond_reach(traces, by)
    _refuse_later_facts(traces)
    try:
        Membership.objects.filter(pk__in=traces.memberships).delete()
        Person.objects.filter(pk__in=traces.people).delete()
        CommunityGroup.objects.filter(pk__in=traces.groups).delete()
    except ProtectedError as error:
        raise ImportHasLaterFacts from error
    for trace in traces.changed:
        _restore(trace, by)
    journal.note(
        "import.undone",
        about=run,
        by=by,
        groups=len(traces.groups),
        persons=len(traces.people),
        memberships=len(traces.memberships),
        changed=len(traces.changed),
    )
    run.delete()


def _changed(traces: Traces, kind: str) -> list[str]:
    return [trace["id"] for trace in traces.changed if trace["kind"] == kind]


def _lock(traces: Traces) -> None:
    enrolled_in = Membership.objects.filter(pk__in=traces.memberships).values("group_id")
    groups = CommunityGroup.objects.filter(pk__in=[*traces.groups, *_changed(traces, "group")])
    lock_groups(*(groups | CommunityGroup.objects.filter(pk__in=enrolled_in)))
    list(Person.objects.select_for_update().filter(pk__in=[*traces.people, *_changed(traces, "person")]).order_by("pk"))


def _refuse_beyond_reach(traces: Traces, by: User) -> None:
    touched = {
        Membership: list(traces.memberships),
        Person: [*traces.people, *_changed(traces, "person")],
        CommunityGroup: [*traces.groups, *_changed(traces, "group")],
    }
    for model, keys in touched.items():
        rows = model.objects.filter(pk__in=keys)
        if rows.count() != rows.editable_by(by).count():
            raise ImportOutOfReach


def _refuse_later_facts(traces: Traces) -> None:
    """Every record as the import left it, and nothing hanging on it that did not hang there then."""
    memberships = Membership.objects.filter(pk__in=traces.memberships)
    posts = {str(key): post for key, post in memberships.open().values_list("pk", "post_id")}
    marks = Attendance.objects.filter(
        person=OuterRef("person_id"), meeting__group=OuterRef("group_id"), meeting__held_on__gte=OuterRef("began_on")
    )
    versions = {
        **dict.fromkeys((*traces.groups, *traces.people), FIRST_VERSION),
        **{trace["id"]: trace["version"] for trace in traces.changed},
    }
    found = {
        str(key): version
        for model in (CommunityGroup, Person)
        for key, version in model.objects.filter(pk__in=versions).values_list("pk", "version")
    }
    is_same = posts == traces.memberships and found == versions and hanging_on(traces.made()) == traces.hanging
    if not is_same or memberships.filter(Exists(marks)).exists():
        raise ImportHasLaterFacts


def _restore(trace: dict, by: User) -> None:
    """Through the action, so that what is derived follows; then the columns as they stood, moments and all."""
    model = CHANGED[trace["kind"]]
    columns = restored_columns(model, trace["columns"])
    before = {name.removesuffix("_id"): columns[name] for name in CHANGEABLE[model]}
    record = model.objects.get(pk=trace["id"])
    if model is CommunityGroup:
        change_group(group=record, by=by, **before)
    else:
        village = before.pop("village")
        before["village"] = model._meta.get_field("village").related_model.objects.filter(pk=village).first()
        correct_person(person=record, by=by, **before)
    model.objects.filter(pk=trace["id"]).update(**columns)
