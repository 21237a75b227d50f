"""The deeds of an import, done with the actions of the register: newcomers and memberships in bulk, the rest singly."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.inserting import insert_all, insert_values
from accounts.models import User
from people.actions import PersonRefused, correct_people, register_people
from people.merging import say_all_different
from people.models import Person
from places.models import AdminArea

from ..actions.groups import GroupRefused, add_groups, change_group
from ..actions.locks import lock_groups
from ..actions.memberships import MembershipRefused, change_post, enrol_all
from ..models import CommunityGroup, ImportRun, ImportTrace, Membership, Post
from .deeds import Deed, Deeds
from .findings import PERSON_NAMES, GroupDraft
from .reading import Row
from .refusals import RowNotTaken
from .traces import Kind, columns_of

Setting = CommunityGroup.Setting
MADE = ("run", "kind", "record", "is_made", "version", "post")
"""Columns of a trace of what an import made."""


class Writer:
    """Carries what earlier rows made to later ones."""

    def __init__(self, run: ImportRun, by: User, drafts: dict[int, GroupDraft], deeds: Deeds) -> None:
        self.run, self.by = run, by
        self.drafts = drafts
        self.made: list[tuple] = []
        """What the rows made that are being written, as ``MADE`` tells it."""
        self.changed: list[ImportTrace] = []
        self.posts = {post.pk: post for post in Post.objects.all()}
        self.groups = CommunityGroup.objects.in_bulk(deeds.groups)
        lock_groups(*self.groups.values())
        self.drafted: dict[int, CommunityGroup] = {}
        self.kept: set[object] = set()
        self.named = deeds.named
        self.persons: dict[int, Person] = {}
        """Of those rows that a later one speaks of."""

    def write(self, deeds: Sequence[Deed]) -> None:
        """Some rows: their groups, then their people, then who belongs where."""
        cells = self.run.rows.filter(number__range=(deeds[0].number, deeds[-1].number)).values_list("number", "cells")
        rows = {number: Row.restored(number, values) for number, values in cells}
        self._draft_groups(deeds)
        groups = {deed.number: self._or_refused(deed, self._group, deed) for deed in deeds}
        persons = self._persons(deeds, rows)
        memberships: dict[int, Membership] = {}
        self._correct(deeds, persons)
        for deed in deeds:
            if deed.is_member:
                continue
            began_on, post = rows[deed.number].values["began_on"], self.posts[deed.post]
            if deed.moves:
                self._or_refused(deed, self._move, deed.moves, post, began_on)
            else:
                memberships[deed.number] = Membership(
                    group=groups[deed.number], person=persons[deed.number], post=post, began_on=began_on
                )
        self._enrol(memberships)
        self._tell_apart(deeds, persons)
        insert_values(ImportTrace, MADE, self.made)
        insert_all(self.changed)
        self.made, self.changed = [], []

    def _or_refused(self, deed: Deed, action, *given):
        try:
            return action(*given)
        except ValidationError as refusal:
            raise RowNotTaken(row=deed.number, reason=" ".join(refusal.messages)) from refusal

    def _group(self, deed: Deed) -> CommunityGroup:
        if deed.draft is not None:
            return self.drafted[deed.draft]
        group = self.groups[deed.group]
        if deed.group_changes and group.pk not in self.kept:
            trace = self._keep(Kind.GROUP, group)
            trace.version = change_group(group=group, by=self.by, **deed.group_changes).version
        return group

    def _draft_groups(self, deeds: Sequence[Deed]) -> None:
        """The groups that these rows are the first to need."""
        needed = {deed.draft: None for deed in deeds if deed.draft and deed.draft not in self.drafted}
        made = {draft: _drafted(self.drafts[draft]) for draft in needed}
        try:
            add_groups(groups=list(made.values()), by=self.by)
        except GroupRefused as refused:
            draft = next(draft for draft, group in made.items() if group is refused.group)
            raise RowNotTaken(row=draft, reason=" ".join(refused.refusal.messages)) from refused
        self.drafted |= made
        self.made += [self._made(Kind.GROUP, group.pk, version=group.version) for group in made.values()]

    def _persons(self, deeds: Sequence[Deed], rows: dict[int, Row]) -> dict[int, Person]:
        """The person of each row: of the register, of a row before, or new."""
        villages = self._villages(rows)
        known = Person.objects.in_bulk({deed.person for deed in deeds if deed.person})
        persons, newcomers = {}, {}
        for deed in deeds:
            if deed.person:
                if deed.person not in known:
                    raise RowNotTaken(row=deed.number, reason=_("This person is no longer in the register."))
                persons[deed.number] = known[deed.person]
            elif deed.is_newcomer:
                newcomers[deed.number] = persons[deed.number] = _newcomer(rows[deed.number], villages)
            elif deed.same_row:
                persons[deed.number] = persons.get(deed.same_row) or self.persons[deed.same_row]
        try:
            register_people(people=list(newcomers.values()), by=self.by)
        except PersonRefused as refused:
            number = next(number for number, person in newcomers.items() if person is refused.person)
            raise RowNotTaken(row=number, reason=" ".join(refused.refusal.messages)) from refused
        self.made += [self._made(Kind.PERSON, person.pk, version=person.version) for person in newcomers.values()]
        self.persons |= {number: person for number, person in persons.items() if number in self.named}
        return persons

    def _villages(self, rows: dict[int, Row]) -> dict[object, str]:
        codes = {row.values["village_code"] for row in rows.values() if "village_code" in row.values}
        areas = AdminArea.objects.filter(source__in=AdminArea.current_sources(), code__in=codes)
        return dict(areas.values_list("code", "pk"))

    def _correct(self, deeds: Sequence[Deed], persons: dict[int, Person]) -> None:
        """Each person once: later rows say the same or were refused."""
        changes, traces = {}, {}
        for deed in deeds:
            person = persons.get(deed.number)
            if deed.person_changes and person.pk not in self.kept:
                traces[deed.number] = self._keep(Kind.PERSON, person)
                changes[deed.number] = (person, deed.person_changes)
        try:
            correct_people(people=list(changes.values()), by=self.by)
        except PersonRefused as refused:
            number = next(number for number, (person, _told) in changes.items() if person is refused.person)
            raise RowNotTaken(row=number, reason=" ".join(refused.refusal.messages)) from refused
        for number, trace in traces.items():
            trace.version = persons[number].version

    def _move(self, key: UUID, post: Post, changed_on) -> None:
        """Another post from a day on; the row of before is ended, or put right when that is its first day."""
        membership = Membership.objects.select_related("group", "person").get(pk=key)
        trace = self._keep(Kind.MEMBERSHIP, membership)
        changed = change_post(membership=membership, post=post, changed_on=changed_on, by=self.by)
        if changed.pk != membership.pk:
            self.made.append(self._made(Kind.MEMBERSHIP, changed.pk, post=changed.post_id))
            trace.opened = changed.pk
        trace.after = columns_of(membership)

    def _enrol(self, memberships: dict[int, Membership]) -> None:
        try:
            enrol_all(memberships=list(memberships.values()), by=self.by)
        except MembershipRefused as refused:
            number = next(number for number, each in memberships.items() if each is refused.membership)
            raise RowNotTaken(row=number, reason=" ".join(refused.refusal.messages)) from refused
        self.made += [self._made(Kind.MEMBERSHIP, each.pk, post=each.post_id) for each in memberships.values()]

    def _tell_apart(self, deeds: Sequence[Deed], persons: dict[int, Person]) -> None:
        others = Person.objects.in_bulk({key for deed in deeds for key in deed.apart})
        pairs = {}
        for deed in deeds:
            one = persons.get(deed.number)
            told = [others.get(key) for key in deed.apart] + [self.persons.get(row) for row in deed.apart_rows]
            pairs |= {frozenset((one.pk, other.pk)): (one, other) for other in told if other is not None}
        if pairs:
            say_all_different(pairs=list(pairs.values()), by=self.by)

    def _made(self, kind: Kind, record: UUID, *, version: int | None = None, post: int | None = None) -> tuple:
        return self.run.pk, kind.value, record, True, version, post

    def _keep(self, kind: Kind, record: Model) -> ImportTrace:
        """What stood before, once for each record: later rows say the same or are refused."""
        self.kept.add(record.pk)
        trace = ImportTrace(run=self.run, kind=kind, record=record.pk, is_made=False, before=columns_of(record))
        self.changed.append(trace)
        return trace


def _drafted(draft: GroupDraft) -> CommunityGroup:
    is_village = draft.area.level == AdminArea.VILLAGE
    return CommunityGroup(
        kind=draft.kind,
        name_km=str(draft.values["group_name"]),
        name_latin=str(draft.values.get("group_name_latin", "")),
        setting=Setting.SCHOOL if draft.school else Setting.VILLAGE if is_village else Setting.OTHER,
        area=draft.area,
        school=draft.school,
        founded_on=draft.values["founded_on"],
    )


def _newcomer(row: Row, villages: dict[object, str]) -> Person:
    given = {name: row.values[name] for name in PERSON_NAMES if name in row.values}
    return Person(**given, village_id=villages.get(row.values.get("village_code")))
