"""Projects and partners with the number of groups they support, as typed rows."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability

from ..models import Partner, Project, ProjectGroup
from ..scopes import groups_q


@dataclass(frozen=True, slots=True)
class Supported:
    """How many groups each project supports today, by the id of the project."""

    groups: dict[uuid.UUID, int]


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project, and how many groups in the reader's reach it supports today; ``None`` while they are being counted."""

    project: Project
    groups: int | None
    is_over: bool


def supported_groups(user: User, capability: Capability) -> Supported:
    """Of the groups within the user's reach for ``capability``: one query."""
    today = timezone.localdate()
    supports = ProjectGroup.objects.filter(
        groups_q(user, capability, "group__"),
        Q(ended_on__isnull=True) | Q(ended_on__gte=today),
        began_on__lte=today,
    )
    return Supported(dict(supports.order_by().values_list("project").annotate(number=Count("group", distinct=True))))


def project_rows(user: User, supported: Supported | None) -> list[ProjectRow]:
    """All projects, the running ones first: one query."""
    projects = Project.objects.visible_to(user).select_related("partner").order_by("code")
    return sorted(rows_of(projects, supported), key=lambda row: row.is_over)


def rows_of(projects: Iterable[Project], supported: Supported | None) -> list[ProjectRow]:
    """The projects in their order."""
    today = timezone.localdate()
    return [
        ProjectRow(
            project,
            supported.groups.get(project.pk, 0) if supported else None,
            bool(project.ended_on and project.ended_on < today),
        )
        for project in projects
    ]


def partners(user: User) -> list[Partner]:
    """Those in use first, then by name."""
    return list(Partner.objects.visible_to(user).order_by("-is_active", "name_km"))
