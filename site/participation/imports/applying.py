"""A draft into the register: every row through the actions that a form would call, all of them or none."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts import journal
from accounts.models import User
from people.actions import correct_person, register_person
from people.models import Person
from places.models import AdminArea

from ..actions.groups import add_group, change_group
from ..actions.memberships import enrol
from ..models import CommunityGroup, ImportRun
from .checking import PERSON_NAMES, Finding, State, check
from .reading import Row
from .refusals import AlreadyApplied, NothingToImport, RowNotTaken, RowsAreRefused
from .traces import Traces, columns_of, hanging_on


@transaction.atomic
def apply_import(*, run: ImportRun, by: User, takes_doubtful: bool = False) -> ImportRun:
    """Check once more, then write. Rows that are perhaps here already are left out unless ``takes_doubtful``."""
    run.refresh_from_db(from_queryset=ImportRun.objects.select_for_update())
    if run.is_applied:
        raise AlreadyApplied
    rows = [Row.restored(number, cells) for number, cells in _sound_rows(run)]
    findings = check(rows, by=by)
    if any(finding.state == State.REFUSED for finding in findings):
        raise RowsAreRefused
    wanted = {State.NEW, State.CHANGED} | ({State.DUPLICATE} if takes_doubtful else set())
    taken = [finding for finding in findings if finding.state in wanted]
    if not taken:
        raise NothingToImport
    traces = _Writer(by).write(taken)
    run.is_applied, run.applied_at, run.traces = True, timezone.now(), traces.stored()
    run.full_clean()
    run.save(force_update=True)
    run.rows.update(cells={}, problems={})
    journal.note(
        "import.applied",
        about=run,
        by=by,
        groups=len(traces.groups),
        persons=len(traces.people),
        memberships=len(traces.memberships),
        changed=len(traces.changed),
    )
    return run


def _sound_rows(run: ImportRun) -> list[tuple[int, dict]]:
    rows = list(run.rows.order_by("number").values_list("number", "cells", "state"))
    if any(state == State.REFUSED for _number, _cells, state in rows):
        raise RowsAreRefused
    return [(number, cells) for number, cells, _state in rows]


class _Writer:
    """Carries what earlier rows made to later ones."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.traces = Traces()
        self.drafted: dict[int, CommunityGroup] = {}
        self.kept: set[object] = set()

    def write(self, findings: list[Finding]) -> Traces:
        for finding in findings:
            try:
                self._write(finding)
            except ValidationError as refusal:
                raise RowNotTaken(row=finding.row.number, reason=" ".join(refusal.messages)) from refusal
        self.traces.hanging = hanging_on(self.traces.made())
        return self.traces

    def _write(self, finding: Finding) -> None:
        group = self._group(finding)
        if not finding.is_person:
            return
        person = self._person(finding)
        if not finding.is_member:
            began_on = finding.row.values["began_on"]
            membership = enrol(group=group, person=person, post=finding.post, began_on=began_on, by=self.by)
            self.traces.memberships[str(membership.pk)] = finding.post.pk

    def _group(self, finding: Finding) -> CommunityGroup:
        if finding.draft is not None:
            return self.drafted.get(id(finding.draft)) or self._new_group(finding)
        if finding.group_changes and finding.group.pk not in self.kept:
            before = self._keep("group", CommunityGroup.objects.get(pk=finding.group.pk))
            changed = change_group(group=finding.group, by=self.by, **finding.group_changes)
            before["version"] = changed.version
        return finding.group

    def _new_group(self, finding: Finding) -> CommunityGroup:
        draft = finding.draft
        is_village = draft.area.level == AdminArea.VILLAGE
        setting = CommunityGroup.Setting.VILLAGE if is_village else CommunityGroup.Setting.OTHER
        group = add_group(
            kind=draft.kind,
            name_km=str(draft.values["group_name"]),
            name_latin=str(draft.values.get("group_name_latin", "")),
            setting=setting,
            area=draft.area,
            founded_on=draft.values["founded_on"],
            by=self.by,
        )
        self.drafted[id(draft)] = group
        self.traces.groups.append(str(group.pk))
        return group

    def _person(self, finding: Finding) -> Person:
        values = finding.row.values
        if finding.person is None:
            given = {name: values[name] for name in PERSON_NAMES if name in values}
            if "village_code" in values:
                given["village"] = AdminArea.objects.get(
                    source__in=AdminArea.current_sources(), code=values["village_code"]
                )
            person = register_person(by=self.by, **given)
            self.traces.people.append(str(person.pk))
            return person
        if finding.person_changes and finding.person.pk not in self.kept:
            before = self._keep("person", Person.objects.get(pk=finding.person.pk))
            changed = correct_person(person=finding.person, by=self.by, **finding.person_changes)
            before["version"] = changed.version
        return finding.person

    def _keep(self, kind: str, record: Model) -> dict:
        """What stood before, once for each record: later rows say the same or are refused."""
        self.kept.add(record.pk)
        trace = {"kind": kind, "id": str(record.pk), "columns": columns_of(record)}
        self.traces.changed.append(trace)
        return trace
