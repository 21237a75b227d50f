"""What is done to the codes of DHIS2, and the taking out of a frozen quarter. Each leaves a line in the journal."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from places.models import AdminArea

from ..dhis2.cells import cells_of, may_be_of_quarter
from ..dhis2.codes import is_code
from ..dhis2.gathering import Gathered, gather, system_now
from ..models import DhisCode, DhisPlace, DhisSystem, FrozenQuarter, Indicator
from ..refusals import MoreThanThePlace, NoSuchNumber, NotAnIdentifier, OnlyUpToTheEnd, PlaceNotAnIdentifier


@transaction.atomic
def change_system(*, by: User, **fields: object) -> DhisSystem:
    """By what DHIS2 knows things, which data set receives them, and which places are sent."""
    system = DhisSystem.objects.select_for_update().first() or DhisSystem()
    before = {name: getattr(system, name) for name in fields}
    for name, value in fields.items():
        setattr(system, name, value)
    system.full_clean(validate_unique=False)
    system.save()
    changed = sorted(name for name, value in before.items() if getattr(system, name) != value)
    journal.note("dhis2.changed", about=system, by=by, fields=changed)
    return system


def judge_number(indicator: Indicator, cell: tuple[str, str], *codes: str, counts: str) -> None:
    """Whether a number may have these codes: it is one that the indicator has, and the codes are of the right kind."""
    if cell not in {(one.split, one.group) for one in cells_of(indicator)}:
        raise NoSuchNumber
    if counts == DhisCode.Counts.IN_QUARTER and not may_be_of_quarter(indicator):
        raise OnlyUpToTheEnd
    if not all(is_code(code, system_now().id_scheme) for code in codes if code):
        raise NotAnIdentifier


@transaction.atomic
def set_code(
    *,
    indicator: Indicator,
    cell: tuple[str, str],
    data_element: str,
    option_combo: str = "",
    counts: str = DhisCode.Counts.TO_DATE,
    by: User,
) -> DhisCode:
    """What a number is called there; one that had a code has another one now."""
    judge_number(indicator, cell, data_element, option_combo, counts=counts)
    split, group = cell
    found = DhisCode.objects.select_for_update().filter(indicator=indicator, split=split, group=group).first()
    code = found or DhisCode(indicator=indicator, split=split, group=group)
    code.data_element, code.option_combo, code.counts = data_element, option_combo, counts
    code.full_clean()
    code.save()
    journal.note("dhis2.coded", about=code, by=by, **told_of(code))
    return code


def told_of(code: DhisCode) -> dict[str, str]:
    """A code as the journal keeps it."""
    cell = ":".join(filter(None, code.cell)) or "total"
    return {"indicator": code.indicator.code, "cell": cell, "element": code.data_element, "combo": code.option_combo}


@transaction.atomic
def remove_code(*, code: DhisCode, by: User) -> None:
    """A number that is sent no longer."""
    journal.note("dhis2.uncoded", about=code, by=by, **told_of(code))
    code.delete()


def judge_place(area: AdminArea, org_unit: str) -> None:
    if area.level > AdminArea.COMMUNE:
        raise MoreThanThePlace
    if not is_code(org_unit, system_now().place_scheme):
        raise PlaceNotAnIdentifier


@transaction.atomic
def set_place(*, area: AdminArea, org_unit: str, by: User) -> DhisPlace:
    """What a place is called there."""
    judge_place(area, org_unit)
    place = DhisPlace.objects.select_for_update().filter(area=area).first() or DhisPlace(area=area)
    place.org_unit = org_unit
    place.full_clean()
    place.save()
    journal.note("dhis2.place_coded", about=place, by=by, area=area.pk, unit=org_unit)
    return place


@transaction.atomic
def remove_place(*, place: DhisPlace, by: User) -> None:
    """From now on the place goes by its official code, where codes name places; else it is not sent."""
    journal.note("dhis2.place_uncoded", about=place, by=by, area=place.area_id, unit=place.org_unit)
    place.delete()


@transaction.atomic
def take_out(*, frozen: FrozenQuarter, format: str, by: User | None) -> Gathered:
    """The values of a version of a frozen quarter for a file; refused while anything of them is ambiguous."""
    found = gather(frozen)
    found.refuse_problems()
    told = {"quarter": frozen.quarter, "version": frozen.version, "format": format}
    numbers = {"values": len(found.values), "withheld": found.withheld}
    journal.entry("dhis2.exported", about=frozen, by=by, kind=journal.READ, **told, **numbers).save()
    return found
