"""Partners, projects, and the groups that projects support."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import editable_or_404, needs
from accounts.roles import Capability

from ..actions import projects as actions
from ..forms.projects import EndSupportForm, KnownPartnerForm, PartnerForm, ProjectForm, SupportForm
from ..models import Partner, Project, ProjectGroup
from ..reads.projects import partners, project_rows
from .doors import group_or_404
from .form_pages import form_page, way_to


@require_safe
@needs(Capability.SEE_GROUPS, Capability.MANAGE_PARTNERS)
def project_list(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": project_rows(request.user),
        "partners": partners(request.user),
        "may_edit": request.user.can(Capability.MANAGE_PARTNERS),
    }
    return render(request, "participation/project_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def add(request: HttpRequest) -> HttpResponse:
    form = ProjectForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(actions.add_project, by=request.user, **form.cleaned_data):
        messages.success(request, _("The project is in the list."))
        return redirect("projects:list")
    return form_page(request, form, title=_("Add a project"), way_back=[_way_to_list()])


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
    if form.is_valid() and form.carry_out(
        actions.change_project, project=project, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("projects:list")
    return form_page(request, form, title=_("Edit %(name)s") % {"name": name}, way_back=[_way_to_list()])


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def add_partner(request: HttpRequest) -> HttpResponse:
    form = PartnerForm(request.POST or None)
    if form.is_valid() and form.carry_out(actions.add_partner, by=request.user, **form.cleaned_data):
        messages.success(request, _("The partner is in the list."))
        return redirect("projects:list")
    return form_page(request, form, title=_("Add a partner"), way_back=[_way_to_list()])


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def edit_partner(request: HttpRequest, pk: str) -> HttpResponse:
    partner = editable_or_404(Partner, request.user, pk=pk)
    name = partner.name
    initial = {field: getattr(partner, field) for field in KnownPartnerForm.base_fields}
    form = KnownPartnerForm(request.POST or None, initial=initial)
    if form.is_valid() and form.carry_out(
        actions.change_partner, partner=partner, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("projects:list")
    return form_page(request, form, title=_("Edit %(name)s") % {"name": name}, way_back=[_way_to_list()])


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def support(request: HttpRequest, pk: str) -> HttpResponse:
    group = group_or_404(request.user, Capability.MANAGE_PARTNERS, pk=pk)
    form = SupportForm(request.POST or None, user=request.user, group=group)
    if form.is_valid() and form.carry_out(actions.support_group, group=group, by=request.user, **form.cleaned_data):
        messages.success(request, _("The project now supports this group."))
        return redirect("groups:page", pk=group.pk)
    return form_page(
        request,
        form,
        title=_("A project supports this group"),
        lead=_("The project is added to %(group)s.") % {"group": group.name},
        way_back=way_to(group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_PARTNERS)
def end_support(request: HttpRequest, pk: str) -> HttpResponse:
    rows = ProjectGroup.objects.select_related("group", "project")
    support = editable_or_404(rows, request.user, pk=pk)
    form = EndSupportForm(request.POST or None)
    if form.is_valid() and form.carry_out(actions.end_support, support=support, by=request.user, **form.cleaned_data):
        messages.success(request, _("The last day is kept."))
        return redirect("groups:page", pk=support.group_id)
    return form_page(
        request,
        form,
        title=_("End the support by %(project)s") % {"project": support.project.name},
        submit=_("End"),
        way_back=way_to(support.group),
    )


def _way_to_list() -> dict[str, str]:
    return {"label": _("Projects and partners"), "url": reverse("projects:list")}
