"""What may be done with helplines."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal
from khmertext.numbers import to_ascii_digits
from participation.months import months_after

from .models import HelpLine
from .seeds import START_LIST

MONTHS_BETWEEN_TEST_CALLS = 6


class NumberKnown(Refusal):
    message = _("This number is in the list already.")
    field = "number"


class CallNotMadeYet(Refusal):
    message = _("The day of the test call lies in the future.")
    field = "called_on"


class OutOfUse(Refusal):
    message = _("This helpline is out of use. Take it into use again first.")


@transaction.atomic
def add_helpline(*, by: User | None, **fields: object) -> HelpLine:
    """A new helpline, shown to nobody until a test call confirms it."""
    helpline = HelpLine(**fields)
    _check_and_save(helpline)
    journal.note("helpline.added", about=helpline, by=by)
    return helpline


@transaction.atomic
def change_helpline(*, helpline: HelpLine, by: User, **fields: object) -> HelpLine:
    """Correct what is shown. A changed number loses its confirmation: nobody has called the new one."""
    before = HelpLine.objects.select_for_update().get(pk=helpline.pk)
    for name, value in fields.items():
        setattr(helpline, name, value)
    helpline.number = to_ascii_digits(helpline.number)
    if helpline.dialled != before.dialled:
        helpline.verified_on = helpline.verified_by = helpline.next_check_on = None
    _check_and_save(helpline)
    changed = sorted(name for name in fields if getattr(before, name) != getattr(helpline, name))
    journal.note("helpline.changed", about=helpline, by=by, fields=changed)
    return helpline


@transaction.atomic
def confirm_helpline(*, helpline: HelpLine, called_on: date, by: User) -> HelpLine:
    """Somebody called the number and what is written here is true: children see it from now on."""
    if called_on > timezone.localdate():
        raise CallNotMadeYet
    if not helpline.is_active:
        raise OutOfUse
    helpline.verified_on, helpline.verified_by = called_on, by
    helpline.next_check_on = months_after(called_on, MONTHS_BETWEEN_TEST_CALLS)
    _check_and_save(helpline)
    journal.note("helpline.confirmed", about=helpline, by=by, called_on=called_on)
    return helpline


@transaction.atomic
def retire_helpline(*, helpline: HelpLine, by: User) -> HelpLine:
    """Take a number off the public page; the row stays, so that it is known why it is gone."""
    helpline.is_active = False
    _check_and_save(helpline)
    journal.note("helpline.retired", about=helpline, by=by)
    return helpline


@transaction.atomic
def reinstate_helpline(*, helpline: HelpLine, by: User) -> HelpLine:
    """Take a number into use again. It needs a test call before anybody sees it."""
    helpline.is_active = True
    helpline.verified_on = helpline.verified_by = helpline.next_check_on = None
    _check_and_save(helpline)
    journal.note("helpline.reinstated", about=helpline, by=by)
    return helpline


@transaction.atomic
def add_start_list() -> int:
    """Fill an empty list with the numbers a new portal begins with; a list that people keep is left alone."""
    if HelpLine.objects.exists():
        return 0
    for fields in START_LIST:
        add_helpline(by=None, **fields)
    return len(START_LIST)


def _check_and_save(helpline: HelpLine) -> None:
    helpline.number = " ".join(to_ascii_digits(helpline.number).split())
    others = HelpLine.objects.exclude(pk=helpline.pk)
    if helpline.dialled in {other.dialled for other in others}:
        raise NumberKnown
    helpline.full_clean()
    helpline.save()
