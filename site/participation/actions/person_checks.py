"""Conduct and screening of adults without an account: noted and taken back as those of accounts are."""

from datetime import date

from django.db import transaction

from accounts import journal
from accounts.actions.checks import CheckKnown, judge_days
from accounts.models import User
from people.models import Person

from ..models import PersonCheck


@transaction.atomic
def record_person_check(
    *, person: Person, what: str, done_on: date, valid_until: date, by: User, recorded_as: str
) -> PersonCheck:
    """Somebody saw the signed code or the answer of a screening: only the days are kept."""
    judge_days(done_on, valid_until)
    if PersonCheck.objects.filter(person=person, what=what, done_on=done_on).exists():
        raise CheckKnown
    check = PersonCheck(
        person=person, what=what, done_on=done_on, valid_until=valid_until, recorded_by=by, recorded_as=recorded_as
    )
    check.full_clean()
    check.save(force_insert=True)
    journal.security("person_check.recorded", about=person, by=by, what=what, valid_until=valid_until, role=recorded_as)
    return check


@transaction.atomic
def take_back_person_check(*, check: PersonCheck, by: User) -> None:
    """It was recorded by mistake; the journal keeps both."""
    journal.security("person_check.taken_back", about=check.person, by=by, what=check.what, done_on=check.done_on)
    check.delete()
