"""The five files by the word that asks for them, each with its kind and its name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User
from places.models import AdminArea

from . import oscar, primero

JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is about: whose reach, down to which level, of which province."""

    user: User | None = None
    level: int = AdminArea.COMMUNE
    province: AdminArea | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    content: Callable[[Asked], Iterable[str | bytes]]
    content_type: str
    ending: str


def _locations(asked: Asked) -> Iterable[str]:
    return primero.locations(asked.level)


def _lookup(asked: Asked) -> Iterable[str]:
    return [primero.as_json(primero.lookup())]


def _agencies(asked: Asked) -> Iterable[str]:
    return [primero.as_json(primero.agencies(asked.user))]


def _gazetteer(asked: Asked) -> Iterable[bytes]:
    from . import workbook  # openpyxl is heavy, and most workers never write a sheet

    province = asked.province
    return [workbook.workbook(oscar.gazetteer_lines(province), name=province.name_latin or province.code)]


def _services(asked: Asked) -> Iterable[str]:
    return [primero.as_json(oscar.services(asked.user))]


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {
    "primero-locations": Exchange(_locations, CSV, "csv"),
    "primero-service-types": Exchange(_lookup, JSON, "json"),
    "primero-agencies": Exchange(_agencies, JSON, "json"),
    "oscar-gazetteer": Exchange(_gazetteer, SHEET, "xlsx"),
    "oscar-services": Exchange(_services, JSON, "json"),
}
