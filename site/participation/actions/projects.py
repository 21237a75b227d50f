"""Partners, their projects, and which groups a project supports."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts import journal
from accounts.models import User
from people.names import tidy

from ..models import CommunityGroup, Partner, Project, ProjectGroup
from ..refusals import AlreadySupported, CodeTaken, EndsBeforeItBegins, NameTaken, OutsideTheProject, SupportEnded
from .deltas import look_again
from .locks import lock_group, refuse_unknown

PARTNER_FIELDS = frozenset({"name_km", "name_en", "type", "is_active"})
PROJECT_FIELDS = frozenset({"code", "name_km", "name_en", "partner", "began_on", "ended_on"})


@transaction.atomic
def add_partner(*, name_km: str, type: str, by: User, name_en: str = "") -> Partner:
    """An organisation that supports groups or pays for the work."""
    partner = Partner(name_km=name_km, name_en=name_en, type=type)
    _keep_partner(partner, is_new=True)
    journal.note("partner.added", about=partner, by=by)
    return partner


@transaction.atomic
def change_partner(*, partner: Partner, by: User, **fields: object) -> Partner:
    """Correct a partner, or take it out of use; ``fields`` are the names in ``PARTNER_FIELDS``."""
    refuse_unknown(fields, PARTNER_FIELDS)
    partner.refresh_from_db(from_queryset=Partner.objects.select_for_update(no_key=True))
    for name, value in fields.items():
        setattr(partner, name, value)
    _keep_partner(partner, is_new=False)
    journal.note("partner.changed", about=partner, by=by, fields=sorted(fields))
    return partner


@transaction.atomic
def add_project(
    *,
    code: str,
    name_km: str,
    partner: Partner,
    began_on: date,
    by: User,
    name_en: str = "",
    ended_on: date | None = None,
) -> Project:
    """A project of a partner; its days may lie ahead."""
    project = Project(
        code=code, name_km=name_km, name_en=name_en, partner=partner, began_on=began_on, ended_on=ended_on
    )
    _keep_project(project, is_new=True)
    journal.note("project.added", about=project, by=by, code=project.code)
    return project


@transaction.atomic
def change_project(*, project: Project, by: User, **fields: object) -> Project:
    """Correct a project; its days must hold those of every support. ``fields`` are the names in ``PROJECT_FIELDS``."""
    refuse_unknown(fields, PROJECT_FIELDS)
    project.refresh_from_db(from_queryset=Project.objects.select_for_update(no_key=True))
    for name, value in fields.items():
        setattr(project, name, value)
    outside = Q(began_on__lt=project.began_on)
    if project.ended_on is not None:
        outside |= Q(began_on__gt=project.ended_on) | Q(ended_on__gt=project.ended_on)
    if project.supports.filter(outside).exists():
        raise OutsideTheProject
    _keep_project(project, is_new=False)
    journal.note("project.changed", about=project, by=by, fields=sorted(fields))
    return project


@transaction.atomic
def support_group(
    *, project: Project, group: CommunityGroup, began_on: date, by: User, ended_on: date | None = None
) -> ProjectGroup:
    """A project supports a group from a day on, within the days of the project."""
    lock_group(group)
    _check_within(project, began_on, ended_on)
    others = ProjectGroup.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=began_on))
    if ended_on is not None:
        others = others.filter(began_on__lte=ended_on)
    if others.filter(project=project, group=group).exists():
        raise AlreadySupported
    support = ProjectGroup(project=project, group=group, began_on=began_on, ended_on=ended_on)
    support.full_clean()
    support.save(force_insert=True)
    look_again(group.pk, since=began_on)
    journal.note("support.begun", about=support, by=by, project=project.pk, group=group.pk)
    return support


@transaction.atomic
def end_support(*, support: ProjectGroup, ended_on: date, by: User) -> ProjectGroup:
    """The last day on which a project supports a group."""
    lock_group(support.group)
    support.refresh_from_db()
    if support.ended_on is not None and support.ended_on <= ended_on:
        raise SupportEnded
    _check_within(support.project, support.began_on, ended_on)
    support.ended_on = ended_on
    support.full_clean()
    support.save(update_fields=["ended_on"])
    look_again(support.group_id, since=ended_on)
    journal.note("support.ended", about=support, by=by, project=support.project_id, group=support.group_id)
    return support


def _check_within(project: Project, began_on: date, ended_on: date | None) -> None:
    if ended_on is not None and ended_on < began_on:
        raise EndsBeforeItBegins
    last_day = ended_on or began_on
    if began_on < project.began_on or project.ended_on is not None and last_day > project.ended_on:
        raise OutsideTheProject


def _keep_partner(partner: Partner, *, is_new: bool) -> None:
    partner.name_km, partner.name_en = tidy(partner.name_km or ""), tidy(partner.name_en or "")
    if Partner.objects.exclude(pk=partner.pk).filter(name_km=partner.name_km).exists():
        raise NameTaken
    partner.full_clean()
    partner.save(force_insert=is_new)


def _keep_project(project: Project, *, is_new: bool) -> None:
    project.code = tidy(project.code or "").upper()
    project.name_km, project.name_en = tidy(project.name_km or ""), tidy(project.name_en or "")
    if project.ended_on is not None and project.ended_on < project.began_on:
        raise EndsBeforeItBegins
    if Project.objects.exclude(pk=project.pk).filter(code=project.code).exists():
        raise CodeTaken
    project.full_clean()
    project.save(force_insert=is_new)
