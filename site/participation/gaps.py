"""Gaps in representation: groups where somebody is not heard. Each package registers the gaps that it knows of.

A gap is a question to the groups in the reader's scope, so that one list shows them all, page by page and as a file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from accounts.roles import Capability

from .models import CommunityGroup
from .models.group import CommunityGroupQuerySet


@dataclass(frozen=True, slots=True)
class Gap:
    """``narrow`` leaves the groups with the gap on a day; ``details`` tells of each on a page what is missing.

    ``url_name`` takes the group's key and leads to where the gap is closed.
    """

    key: str
    position: int
    label: Promise
    lead: Promise
    narrow: Callable[[CommunityGroupQuerySet, date], CommunityGroupQuerySet]
    details: Callable[[Sequence[CommunityGroup], date], dict[UUID, str]]
    url_name: str
    needs: Capability | None = None
    """What it takes to open that page, beside seeing groups."""


_gaps: dict[str, Gap] = {}


def register(gap: Gap) -> None:
    """Called by each package once, when the apps are ready."""
    if gap.key in _gaps:
        raise ValueError(f"The gap {gap.key} is registered already.")
    _gaps[gap.key] = gap


def all_gaps() -> list[Gap]:
    """The gaps in their order."""
    return sorted(_gaps.values(), key=lambda gap: gap.position)


def nothing_more(groups: Sequence[CommunityGroup], on: date) -> dict[UUID, str]:
    """For a gap of which the name says everything."""
    return {}
