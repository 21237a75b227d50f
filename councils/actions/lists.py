"""Ways to fill a seat and bodies in which councils speak: edited by an administrator."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.actions.locks import refuse_unknown
from people.names import tidy

from ..models import FillingMethod, RepresentedBody
from ..refusals import CodeTaken

METHOD_FIELDS = frozenset({"name_km", "name_en", "position", "is_election", "is_active"})
BODY_FIELDS = METHOD_FIELDS - {"is_election"}


@transaction.atomic
def add_method(
    *, code: str, name_km: str, name_en: str, by: User, position: int = 50, is_election: bool = False
) -> FillingMethod:
    """One more way to fill a seat."""
    method = FillingMethod(code=code, name_km=name_km, name_en=name_en, position=position, is_election=is_election)
    _add(method)
    journal.note("filling_method.added", about=method, by=by, code=method.code)
    return method


@transaction.atomic
def change_method(*, method: FillingMethod, by: User, **fields: object) -> FillingMethod:
    """Change a way to fill a seat; one out of use stays in the history."""
    refuse_unknown(fields, METHOD_FIELDS)
    _change(method, fields)
    journal.note("filling_method.changed", about=method, by=by, fields=sorted(fields))
    return method


@transaction.atomic
def add_body(*, code: str, name_km: str, name_en: str, by: User, position: int = 50) -> RepresentedBody:
    """One more body in which councils speak."""
    body = RepresentedBody(code=code, name_km=name_km, name_en=name_en, position=position)
    _add(body)
    journal.note("represented_body.added", about=body, by=by, code=body.code)
    return body


@transaction.atomic
def change_body(*, body: RepresentedBody, by: User, **fields: object) -> RepresentedBody:
    """Change a body; one out of use stays in the history."""
    refuse_unknown(fields, BODY_FIELDS)
    _change(body, fields)
    journal.note("represented_body.changed", about=body, by=by, fields=sorted(fields))
    return body


def _add(row: FillingMethod | RepresentedBody) -> None:
    row.code = row.code.strip().lower()
    if type(row).objects.filter(code=row.code).exists():
        raise CodeTaken
    _put_in_order(row)
    row.full_clean()
    row.save(force_insert=True)


def _change(row: FillingMethod | RepresentedBody, fields: dict[str, object]) -> None:
    row.refresh_from_db(from_queryset=type(row).objects.select_for_update(no_key=True))
    for name, value in fields.items():
        setattr(row, name, value)
    _put_in_order(row)
    row.full_clean()
    row.save(force_update=True)


def _put_in_order(row: FillingMethod | RepresentedBody) -> None:
    row.name_km, row.name_en = tidy(row.name_km or ""), tidy(row.name_en or "")
