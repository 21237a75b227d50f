"""A draft into the directory: all rows are looked at once more, then they are written, all of them or none."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from participation.imports.at_once import apply_at_once
from participation.imports.refusals import RowNotTaken
from participation.models import ImportRun

from .checking import Checker, Finding
from .traces import numbers_of
from .writing import Writer


def apply_import(*, run: ImportRun, by: User) -> ImportRun:
    """Into the directory, all rows or none."""

    def write(found: Sequence[Finding]) -> None:
        _write(run, by, found)

    return apply_at_once(run=run, by=by, checker=Checker(by), write=write, numbers=numbers_of)


def _write(run: ImportRun, by: User, found: Sequence[Finding]) -> None:
    writer = Writer(run, by)
    for each in found:
        try:
            writer.add(each)
        except ValidationError as refusal:
            reason = " ".join(refusal.messages)
            raise RowNotTaken(row=each.row.number, reason=reason) from refusal
    try:
        with transaction.atomic():
            writer.write()
    except IntegrityError as error:
        raise RowNotTaken(row=found[0].row.number, reason=_("The directory has changed.")) from error
