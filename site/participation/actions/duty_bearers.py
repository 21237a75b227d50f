"""Who must answer children: kept by an administrator."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from people.names import tidy

from ..models import DutyBearer
from ..refusals import CodeTaken
from .locks import refuse_unknown

BEARER_FIELDS = frozenset({"name_km", "name_en", "position", "is_active"})


@transaction.atomic
def add_duty_bearer(*, code: str, name_km: str, name_en: str, by: User, position: int = 50) -> DutyBearer:
    """One more kind of body that must answer children; its code never changes afterwards."""
    bearer = DutyBearer(code=code.strip().lower(), name_km=tidy(name_km), name_en=tidy(name_en), position=position)
    if DutyBearer.objects.filter(code=bearer.code).exists():
        raise CodeTaken
    bearer.full_clean()
    bearer.save(force_insert=True)
    journal.note("duty_bearer.added", about=bearer, by=by, code=bearer.code)
    return bearer


@transaction.atomic
def change_duty_bearer(*, bearer: DutyBearer, by: User, **fields: object) -> DutyBearer:
    """Change what a duty-bearer is called, or take it out of use; asks that name it keep it."""
    refuse_unknown(fields, BEARER_FIELDS)
    bearer.refresh_from_db(from_queryset=DutyBearer.objects.select_for_update(no_key=True))
    for name, value in fields.items():
        setattr(bearer, name, value)
    bearer.name_km, bearer.name_en = tidy(bearer.name_km or ""), tidy(bearer.name_en or "")
    bearer.full_clean()
    bearer.save(force_update=True)
    journal.note("duty_bearer.changed", about=bearer, by=by, fields=sorted(fields))
    return bearer
