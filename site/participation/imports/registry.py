"""Which kinds of files can be imported: the register itself, and what packages above add when the apps are ready.

Only where a subject is stands here: it brings the whole machinery of imports, which most workers never need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from accounts.models import User
from accounts.roles import Capability

if TYPE_CHECKING:
    from .subjects import Subject

REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Known:
    """``needs``: all that it takes to import such a file; ``where``: the path of the ``Subject``."""

    needs: tuple[Capability, ...]
    where: str


_known: dict[str, Known] = {}


def register(key: str, *, needs: tuple[Capability, ...], where: str) -> None:
    """Called by each package once, when the apps are ready."""
    if key in _known:
        raise ValueError(f"The subject {key} is registered already.")
    _known[key] = Known(needs, where)


def needs_of(key: str) -> tuple[Capability, ...]:
    """The capabilities of which somebody needs every one to import such a file."""
    return _known[key].needs


def subject_of(key: str) -> Subject:
    """The subject, loaded when it is first asked for."""
    return import_string(_known[key].where)


def subjects_for(user: User) -> list[str]:
    """The keys of what somebody may import today."""
    return [key for key, known in _known.items() if all(map(user.can, known.needs))]
