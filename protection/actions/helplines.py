"""What may be done with helplines, and the test calls that keep them true."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from accounts.roles import Capability
from khmertext.numbers import to_ascii_digits
from participation.months import months_after
from participation.reach import acting_role

from ..models import HelpLine, TestCall
from ..refusals import CallNotMadeYet, KhmerNotSaid, NumberKnown, OutOfUse
from ..seeds.helplines import START_LIST

MONTHS_BETWEEN_TEST_CALLS = 6
AGAIN_AFTER = timedelta(days=3)
"""Nobody answered, or what is written is not true: how soon somebody tries again."""


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
def record_test_call(
    *,
    helpline: HelpLine,
    called_on: date,
    is_answered: bool,
    waited_seconds: int,
    by: User,
    in_khmer: bool | None = None,
    is_true: bool = False,
) -> TestCall:
    """Somebody called. ``is_true``: who answered confirmed what is written here, and children see it from now on.

    A call that failed hides nothing, because the next child may get through; it only brings the next call forward.
    """
    if called_on > timezone.localdate():
        raise CallNotMadeYet
    helpline.refresh_from_db(from_queryset=HelpLine.objects.select_for_update())
    if not helpline.is_active:
        raise OutOfUse
    if is_answered and in_khmer is None:
        raise KhmerNotSaid
    call = TestCall(
        helpline=helpline,
        number=helpline.dialled,
        called_on=called_on,
        called_as=acting_role(by, Capability.MANAGE_HELPLINES),
        is_answered=is_answered,
        waited_seconds=waited_seconds,
        in_khmer=in_khmer if is_answered else None,
    )
    call.full_clean()
    call.save(force_insert=True)
    details = {"called_on": called_on, "answered": str(is_answered).lower()}
    journal.note("helpline.called", about=helpline, by=by, **details)
    if is_answered and is_true:
        _confirm(helpline, called_on, by)
    else:
        _call_again_soon(helpline, called_on)
    return call


def _confirm(helpline: HelpLine, called_on: date, by: User) -> None:
    """By a call of long ago, nothing newer is undone."""
    if helpline.verified_on is not None and helpline.verified_on > called_on:
        return
    helpline.verified_on, helpline.verified_by = called_on, by
    helpline.next_check_on = months_after(called_on, MONTHS_BETWEEN_TEST_CALLS)
    _check_and_save(helpline)
    journal.note("helpline.confirmed", about=helpline, by=by, called_on=called_on)


def _call_again_soon(helpline: HelpLine, called_on: date) -> None:
    if helpline.verified_on is None or helpline.verified_on > called_on:
        return
    helpline.next_check_on = min(helpline.next_check_on, called_on + AGAIN_AFTER)
    _check_and_save(helpline)


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
