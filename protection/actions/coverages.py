"""Which communes a service covers: begun, ended, taken back where it was entered by mistake."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from participation.actions.locks import refuse_future
from places.models import AdminArea

from ..models import Service, ServiceCoverage
from ..refusals import CoverageOver, CoveredAlready, EndsBeforeItBegins, NothingToCover, ServiceClosed, TooLongAgo

TAKEN_BACK_WITHIN = timedelta(days=30)
"""How long after it was entered it may still turn out to be a mistake; later it is history and is given an end."""


@transaction.atomic
def cover_communes(
    *, service: Service, area: AdminArea, began_on: date, source: str, by: User, ended_on: date | None = None
) -> list[ServiceCoverage]:
    """The service covers a commune, or every commune of a district that it does not cover in that time already."""
    service.refresh_from_db(from_queryset=Service.objects.select_for_update(no_key=True))
    if service.closed_on is not None:
        raise ServiceClosed
    refuse_future(began_on, field="began_on")
    if ended_on is not None and ended_on < began_on:
        raise EndsBeforeItBegins
    communes = AdminArea.objects.active().of_level(AdminArea.COMMUNE).within(area)
    taken = ServiceCoverage.objects.overlapping(began_on, ended_on).filter(service=service)
    wanted = list(communes.exclude(pk__in=taken.values("commune_id")).order_by("pk"))
    if not wanted:
        raise NothingToCover
    rows = [
        ServiceCoverage(
            service=service, commune=commune, began_on=began_on, ended_on=ended_on, source=source, created_by=by
        )
        for commune in wanted
    ]
    rows[0].full_clean()
    _insert(rows)
    journal.note_all("coverage.begun", ((row, {"commune": row.commune_id}) for row in rows), by=by)
    return rows


@transaction.atomic
def end_coverage(*, coverage: ServiceCoverage, ended_on: date, by: User) -> ServiceCoverage:
    """From the day after, the service no longer covers the commune."""
    coverage.refresh_from_db(from_queryset=ServiceCoverage.objects.select_for_update())
    refuse_future(ended_on, field="ended_on")
    if coverage.ended_on is not None:
        raise CoverageOver
    if ended_on < coverage.began_on:
        raise EndsBeforeItBegins
    coverage.ended_on = ended_on
    coverage.full_clean()
    coverage.save(update_fields=["ended_on"])
    journal.note("coverage.ended", about=coverage, by=by, commune=coverage.commune_id, ended_on=ended_on)
    return coverage


@transaction.atomic
def take_back_coverage(*, coverage: ServiceCoverage, by: User) -> None:
    """It was never true. The journal keeps that somebody said so."""
    coverage.refresh_from_db(from_queryset=ServiceCoverage.objects.select_for_update())
    if coverage.created_at < timezone.now() - TAKEN_BACK_WITHIN:
        raise TooLongAgo(days=TAKEN_BACK_WITHIN.days)
    details = {"commune": coverage.commune_id, "service": str(coverage.service_id), "began_on": coverage.began_on}
    journal.note("coverage.taken_back", about=coverage, by=by, **details)
    coverage.delete()


def _insert(rows: list[ServiceCoverage]) -> None:
    """Another writer may have come between the look and the write: then the database refuses."""
    try:
        with transaction.atomic():
            ServiceCoverage.objects.bulk_create(rows)
    except IntegrityError as error:
        raise CoveredAlready from error
