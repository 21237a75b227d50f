"""What a line of the journal can be looked for by beside its account: a person or a group, by the code of either.

Accounts know neither; the package that does registers how its codes are read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

type Things = Mapping[str, list[str]]
"""Kinds of records as the journal names them, with the ids of each."""


@dataclass(frozen=True, slots=True)
class Finder:
    """A box of the filter: its label, and what a code typed into it stands for (nothing: an unknown code)."""

    label: Promise
    find: Callable[[str], Things]


_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """``name``: of the box, and of the word in the address."""
    _finders[name] = finder


def finders() -> Mapping[str, Finder]:
    return _finders


def about(things: Things) -> Q:
    """The lines about these records; about none where nothing was found."""
    found = Q(pk__in=[])
    for kind, ids in things.items():
        found |= Q(about_type=kind, about_id__in=ids)
    return found
