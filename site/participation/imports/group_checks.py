"""The group of a row: one of the register, or one that the import will make."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from khmertext.folding import fold
from places.models import AdminArea

from ..models import CommunityGroup, School
from ..refusals import DayInTheFuture
from .findings import ELSEWHERE, NEEDED, Finding, GroupDraft, Memory
from .register import Register


def find_group(found: Finding, register: Register, memory: Memory, today: date) -> None:
    values = found.row.values
    if "group_code" in found.problems:
        return
    if "group_code" in values:
        found.group = register.groups.get(str(values["group_code"]))
        if found.group is None:
            found.refuse("group_code", _("No group with this code is in your area."))
            return
        if values.get("place_code", found.group.area.code) != found.group.area.code:
            found.refuse("place_code", _("The group of this code is at another place."))
    else:
        _find_by_name(found, register, memory, today)
    if found.group is not None:
        _compare_group(found, found.group, register, memory)


def find_area(found: Finding, column: str, register: Register, *levels: int) -> AdminArea | None:
    """The place under the code in a cell, of one of the levels."""
    if column not in found.row.values:
        return None
    area = register.areas.get(str(found.row.values[column]))
    if area is None:
        found.refuse(column, _("No place has this code."))
    elif area.level not in levels:
        found.refuse(column, _("A place of another kind has this code."))
    else:
        return area
    return None


def compare(found: Finding, record: object, names: dict[str, str], changes: dict[str, object], memory: Memory) -> None:
    """Where the file differs from the register; two rows may not say two things."""
    given = {column: found.row.values[column] for column in names if column in found.row.values}
    if not given:
        return
    row, said = memory.said.setdefault(record.pk, (found.row.number, {}))
    for column, value in given.items():
        if said.setdefault(column, value) != value:
            found.refuse(column, ELSEWHERE, row=row)
        elif getattr(record, names[column]) != value:
            changes[names[column]] = value


def _find_by_name(found: Finding, register: Register, memory: Memory, today: date) -> None:
    values = found.row.values
    for key in ("group_name", "place_code"):
        if key not in values:
            found.refuse(key, NEEDED)
    area = find_area(found, "place_code", register, AdminArea.COMMUNE, AdminArea.VILLAGE)
    if area is None or "group_name" in found.problems:
        return
    if not register.reaches(area):
        found.refuse("place_code", _("This place lies outside your area."))
        return
    name, kind = str(values["group_name"]), values.get("group_kind")
    known = [group for group in register.named(area, name) if kind in (None, group.kind)]
    if len(known) > 1:
        found.refuse("group_name", _("Several groups here have this name. Write the code of the group."))
    elif known:
        found.group = known[0]
    else:
        _draft_group(found, area, name, register, memory, today)


def _draft_group(found: Finding, area: AdminArea, name: str, register: Register, memory: Memory, today: date) -> None:
    values, key = found.row.values, (area.pk, fold(name))
    own = {each: values[each] for each in ("group_kind", "group_name_latin", "founded_on") if each in values}
    school = _find_school(found, area.pk, register)
    if key in memory.drafts:
        draft = memory.drafts[key]
        for each, value in own.items():
            if value != draft.values.get(each):
                found.refuse(each, ELSEWHERE, row=draft.row)
        if school is not None and school != draft.school:
            found.refuse("school", ELSEWHERE, row=draft.row)
    else:
        for each in ("group_kind", "founded_on"):
            if each not in own:
                found.refuse(each, NEEDED)
        if "founded_on" in own and own["founded_on"] > today:
            found.refuse("founded_on", DayInTheFuture.message)
        if "group_kind" not in own:
            return
        likes = [group.code for group in register.like(area, name) if group.kind == own["group_kind"]]
        draft = GroupDraft(found.row.number, area, str(own["group_kind"]), {**own, "group_name": name}, school)
        draft.likes = ", ".join(likes[:3])
        memory.drafts[key] = draft
    found.draft = draft
    if draft.likes:
        found.doubt("group_name", _("A group of this name is in the commune: %(codes)s."), codes=draft.likes)


def _compare_group(found: Finding, group: CommunityGroup, register: Register, memory: Memory) -> None:
    values = found.row.values
    if values.get("group_kind", group.kind) != group.kind:
        found.refuse("group_kind", _("The group of this code is of another kind."))
    if values.get("founded_on", group.founded_on) != group.founded_on:
        found.refuse("founded_on", _("The register has another day. Correct it on the page of the group."))
    school = _find_school(found, group.area_id, register)
    if school is not None and school.pk != group.school_id:
        found.refuse("school", _("The register has another school. Correct it on the page of the group."))
    if "group_code" in values:
        names = {"group_name": "name_km", "group_name_latin": "name_latin"}
        compare(found, group, names, found.group_changes, memory)


def _find_school(found: Finding, area_id: str, register: Register) -> School | None:
    """By its official code, or by its name in the commune of the group."""
    if "school" not in found.row.values:
        return None
    known = register.schools_near(area_id, str(found.row.values["school"]))
    if len(known) == 1:
        return known[0]
    if known:
        found.refuse("school", _("Several schools here have this name. Write the official code of the school."))
    else:
        found.refuse("school", _("No school with this code or name is in the commune."))
    return None
