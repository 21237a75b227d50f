"""Each row against the directory and against the rows before it: new, changed, here already, or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from khmertext.folding import fold
from participation.imports.findings import NEEDED
from participation.imports.reading import Row
from participation.models import ImportedRow
from participation.refusals import DayInTheFuture
from places.models import AdminArea

from ..models import Service, ServiceCoverage, ServiceType
from ..refusals import CoveredAlready, EndsBeforeItBegins
from .columns import SAID_OF_SERVICE
from .register import Directory, look_up

State = ImportedRow.State
OUTSIDE = _("This place lies outside your area.")
ELSEWHERE = _("Row %(row)s says something else about the same service.")


@dataclass(slots=True)
class Draft:
    """A service that the import will make, by the first row that names it."""

    row: int
    type: ServiceType
    area: AdminArea
    values: dict[str, object]


@dataclass(slots=True)
class Finding:
    """A row, what is wrong with it, and what it would do."""

    row: Row
    problems: dict[str, str]
    service: Service | None = None
    draft: Draft | None = None
    changes: dict[str, object] = field(default_factory=dict)
    checked_on: date | None = None
    """A later check than the directory knows of."""
    commune: AdminArea | None = None
    ends: ServiceCoverage | None = None
    """The coverage that goes on and is given its last day."""
    is_covered: bool = False
    """The directory says the same of this commune, or the row names none."""
    doubts: dict[str, str] = field(default_factory=dict)
    likes: list = field(default_factory=list)
    """Nobody is asked whether two services are one: code, type, place and name tell."""

    @property
    def state(self) -> str:
        if self.problems:
            return State.REFUSED
        makes = self.draft is not None and self.draft.row == self.row.number
        if makes or not self.is_covered and self.ends is None:
            return State.NEW
        return State.CHANGED if self.changes or self.checked_on or self.ends else State.KNOWN

    @property
    def key(self) -> object:
        """The id of a service, or the row that makes it."""
        return self.service.pk if self.service else self.draft.row

    def refuse(self, column: str, sentence: str | Promise, **params: object) -> None:
        """The first thing wrong with a cell is the one that is said."""
        self.problems.setdefault(column, str(sentence) % params if params else str(sentence))


@dataclass(slots=True)
class Memory:
    """What the rows before have said: a file is looked at a few hundred rows at a time."""

    drafts: dict[tuple[int, str, str], Draft] = field(default_factory=dict)
    said: dict[object, tuple[int, dict[str, object]]] = field(default_factory=dict)
    periods: dict[tuple[object, str], list[tuple[date, date | None]]] = field(default_factory=dict)


class Checker:
    """Looks at the rows of a file, some at a time and in their order."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.memory = Memory()
        self.today = timezone.localdate()

    def findings(self, rows: Sequence[Row], decisions: Mapping) -> list[Finding]:
        """Nothing is decided here by people: ``decisions`` stays empty."""
        directory = look_up(rows, by=self.by)
        found = [Finding(row, dict(row.problems)) for row in rows]
        for each in found:
            self._find_service(each, directory)
            self._refuse_future(each)
            if each.service or each.draft:
                self._compare(each, directory)
                self._find_coverage(each, directory)
        return found

    def _find_service(self, found: Finding, directory: Directory) -> None:
        values = found.row.values
        if "service_code" in found.problems:
            return
        if code := values.get("service_code"):
            found.service = directory.by_code.get(str(code))
            if found.service is None:
                found.refuse("service_code", _("No open service with this code is in your area."))
            return
        type, area = self._type(found, directory), self._place(found, "place_code", directory)
        if "name_km" not in values:
            found.refuse("name_km", NEEDED)
        if type is None or area is None or "name_km" in found.problems:
            return
        key = (type.pk, area.pk, fold(str(values["name_km"])))
        found.service = directory.by_name.get(key)
        if found.service is None:
            given = {name: values[name] for name in SAID_OF_SERVICE if name in values}
            found.draft = self.memory.drafts.setdefault(key, Draft(found.row.number, type, area, given))

    def _type(self, found: Finding, directory: Directory) -> ServiceType | None:
        if "service_type" not in found.row.values:
            found.refuse("service_type", NEEDED)
            return None
        type = directory.types.get(fold(str(found.row.values["service_type"]).replace("_", " ")))
        if type is None:
            found.refuse("service_type", _("No type of service in use has this name."))
        return type

    def _place(self, found: Finding, column: str, directory: Directory) -> AdminArea | None:
        """A commune, district or province of the list in use, within reach."""
        if column not in found.row.values:
            found.refuse(column, NEEDED)
            return None
        area = directory.areas.get(str(found.row.values[column]))
        levels = (AdminArea.COMMUNE,) if column == "commune_code" else AdminArea.LEVELS[:3]
        if area is None:
            found.refuse(column, _("No place has this code."))
        elif area.level not in levels:
            found.refuse(column, _("A place of another kind has this code."))
        elif not directory.reaches(area):
            found.refuse(column, OUTSIDE)
        else:
            return area
        return None

    def _refuse_future(self, found: Finding) -> None:
        for column in ("checked_on", "began_on", "ended_on"):
            day = found.row.values.get(column)
            if day is not None and day > self.today:
                found.refuse(column, DayInTheFuture.message)

    def _compare(self, found: Finding, directory: Directory) -> None:
        """Where the file differs from the directory; two rows may not say two things of one service."""
        values = found.row.values
        given = {name: values[name] for name in SAID_OF_SERVICE if name in values}
        row, said = self.memory.said.setdefault(found.key, (found.row.number, {}))
        for name, value in given.items():
            if said.setdefault(name, value) != value:
                found.refuse(name, ELSEWHERE, row=row)
        checked_on = values.get("checked_on")
        if found.service is None:
            found.draft.values |= given
            found.checked_on = checked_on
            return
        found.changes = {name: value for name, value in given.items() if getattr(found.service, name) != value}
        if checked_on and (found.service.checked_on is None or checked_on > found.service.checked_on):
            found.checked_on = checked_on
        self._same_place(found, directory)

    def _same_place(self, found: Finding, directory: Directory) -> None:
        """A code says which service it is; a row that puts it elsewhere means another one."""
        code, service = found.row.values.get("place_code"), found.service
        if code is not None and code != service.area.code:
            found.refuse("place_code", _("The service of this code is at another place."))
        word = found.row.values.get("service_type")
        if word is not None and directory.types.get(fold(str(word).replace("_", " "))) != service.type:
            found.refuse("service_type", _("The service of this code is of another type."))

    def _find_coverage(self, found: Finding, directory: Directory) -> None:
        values = found.row.values
        if "commune_code" not in values and "commune_code" not in found.problems:
            found.is_covered = True
            return
        found.commune = self._place(found, "commune_code", directory)
        for column in ("began_on", "source"):
            if column not in values:
                found.refuse(column, NEEDED)
        if found.commune is None or {"began_on", "ended_on"} & found.problems.keys():
            return
        began_on, ended_on = values["began_on"], values.get("ended_on")
        if ended_on is not None and ended_on < began_on:
            found.refuse("ended_on", EndsBeforeItBegins.message)
            return
        self._judge_period(found, began_on, ended_on, directory)

    def _judge_period(self, found: Finding, began_on: date, ended_on: date | None, directory: Directory) -> None:
        known = directory.coverages.get((found.key, found.commune.pk), []) if found.service else []
        same = next((coverage for coverage in known if coverage.began_on == began_on), None)
        periods = self.memory.periods.setdefault((found.key, found.commune.pk), [])
        taken = [(each.began_on, each.ended_on) for each in known if each is not same] + periods
        if same is not None:
            found.is_covered = same.ended_on == ended_on
            found.ends = same if ended_on is not None and same.ended_on is None else None
            if not found.is_covered and found.ends is None:
                taken.append((same.began_on, same.ended_on))
        if any(_overlap((began_on, ended_on), other) for other in taken):
            found.refuse("began_on", CoveredAlready.message)
        periods.append((began_on, ended_on))


def _overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)
