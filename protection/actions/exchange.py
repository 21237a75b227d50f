"""Codes of case systems for types of services and places, and the files that leave with them."""

from collections.abc import Iterable

from django.db import transaction

from accounts import journal
from accounts.models import User
from people.names import tidy
from places.models import AdminArea, Source

from ..exchange.writing import FILES, Asked
from ..models import ExchangeList, ExchangePlace, ServiceType, ServiceTypeCode
from ..refusals import CodeOfAnotherPlace, NamedOtherwise
from ..seeds.exchange_codes import PRESETS, rows_of


@transaction.atomic
def set_type_code(
    *, type: ServiceType, system: str, code: str, name_en: str, name_km: str = "", by: User
) -> ServiceTypeCode:
    """What a type is called there. Several types may have one code, and then its words are the same."""
    code, name_en, name_km = code.strip(), tidy(name_en), tidy(name_km)
    same = ServiceTypeCode.objects.filter(system=system, code=code).exclude(type=type)
    if same.exclude(name_en=name_en, name_km=name_km).exists():
        raise NamedOtherwise
    row = ServiceTypeCode.objects.select_for_update().filter(type=type, system=system).first()
    row = row or ServiceTypeCode(type=type, system=system)
    row.code, row.name_en, row.name_km = code, name_en, name_km
    row.full_clean()
    row.save()
    journal.note("exchange.type_coded", about=row, by=by, system=system, type=type.code, code=code)
    return row


@transaction.atomic
def remove_type_code(*, row: ServiceTypeCode, by: User) -> None:
    """Services of the type are left out of the files of that system."""
    journal.note("exchange.type_uncoded", about=row, by=by, system=row.system, type=row.type.code, code=row.code)
    row.delete()


@transaction.atomic
def take_list(*, preset: str, by: User) -> list[ServiceTypeCode]:
    """All codes of a system from a list that is delivered with the portal; what was written by hand is replaced."""
    system, _called = PRESETS[preset]
    rows = rows_of(preset)
    ServiceTypeCode.objects.filter(system=system, type__in=[row.type_id for row in rows]).delete()
    ServiceTypeCode.objects.bulk_create(rows)
    journal.note("exchange.list_taken", about=None, by=by, system=str(system), list=preset, types=len(rows))
    return rows


@transaction.atomic
def set_source(*, system: str, source: Source | None, by: User) -> None:
    """Which list of places a system follows; nothing: the one in use."""
    if source is None:
        ExchangeList.objects.filter(system=system).delete()
    else:
        ExchangeList.objects.update_or_create(system=system, defaults={"source": source})
    journal.note("exchange.source_set", about=None, by=by, system=system, source=source.key if source else "")


@transaction.atomic
def set_place_code(*, system: str, area: AdminArea, code: str, by: User) -> ExchangePlace:
    """The code of a place there, where it is another one than in the list."""
    if ExchangePlace.objects.filter(system=system, code=code).exclude(area=area).exists():
        raise CodeOfAnotherPlace
    row = ExchangePlace.objects.select_for_update().filter(system=system, area=area).first()
    row = row or ExchangePlace(system=system, area=area)
    row.code = code
    row.full_clean()
    row.save()
    journal.note("exchange.place_coded", about=row, by=by, system=system, area=area.pk, code=code)
    return row


@transaction.atomic
def remove_place_code(*, row: ExchangePlace, by: User) -> None:
    """The place goes by the code of the list again."""
    journal.note("exchange.place_uncoded", about=row, by=by, system=row.system, area=row.area_id, code=row.code)
    row.delete()


@transaction.atomic
def take_out(*, kind: str, asked: Asked, by: User | None) -> Iterable[str | bytes]:
    """One of the files, and the line that it left: which one, never what is in it."""
    told = {"kind_of_file": kind, "level": asked.level, "province": asked.province.pk if asked.province else ""}
    content = FILES[kind].content(asked)
    journal.entry("exchange.exported", about=None, by=by, kind=journal.READ, **told).save()
    return content
