"""What packages above add to the page of a group: one line with a value and the address where it is changed.

Participation knows nothing of one kind's own life, so ``clubs`` and ``councils`` register their line when the apps are
ready.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from .models import CommunityGroup


@dataclass(frozen=True, slots=True)
class Extra:
    """One line for groups of a kind. ``value`` reads it (empty: not known yet); ``url_name`` takes the group's key."""

    kind: str
    label: Promise
    url_name: str
    value: Callable[[CommunityGroup], str]


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """The line of one group."""

    label: Promise
    value: str
    url: str


_extras: list[Extra] = []


def register(extra: Extra) -> None:
    """Add a line to the page of every group of a kind."""
    _extras.append(extra)


def lines_for(group: CommunityGroup) -> list[ExtraLine]:
    """The lines of this group's kind; each asks its own package."""
    return [
        ExtraLine(extra.label, extra.value(group), reverse(extra.url_name, args=[group.pk]))
        for extra in _extras
        if extra.kind == group.kind
    ]
