"""Types of services: edited by an administrator. New terms hold for the checks that were made already, too."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.actions.locks import refuse_unknown
from people.names import tidy

from ..models import Service, ServiceType
from ..refusals import CodeTaken
from ..terms import put_terms

WORDS = ("name_km", "name_en", "child_km", "child_en", "reason_km", "reason_en")
TERMS = frozenset({"check_months", "grace_days"})
CHANGEABLE = frozenset({*WORDS, *TERMS, "position", "is_active"})


@transaction.atomic
def add_service_type(*, code: str, by: User | None, **fields: object) -> ServiceType:
    """One more type of service."""
    refuse_unknown(fields, CHANGEABLE)
    row = ServiceType(code=code.strip().lower(), **fields)
    if ServiceType.objects.filter(code=row.code).exists():
        raise CodeTaken
    _put_in_order(row)
    row.full_clean()
    row.save(force_insert=True)
    journal.note("service_type.added", about=row, by=by, code=row.code)
    return row


@transaction.atomic
def change_service_type(*, type: ServiceType, by: User, **fields: object) -> ServiceType:
    """Change a type; other terms move the next check of its services, and when they fade."""
    refuse_unknown(fields, CHANGEABLE)
    type.refresh_from_db(from_queryset=ServiceType.objects.select_for_update(no_key=True))
    before = {name: getattr(type, name) for name in fields}
    for name, value in fields.items():
        setattr(type, name, value)
    _put_in_order(type)
    type.full_clean()
    type.save(force_update=True)
    changed = sorted(name for name in fields if getattr(type, name) != before[name])
    if TERMS & set(changed):
        _move_checks(type)
    journal.note("service_type.changed", about=type, by=by, fields=changed)
    return type


def _move_checks(type: ServiceType) -> None:
    checked = list(Service.objects.filter(type=type, checked_on__isnull=False).select_for_update().order_by("pk"))
    for service in checked:
        put_terms(service, type)
    Service.objects.bulk_update(checked, ["next_check_on", "public_until"], batch_size=500)


def _put_in_order(row: ServiceType) -> None:
    for name in WORDS:
        setattr(row, name, tidy(getattr(row, name) or ""))
