"""The deeds of an import: new services and communes in bulk, corrections singly, each with its trace."""

from accounts import journal
from accounts.models import User
from accounts.roles import Capability
from participation.imports.traces import columns_of
from participation.models import ImportRun, ImportTrace
from participation.reach import acting_role

from ..actions.services import code_prefix, last_number, put_in_order
from ..models import Service, ServiceCoverage
from ..terms import put_check
from .checking import Draft, Finding
from .traces import Kind, changed, made


class Writer:
    """Gathers what the rows will write, each judged; then writes it all."""

    def __init__(self, run: ImportRun, by: User) -> None:
        self.run, self.by = run, by
        self.services: dict[int, Service] = {}
        """Those that are made, by the row that makes them."""
        self.corrected: dict[object, tuple[Service, dict]] = {}
        """Those that change, by id, with their columns of before."""
        self.begun: list[ServiceCoverage] = []
        self.ended: list[tuple[ServiceCoverage, dict]] = []
        self.numbers: dict[str, int] = {}

    def add(self, found: Finding) -> None:
        service = self._new(found.draft) if found.draft else self._corrected(found)
        if found.checked_on:
            role = acting_role(self.by, Capability.MANAGE_SERVICES, [service.area_id])
            put_check(service, found.checked_on, role)
        service.full_clean(exclude=("type", "area", "created_by"), validate_unique=False, validate_constraints=False)
        if found.ends is not None:
            self.ended.append((found.ends, columns_of(found.ends)))
            found.ends.ended_on = found.row.values["ended_on"]
        elif found.commune is not None and not found.is_covered:
            self.begun.append(self._coverage(found, service))

    def _new(self, draft: Draft) -> Service:
        """The first row that names it makes it; the later ones only say what else it covers."""
        if draft.row not in self.services:
            service = Service(type=draft.type, area=draft.area, created_by=self.by, **draft.values)
            put_in_order(service)
            service.code = self._code(service)
            self.services[draft.row] = service
        return self.services[draft.row]

    def _code(self, service: Service) -> str:
        prefix = code_prefix(service.area)
        last = self.numbers[prefix] if prefix in self.numbers else last_number(prefix)
        self.numbers[prefix] = last + 1
        return f"{prefix}{last + 1:04d}"

    def _corrected(self, found: Finding) -> Service:
        """Several rows may be about one service: it is read once, and what they say is put together."""
        if not found.changes and not found.checked_on:
            return self.corrected.get(found.key, (found.service, {}))[0]
        service, _before = self.corrected.setdefault(found.key, (found.service, columns_of(found.service)))
        for name, value in found.changes.items():
            setattr(service, name, value)
        put_in_order(service)
        return service

    def _coverage(self, found: Finding, service: Service) -> ServiceCoverage:
        values = found.row.values
        return ServiceCoverage(
            service=service,
            commune=found.commune,
            began_on=values["began_on"],
            ended_on=values.get("ended_on"),
            source=values["source"],
            created_by=self.by,
        )

    def write(self) -> None:
        new = list(self.services.values())
        Service.objects.bulk_create(new)
        for service, _before in self.corrected.values():
            service.save(force_update=True)
        for coverage, _before in self.ended:
            coverage.save(update_fields=["ended_on"])
        ServiceCoverage.objects.bulk_create(self.begun)
        traces = [made(self.run, Kind.SERVICE, service) for service in new]
        traces += [made(self.run, Kind.COVERAGE, coverage) for coverage in self.begun]
        traces += [changed(self.run, Kind.SERVICE, *each) for each in self.corrected.values()]
        traces += [changed(self.run, Kind.COVERAGE, *each) for each in self.ended]
        ImportTrace.objects.bulk_create(traces)
        self._tell(new)

    def _tell(self, new: list[Service]) -> None:
        corrected = [service for service, _before in self.corrected.values()]
        journal.note_all("service.added", ((each, {"code": each.code}) for each in new), by=self.by)
        journal.note_all("service.corrected", ((each, {"code": each.code}) for each in corrected), by=self.by)
        begun = ((each, {"commune": each.commune_id}) for each in self.begun)
        journal.note_all("coverage.begun", begun, by=self.by)
        ended = ((each, {"commune": each.commune_id, "ended_on": each.ended_on}) for each, _before in self.ended)
        journal.note_all("coverage.ended", ended, by=self.by)
