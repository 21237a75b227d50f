"""What is done to a service: adding, confirming with one tap, correcting, closing, opening again."""

import re
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import journal
from accounts.models import User
from accounts.roles import Capability
from khmertext.folding import fold
from khmertext.numbers import to_ascii_digits
from participation.actions.locks import refuse_future, refuse_unknown
from participation.reach import acting_role
from people.names import search_key, tidy
from places.codes import split_id
from places.models import AdminArea

from ..models import Service, ServiceCoverage
from ..refusals import ClosedBeforeItCovered, ServiceClosed, ServiceKnown, ServiceOpen, TypeOutOfUse
from ..terms import forget_check, put_check, put_terms

WORDS = ("name_km", "name_en", "provider_km", "provider_en", "hours_km", "hours_en", "for_whom_km", "for_whom_en")
CHANGEABLE = frozenset({*WORDS, "type", "area", "cost", "languages", "is_accessible", "is_child_friendly", "phones"})
SAID_BY_THE_REGISTER = {"code", "name_key"}
KEY_LENGTH = Service._meta.get_field("name_key").max_length


@transaction.atomic
def add_service(*, by: User, **fields: object) -> Service:
    """A new service, checked today by who enters it."""
    refuse_unknown(fields, CHANGEABLE)
    service = Service(created_by=by, **fields)
    put_in_order(service)
    refuse_twin(service)
    service.code = next_code(service.area)
    put_check(service, timezone.localdate(), acting_role(by, Capability.MANAGE_SERVICES, [service.area_id]))
    service.full_clean()
    service.save(force_insert=True)
    journal.note("service.added", about=service, by=by, code=service.code)
    return service


@transaction.atomic
def confirm_service(*, service: Service, by: User) -> Service:
    """One tap: all that is written here is true today."""
    _take(service)
    if service.closed_on is not None:
        raise ServiceClosed
    put_check(service, timezone.localdate(), _role_of(by, service))
    _save(service)
    journal.note("service.confirmed", about=service, by=by, checked_as=service.checked_as)
    return service


@transaction.atomic
def correct_service(*, service: Service, by: User, **fields: object) -> Service:
    """Put right what is no longer true. Who corrects has made sure: it counts as a check."""
    refuse_unknown(fields, CHANGEABLE)
    _take(service)
    if service.closed_on is not None:
        raise ServiceClosed
    before = {name: getattr(service, name) for name in fields}
    for name, value in fields.items():
        setattr(service, name, value)
    put_in_order(service)
    refuse_twin(service)
    put_check(service, timezone.localdate(), _role_of(by, service))
    _save(service)
    changed = sorted(name for name in fields if getattr(service, name) != before[name])
    journal.note("service.corrected", about=service, by=by, fields=changed, checked_as=service.checked_as)
    return service


@transaction.atomic
def close_service(*, service: Service, closed_on: date, by: User) -> Service:
    """It is no more: what it covers ends on its last day, what it would have covered later never begins."""
    _take(service)
    refuse_future(closed_on, field="closed_on")
    if service.closed_on is not None:
        raise ServiceClosed
    going_on = ServiceCoverage.objects.filter(service=service).not_over(closed_on)
    if going_on.filter(began_on__gt=closed_on, began_on__lte=timezone.localdate()).exists():
        raise ClosedBeforeItCovered
    going_on.filter(began_on__gt=closed_on).delete()
    ended = going_on.update(ended_on=closed_on)
    service.closed_on = closed_on
    _save(service)
    journal.note("service.closed", about=service, by=by, closed_on=closed_on, communes=ended)
    return service


@transaction.atomic
def reopen_service(*, service: Service, by: User) -> Service:
    """It is there again. Readers see it when somebody has checked it; which communes it covers is said anew."""
    _take(service)
    if service.closed_on is None:
        raise ServiceOpen
    service.closed_on = None
    forget_check(service)
    _save(service)
    journal.note("service.reopened", about=service, by=by)
    return service


def put_in_order(service: Service) -> None:
    """Words in their normal spelling, numbers in digits, and the key by which the service is found."""
    for name in WORDS:
        setattr(service, name, tidy(getattr(service, name) or ""))
    service.phones = tidy_phones(service.phones)
    service.languages = [language for language in Service.Language.values if language in service.languages]
    names = (service.name_km, service.name_en, service.provider_km, service.provider_en)
    service.name_key = search_key(*names, length=KEY_LENGTH)


def tidy_phones(text: str) -> str:
    """Numbers in Latin digits, with a comma and a space between them."""
    parts = re.split(r"[,;/\n]", to_ascii_digits(text or ""))
    return ", ".join(" ".join(part.split()) for part in parts if part.strip())


def refuse_twin(service: Service) -> None:
    """Of one type, one name stands once at a place."""
    if not service.type.is_active and service._state.adding:
        raise TypeOutOfUse
    others = Service.objects.open().filter(type=service.type_id, area=service.area_id).exclude(pk=service.pk)
    for other in others.only("code", "name_km"):
        if fold(other.name_km) == fold(service.name_km):
            raise ServiceKnown(code=other.code)


def code_prefix(area: AdminArea) -> str:
    """Services are counted within a district: ``S-0506-``; one of a whole province within the province."""
    return f"S-{split_id(area.pk)[1][:4]}-"


def last_number(prefix: str) -> int:
    """Of the codes that begin so; who adds holds the table's unique code, so two at once cannot both be kept."""
    highest = Service.objects.filter(code__startswith=prefix).aggregate(highest=Max("code"))["highest"]
    return int(highest.removeprefix(prefix)) if highest else 0


def next_code(area: AdminArea) -> str:
    prefix = code_prefix(area)
    return f"{prefix}{last_number(prefix) + 1:04d}"


def _take(service: Service) -> None:
    """Hold it until the transaction ends, and bring it up to date."""
    service.refresh_from_db(from_queryset=Service.objects.select_for_update(no_key=True))


def _save(service: Service) -> None:
    put_terms(service, service.type)
    service.full_clean()
    service.save(force_update=True)


def _role_of(by: User, service: Service) -> str:
    covered = ServiceCoverage.objects.filter(service=service).not_over(timezone.localdate())
    places = [service.area_id, *covered.values_list("commune_id", flat=True)]
    return acting_role(by, Capability.CONFIRM_SERVICES, places)
