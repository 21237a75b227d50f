"""The person of a row: one of the register, or a newcomer, perhaps one whom the register knows already."""

from collections.abc import Sequence
from datetime import date
from sys import intern

from django.utils.translation import gettext_lazy as _

from people.actions import OLDEST
from people.likeness import Facts, Likeness, commune_of
from places.models import AdminArea

from .findings import NEEDED, PERSON_NAMES, Choice, Finding, Like, Memory
from .group_checks import compare, find_area
from .register import Register, name_key

MOST_LIKES = 3
NAMED = frozenset({"family_name", "given_name", "sex"})


def find_person(found: Finding, register: Register, memory: Memory, today: date) -> None:
    """By the code; or by name, sex and birth year among the members of the group; else it is a newcomer."""
    values = found.row.values
    found.village = find_area(found, "village_code", register, AdminArea.VILLAGE)
    if "person_code" in found.problems:
        return
    if "person_code" in values:
        found.person = register.persons.get(str(values["person_code"]))
        if found.person is None:
            found.refuse("person_code", _("No member with this code is in your area."))
            return
        compare(found, found.person, {name: name for name in PERSON_NAMES}, found.person_changes, memory)
        if found.village is not None and found.village.pk != found.person.village_id:
            found.person_changes["village"] = found.village
    else:
        for key in NAMED:
            if key not in values:
                found.refuse(key, NEEDED)
        if found.group and not found.problems.keys() & NAMED:
            _find_member(found, register)
    _check_birth(found, today)


def is_newcomer(found: Finding) -> bool:
    """Somebody of whom it must be asked whether the register has them already."""
    return (
        found.is_person
        and found.person is None
        and "person_code" not in found.row.values
        and not found.problems.keys() & {"person_code", *NAMED}
    )


def facts_of_newcomer(found: Finding) -> Facts:
    """Who gives no village is looked for in the commune of the group."""
    values = found.row.values
    return Facts(
        family_name=str(values["family_name"]),
        given_name=str(values["given_name"]),
        name_latin=str(values.get("name_latin", "")),
        sex=str(values["sex"]),
        birth_year=values.get("birth_year"),
        commune=commune_of(found.village.pk if found.village else found.area_id),
    )


def weigh(found: Finding, likely: Sequence[Likeness], register: Register, memory: Memory) -> None:
    """Whom the newcomer may be, and what was decided about it."""
    if likely:
        found.likes = [Like(like.person.pk, round(like.score * 100)) for like in likely[:MOST_LIKES]]
        found.doubt("given_name", _("This may be somebody who is in the register."))
    values = found.row.values
    name = name_key(str(values["family_name"]), str(values["given_name"]))
    year, village = values.get("birth_year"), str(values.get("village_code", ""))
    earlier = memory.namesakes.setdefault((name, values["sex"]), [])
    same = [row for row, *facts in earlier if _may_be_equal(facts, [year, village])][:MOST_LIKES]
    if same:
        found.likes += [Like(row=row) for row in same]
        found.doubt("given_name", _("Row %(row)s has the same name, sex and age."), row=same[0])
    if found.decision.choice == Choice.SAME:
        _take_decision(found, register, memory)
    if found.decision.choice in ("", Choice.OTHER):
        earlier.append((found.row.number, year, intern(village)))  # a few villages, thousands of rows


def _take_decision(found: Finding, register: Register, memory: Memory) -> None:
    """The record that was chosen, or the one of the row that was chosen."""
    key, row = found.decision.person, found.decision.row
    if row is not None:
        if row not in memory.persons:
            found.refuse("given_name", _("Row %(row)s is left out. Decide about this row again."), row=row)
            return
        found.same_row = row
        key = memory.persons[row]
        if key is None:
            return
    found.person = register.chosen.get(key)
    if found.person is None:
        found.refuse("given_name", _("The person you chose is not in your area any more. Decide about this row again."))


def _find_member(found: Finding, register: Register) -> None:
    values = found.row.values
    year = values.get("birth_year")
    if year is None:
        return
    name = name_key(str(values["family_name"]), str(values["given_name"]))
    members = [
        person
        for person in register.namesakes.get(name, ())
        if person.sex == values["sex"]
        and person.birth_year == year
        and (found.group.pk, person.pk) in register.memberships
    ]
    if len(members) == 1:
        found.person = members[0]


def _check_birth(found: Finding, today: date) -> None:
    values = found.row.values
    year = values.get("birth_year") or (found.person.birth_year if found.person else None)
    if "birth_month" in values and year is None:
        found.refuse("birth_year", NEEDED)
    if "birth_year" not in values:
        return
    if (year, values.get("birth_month", 1)) > (today.year, today.month):
        found.refuse("birth_year", _("The birth year lies in the future."))
    elif year < today.year - OLDEST:
        found.refuse("birth_year", _("Nobody is that old. Check the birth year."))


def _may_be_equal(one: Sequence, other: Sequence) -> bool:
    """Birth years a year apart, or one that is not known; one village, or one that is not known."""
    (year, village), (other_year, other_village) = one, other
    is_near = year is None or other_year is None or abs(year - other_year) <= 1
    return is_near and (not village or not other_village or village == other_village)
