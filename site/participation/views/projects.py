"""Partners, projects, and the groups that projects support."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import editable_or_404, needs
from accounts.roles import Capability

from ..actions import projects as actions
from ..forms.last_day import LastDayForm
from ..forms.projects import KnownPartnerForm, PartnerForm, ProjectForm, SupportForm
from ..models import Partner, Project, ProjectGroup
from ..reads.kept import kept
from ..reads.projects import partners, project_rows
from .doors import group_or_404
from .form_pages import answer_form, way_to


@require_safe
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def project_list(request: HttpRequest) -> HttpResponse:
    supported = kept("supported", request.user, Capability.SEE_GROUPS)
    context = {
        "rows": project_rows(request.user, supported.value),
        "counted_at": supported.counted_at,
        "is_counting": supported.value is None,
        "partners": partners(request.user),
        "may_edit": request.user.can(Capability.MANAGE_PARTNERS),
    }
    return render(request, "participation/project_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def add(request: HttpRequest) -> HttpResponse:
    form = ProjectForm(request.POST or None, user=request.user)
    return answer_form(
        request,
        form,
        actions.add_project,
        done=_("The project is in the list."),
        title=_("Add a project"),
        way_back=[_way_to_list()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    project = editable_or_404(Project, request.user, pk=pk)
    name = project.name
    initial = {field: getattr(project, field) for field in ("code", "name_km", "name_en", "began_on", "ended_on")}
    form = ProjectForm(
        request.POST or None,
        user=request.user,
        project=project,
        initial={**initial, "partner": project.partner_id},
    )
    return answer_form(
        request,
        form,
        partial(actions.change_project, project=project),
        done=_("The changes are saved."),
        title=_("Edit %(name)s") % {"name": name},
        way_back=[_way_to_list()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def add_partner(request: HttpRequest) -> HttpResponse:
    form = PartnerForm(request.POST or None)
    return answer_form(
        request,
        form,
        actions.add_partner,
        done=_("The partner is in the list."),
        title=_("Add a partner"),
        way_back=[_way_to_list()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def edit_partner(request: HttpRequest, pk: str) -> HttpResponse:
    partner = editable_or_404(Partner, request.user, pk=pk)
    name = partner.name
    initial = {field: getattr(partner, field) for field in KnownPartnerForm.base_fields}
    form = KnownPartnerForm(request.POST or None, initial=initial)
    return answer_form(
        request,
        form,
        partial(actions.change_partner, partner=partner),
        done=_("The changes are saved."),
        title=_("Edit %(name)s") % {"name": name},
        way_back=[_way_to_list()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def support(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.MANAGE_PARTNERS, pk=pk)
    form = SupportForm(request.POST or None, user=request.user, group=group)
    return answer_form(
        request,
        form,
        partial(actions.support_group, group=group),
        done=_("The project now supports this group."),
        title=_("A project supports this group"),
        lead=_("The project is added to %(group)s.") % {"group": group.name},
        way_back=way_to(group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def end_support(request: HttpRequest, pk: str) -> HttpResponse:
    rows = ProjectGroup.objects.select_related("group", "project")
    support = editable_or_404(rows, request.user, pk=pk)
    form = LastDayForm(request.POST or None)
    return answer_form(
        request,
        form,
        partial(actions.end_support, support=support),
        done=_("The last day is kept."),
        title=_("End the support by %(project)s") % {"project": support.project.name},
        submit=_("End"),
        way_back=way_to(support.group),
    )


def _way_to_list() -> dict[str, str]:
    return {"label": _("Projects and partners"), "url": reverse("projects:list")}
