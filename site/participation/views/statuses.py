"""Pausing, closing and reopening a group."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability

from ..actions.groups import change_status
from ..forms.statuses import StatusForm
from ..models import CommunityGroup
from .form_pages import form_page, way_to


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def change(request: HttpRequest, pk: str) -> HttpResponse:
    group = editable_or_404(CommunityGroup, request.user, pk=pk)
    form = StatusForm(request.POST or None, group=group)
    if form.is_valid() and form.carry_out(change_status, group=group, by=request.user, **form.cleaned_data):
        messages.success(
            request,
            _("%(group)s: the status is now “%(status)s”.")
            % {"group": group.name, "status": group.get_status_display()},
        )
        return redirect("groups:page", pk=group.pk)
    return form_page(
        request,
        form,
        title=_("Pause, close or reopen"),
        lead=_("%(group)s is now: %(status)s.") % {"group": group.name, "status": group.get_status_display()},
        warning=_("When a group closes, all its members and facilitators end on that day. Nothing is deleted."),
        way_back=way_to(group),
    )
