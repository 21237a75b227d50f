"""The code of conduct: read and accepted, with the date, before the first use."""

from django.db import transaction
from django.utils import timezone

from .. import journal
from ..models import User


@transaction.atomic
def accept_code_of_conduct(*, by: User) -> User:
    """Accept for oneself; a second time changes nothing, the first date stands."""
    if by.code_of_conduct_accepted_at is None:
        by.code_of_conduct_accepted_at = timezone.now()
        by.save(update_fields=["code_of_conduct_accepted_at"])
        journal.security("account.code_of_conduct_accepted", about=by, by=by)
    return by
