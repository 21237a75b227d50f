"""Types of services: edited by an administrator. New terms hold for the checks that were made already, too."""

from django.db import transaction

from accounts.models import User
from participation.actions.locks import refuse_unknown

from ..models import Service, ServiceType
from ..refusals import CodeTaken
from ..terms import put_terms
from .listed import add_row, change_row

WORDS = ("name_km", "name_en", "child_km", "child_en", "reason_km", "reason_en")
TERMS = frozenset({"check_months", "grace_days"})
CHANGEABLE = frozenset({*WORDS, *TERMS, "position", "is_active"})


@transaction.atomic
def add_service_type(*, code: str, by: User | None, **fields: object) -> ServiceType:
    """One more type of service."""
    refuse_unknown(fields, CHANGEABLE)
    row = ServiceType(code=code, **fields)
    return add_row(row, words=WORDS, by=by, verb="service_type.added", taken=CodeTaken)


@transaction.atomic
def change_service_type(*, type: ServiceType, by: User, **fields: object) -> ServiceType:
    """Change a type; other terms move the next check of its services, and when they fade."""
    refuse_unknown(fields, CHANGEABLE)
    changed = change_row(type, fields, words=WORDS, by=by, verb="service_type.changed")
    if TERMS & set(changed):
        _move_checks(type)
    return type


def _move_checks(type: ServiceType) -> None:
    checked = list(Service.objects.filter(type=type, checked_on__isnull=False).select_for_update().order_by("pk"))
    for service in checked:
        put_terms(service, type)
    Service.objects.bulk_update(checked, ["next_check_on", "public_until"], batch_size=500)
