"""Projects and partners with the number of groups they support, as typed rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User

from ..models import Partner, Project, ProjectGroup


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project, and how many groups in the reader's reach it supports today."""

    project: Project
    groups: int
    is_over: bool


def project_rows(user: User) -> list[ProjectRow]:
    """All projects, the running ones first: two queries."""
    projects = Project.objects.visible_to(user).select_related("partner").order_by("code")
    return sorted(rows_of(projects, user=user), key=lambda row: row.is_over)


def rows_of(projects: Iterable[Project], *, user: User) -> list[ProjectRow]:
    """The projects in their order: one query for all counts."""
    today = timezone.localdate()
    supports = ProjectGroup.objects.visible_to(user).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=today), began_on__lte=today
    )
    counts = dict(supports.order_by().values_list("project").annotate(number=Count("group", distinct=True)))
    return [
        ProjectRow(project, counts.get(project.pk, 0), bool(project.ended_on and project.ended_on < today))
        for project in projects
    ]


def partners(user: User) -> list[Partner]:
    """Those in use first, then by name."""
    return list(Partner.objects.visible_to(user).order_by("-is_active", "name_km"))
