"""Each row against the register and against the rows before it: new, changed, perhaps here already, or refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from khmertext.folding import fold
from people.actions import OLDEST
from people.ages import age_on
from people.models import Person
from places.models import AdminArea

from ..actions.memberships import ORDINARY_POST
from ..models import CommunityGroup, ImportedRow, Post
from ..refusals import AlreadyMember, BeforeBirth, DayInTheFuture, GroupIsClosed
from .reading import Row
from .register import Register, look_up, name_key

State = ImportedRow.State
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
    likes: str = ""


@dataclass(slots=True)
class Finding:
    """A row, what is wrong with it, and what it would do."""

    row: Row
    problems: dict[str, str]
    doubts: dict[str, str] = field(default_factory=dict)
    group: CommunityGroup | None = None
    draft: GroupDraft | None = None
    group_changes: dict[str, object] = field(default_factory=dict)
    is_person: bool = False
    person: Person | None = None
    person_changes: dict[str, object] = field(default_factory=dict)
    post: Post | None = None
    is_member: bool = False
    """The membership is in the register already."""

    @property
    def state(self) -> str:
        if self.problems:
            return State.REFUSED
        if self.doubts:
            return State.DUPLICATE
        makes_group = self.draft is not None and self.draft.row == self.row.number
        if makes_group or self.is_person and not self.is_member:
            return State.NEW
        return State.CHANGED if self.group_changes or self.person_changes else State.KNOWN

    @property
    def group_key(self) -> object:
        return self.group.pk if self.group else id(self.draft)

    @property
    def kind(self) -> str:
        return self.group.kind if self.group else self.draft.kind

    def refuse(self, column: str, sentence: str | Promise, **params: object) -> None:
        """The first thing wrong with a cell is the one that is said."""
        self.problems.setdefault(column, str(sentence) % params if params else str(sentence))

    def doubt(self, column: str, sentence: str | Promise, **params: object) -> None:
        self.doubts.setdefault(column, str(sentence) % params)


def check(rows: Iterable[Row], *, by: User) -> list[Finding]:
    """What each row would do if it were applied now."""
    rows = list(rows)
    checker = _Checker(look_up(rows, by=by))
    return [checker.finding(row) for row in rows]


class _Checker:
    """Remembers what the rows before have said."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.today = timezone.localdate()
        self.drafts: dict[tuple[str, str], GroupDraft] = {}
        self.said: dict[object, tuple[int, dict[str, object]]] = {}
        self.members: dict[tuple[object, object], int] = {}
        self.namesakes: dict[tuple[str, object], list[tuple[int, object]]] = {}
        self.holders: dict[tuple[object, int], int] = {}

    def finding(self, row: Row) -> Finding:
        found = Finding(row, dict(row.problems))
        self._find_group(found)
        found.is_person = bool(PERSON_KEYS & (row.values.keys() | row.problems.keys()))
        if found.is_person:
            self._find_person(found)
            if found.group or found.draft:
                self._find_membership(found)
        return found

    # --- the group ---------------------------------------------------------------------------------------------------
    def _find_group(self, found: Finding) -> None:
        values = found.row.values
        if "group_code" in found.problems:
            return
        if "group_code" in values:
            found.group = self.register.groups.get(str(values["group_code"]))
            if found.group is None:
                found.refuse("group_code", _("No group with this code is in your area."))
                return
            if values.get("place_code", found.group.area.code) != found.group.area.code:
                found.refuse("place_code", _("The group of this code is at another place."))
        else:
            self._find_group_by_name(found)
        if found.group is not None:
            self._compare_group(found, found.group)

    def _find_group_by_name(self, found: Finding) -> None:
        values = found.row.values
        for key in ("group_name", "place_code"):
            if key not in values:
                found.refuse(key, NEEDED)
        area = self._area(found, "place_code", AdminArea.COMMUNE, AdminArea.VILLAGE)
        if area is None or "group_name" in found.problems:
            return
        if not self.register.reaches(area):
            found.refuse("place_code", _("This place lies outside your area."))
            return
        name, kind = str(values["group_name"]), values.get("group_kind")
        known = [group for group in self.register.named(area, name) if kind in (None, group.kind)]
        if len(known) > 1:
            found.refuse("group_name", _("Several groups here have this name. Write the code of the group."))
        elif known:
            found.group = known[0]
        else:
            self._draft_group(found, area, name)

    def _draft_group(self, found: Finding, area: AdminArea, name: str) -> None:
        values, key = found.row.values, (area.pk, fold(name))
        own = {each: values[each] for each in ("group_kind", "group_name_latin", "founded_on") if each in values}
        if key in self.drafts:
            draft = self.drafts[key]
            for each, value in own.items():
                if value != draft.values.get(each):
                    found.refuse(each, ELSEWHERE, row=draft.row)
        else:
            for each in ("group_kind", "founded_on"):
                if each not in own:
                    found.refuse(each, NEEDED)
            if "founded_on" in own and own["founded_on"] > self.today:
                found.refuse("founded_on", DayInTheFuture.message)
            if "group_kind" not in own:
                return
            likes = [group.code for group in self.register.like(area, name) if group.kind == own["group_kind"]]
            draft = GroupDraft(found.row.number, area, str(own["group_kind"]), {**own, "group_name": name})
            draft.likes = ", ".join(likes[:3])
            self.drafts[key] = draft
        found.draft = draft
        if draft.likes:
            found.doubt("group_name", _("A group of this name is in the commune: %(codes)s."), codes=draft.likes)

    def _compare_group(self, found: Finding, group: CommunityGroup) -> None:
        values = found.row.values
        if values.get("group_kind", group.kind) != group.kind:
            found.refuse("group_kind", _("The group of this code is of another kind."))
        if values.get("founded_on", group.founded_on) != group.founded_on:
            found.refuse("founded_on", _("The register has another day. Correct it on the page of the group."))
        if "group_code" in values:
            names = {"group_name": "name_km", "group_name_latin": "name_latin"}
            self._compare(found, group, names, found.group_changes)

    def _compare(self, found: Finding, record: object, names: dict[str, str], changes: dict[str, object]) -> None:
        """Where the file differs from the register; two rows may not say two things."""
        given = {column: found.row.values[column] for column in names if column in found.row.values}
        row, said = self.said.setdefault(record.pk, (found.row.number, {}))
        for column, value in given.items():
            if said.setdefault(column, value) != value:
                found.refuse(column, ELSEWHERE, row=row)
            elif getattr(record, names[column]) != value:
                changes[names[column]] = value

    def _area(self, found: Finding, column: str, *levels: int) -> AdminArea | None:
        if column not in found.row.values:
            return None
        area = self.register.areas.get(str(found.row.values[column]))
        if area is None:
            found.refuse(column, _("No place has this code."))
        elif area.level not in levels:
            found.refuse(column, _("A place of another kind has this code."))
        else:
            return area
        return None

    # --- the person --------------------------------------------------------------------------------------------------
    def _find_person(self, found: Finding) -> None:
        values = found.row.values
        village = self._area(found, "village_code", AdminArea.VILLAGE)
        if "person_code" in found.problems:
            return
        if "person_code" in values:
            found.person = self.register.persons.get(str(values["person_code"]))
            if found.person is None:
                found.refuse("person_code", _("No member with this code is in your area."))
                return
            self._compare(found, found.person, {name: name for name in PERSON_NAMES}, found.person_changes)
            if village is not None and village.pk != found.person.village_id:
                found.person_changes["village"] = village
        else:
            for key in ("family_name", "given_name", "sex"):
                if key not in values:
                    found.refuse(key, NEEDED)
            if not found.problems.keys() & {"family_name", "given_name", "sex"}:
                self._find_namesakes(found)
        self._check_birth(found)

    def _check_birth(self, found: Finding) -> None:
        values = found.row.values
        year = values.get("birth_year") or (found.person.birth_year if found.person else None)
        if "birth_month" in values and year is None:
            found.refuse("birth_year", NEEDED)
        if "birth_year" not in values:
            return
        if (year, values.get("birth_month", 1)) > (self.today.year, self.today.month):
            found.refuse("birth_year", _("The birth year lies in the future."))
        elif year < self.today.year - OLDEST:
            found.refuse("birth_year", _("Nobody is that old. Check the birth year."))

    def _find_namesakes(self, found: Finding) -> None:
        values = found.row.values
        name, sex = name_key(str(values["family_name"]), str(values["given_name"])), values["sex"]
        year = values.get("birth_year")
        likes = [
            person
            for person in self.register.namesakes.get(name, ())
            if person.sex == sex and _may_be_equal(person.birth_year, year)
        ]
        members = [
            person
            for person in likes
            if found.group
            and year is not None
            and person.birth_year == year
            and (found.group.pk, person.pk) in self.register.memberships
        ]
        if len(members) == 1:
            found.person = members[0]
            return
        if likes:
            codes = ", ".join(person.code for person in likes[:3])
            found.doubt(
                "given_name", _("Somebody of this name, sex and age is in the register: %(codes)s."), codes=codes
            )
        earlier = self.namesakes.setdefault((name, sex), [])
        for row, other in earlier:
            if _may_be_equal(other, year):
                found.doubt("given_name", _("Row %(row)s has the same name, sex and age."), row=row)
        earlier.append((found.row.number, year))

    # --- the membership ----------------------------------------------------------------------------------------------
    def _find_membership(self, found: Finding) -> None:
        values = found.row.values
        if "began_on" not in values:
            found.refuse("began_on", NEEDED)
        if found.group and found.group.status == CommunityGroup.Status.CLOSED:
            found.refuse("group_code" if "group_code" in values else "group_name", GroupIsClosed.message)
        word = fold(str(values.get("post", ORDINARY_POST)).replace("_", " "))
        found.post = self.register.posts.get((found.kind, word))
        if found.post is None:
            found.refuse("post", _("This kind of group has no such post."))
        if found.post is None or "began_on" in found.problems:
            return
        began_on = values["began_on"]
        if began_on > self.today:
            found.refuse("began_on", DayInTheFuture.message)
        if self._is_before_birth(found, began_on):
            found.refuse("began_on", BeforeBirth.message)
        if found.person is not None:
            self._compare_membership(found, began_on)
        if not found.is_member and found.post.is_single:
            self._check_single(found, began_on)

    def _is_before_birth(self, found: Finding, began_on: date) -> bool:
        born = {name: found.row.values.get(name) or getattr(found.person, name, None) for name in PERSON_NAMES[-2:]}
        return (age_on(began_on, **born) or 0) < 0

    def _compare_membership(self, found: Finding, began_on: date) -> None:
        key = (found.group_key, found.person.pk)
        if key in self.members:
            column = "person_code" if "person_code" in found.row.values else "given_name"
            found.refuse(column, _("Row %(row)s is about the same member."), row=self.members[key])
            return
        self.members[key] = found.row.number
        for known in self.register.memberships.get(key, ()):
            if known.ended_on is not None and known.ended_on < began_on:
                continue
            if known.ended_on is None and (known.post_id, known.began_on) == (found.post.pk, began_on):
                found.is_member = True
            elif known.ended_on is None and known.post_id != found.post.pk:
                found.refuse("post", _("The register has another post. Change it on the page of the group."))
            else:
                found.refuse("began_on", AlreadyMember.message)

    def _check_single(self, found: Finding, began_on: date) -> None:
        key = (found.group_key, found.post.pk)
        periods = self.register.holders.get(key, ())
        if any(ended_on is None or ended_on >= began_on for _began_on, ended_on in periods):
            found.refuse("post", _("Somebody else holds this post."))
        elif key in self.holders:
            found.refuse("post", _("Row %(row)s has the same post."), row=self.holders[key])
        else:
            self.holders[key] = found.row.number


def _may_be_equal(one: object, other: object) -> bool:
    """Birth years a year apart, or one that is not known."""
    return one is None or other is None or abs(one - other) <= 1
