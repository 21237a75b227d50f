"""Conduct and screening: that the code was signed and a screening done, with the day and until when it stands."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import journal
from ..models import StaffCheck, User
from ..refusals import Refusal

LONGEST_YEARS = 5


class CheckOfOneself(Refusal):
    message = _("Somebody else notes your own code of conduct and screening.")


class CheckInTheFuture(Refusal):
    field = "done_on"
    message = _("This day lies in the future.")


class CheckEndsBeforeItBegins(Refusal):
    field = "valid_until"
    message = _("The last day lies before the day on which it was done.")


class CheckTooLong(Refusal):
    field = "valid_until"
    message = _("This stands for five years at most.")


class CheckKnown(Refusal):
    field = "done_on"
    message = _("This day is noted already.")


def judge_days(done_on: date, valid_until: date) -> None:
    """Whether the days of a check make sense."""
    if done_on > timezone.localdate():
        raise CheckInTheFuture
    if valid_until < done_on:
        raise CheckEndsBeforeItBegins
    if valid_until.year - done_on.year > LONGEST_YEARS:
        raise CheckTooLong


@transaction.atomic
def record_check(*, user: User, what: str, done_on: date, valid_until: date, by: User, recorded_as: str) -> StaffCheck:
    """Somebody saw the signed code or the answer of a screening: only the days are kept."""
    if user.pk == by.pk:
        raise CheckOfOneself
    judge_days(done_on, valid_until)
    if StaffCheck.objects.filter(user=user, what=what, done_on=done_on).exists():
        raise CheckKnown
    check = StaffCheck(
        user=user, what=what, done_on=done_on, valid_until=valid_until, recorded_by=by, recorded_as=recorded_as
    )
    check.full_clean()
    check.save(force_insert=True)
    journal.security("staff_check.recorded", about=user, by=by, what=what, valid_until=valid_until, role=recorded_as)
    return check


@transaction.atomic
def take_back_check(*, check: StaffCheck, by: User) -> None:
    """It was recorded by mistake; the journal keeps both."""
    if check.user_id == by.pk:
        raise CheckOfOneself
    journal.security("staff_check.taken_back", about=check.user, by=by, what=check.what, done_on=check.done_on)
    check.delete()
