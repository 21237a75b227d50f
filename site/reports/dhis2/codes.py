"""Identifiers of DHIS2: codes that people give, and the eleven signs that it makes itself."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 50
"""DHIS2 keeps no longer code."""
_UID = re.compile(r"\A[A-Za-z][A-Za-z0-9]{10}\Z")
_CODE = re.compile(r"\A[A-Za-z0-9(][A-Za-z0-9_.:/()&+-]*( [A-Za-z0-9_.:/()&+-]+)*\Z")
"""Single spaces only: XML gives no others back. The first sign is none that a spreadsheet would calculate."""


class Scheme(models.TextChoices):
    """By what the other system knows a thing when a file names it."""

    CODE = "code", _("Code")
    UID = "uid", _("Identifier of eleven signs (UID)")


DEFAULT_COMBOS = {Scheme.CODE: "default", Scheme.UID: "HllvX50cXC0"}
"""What stands for "told apart by nothing" in every DHIS2: newer ones refuse a value that names no combination."""


def is_written(code: str) -> bool:
    return len(code) <= LONGEST and _CODE.match(code) is not None


def is_code(code: str, scheme: str) -> bool:
    """Whether this names a thing by the scheme. The standard combination does by its own name alone."""
    return _UID.match(code) is not None if scheme == Scheme.UID else is_written(code)


def default_combo(scheme: str) -> str:
    return DEFAULT_COMBOS[Scheme(scheme)]
