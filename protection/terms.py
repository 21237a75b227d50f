"""How long a check stands: pure rules over days, from the terms of a service's type."""

from datetime import date, timedelta

from participation.months import months_after

from .models import Service, ServiceType


def put_check(service: Service, checked_on: date, checked_as: str) -> None:
    """Somebody made sure of it on a day: when it is due again and when it fades follow from its type."""
    service.checked_on, service.checked_as = checked_on, checked_as
    put_terms(service, service.type)


def put_terms(service: Service, type: ServiceType) -> None:
    """What follows from the day of the check; nothing where there was none."""
    if service.checked_on is None:
        return
    service.next_check_on = months_after(service.checked_on, type.check_months)
    service.public_until = service.next_check_on + timedelta(days=type.grace_days)


def forget_check(service: Service) -> None:
    """Nobody has made sure of what it says now."""
    service.checked_on = service.next_check_on = service.public_until = None
    service.checked_as = ""
