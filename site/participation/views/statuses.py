"""Pausing, closing and reopening a group, and taking back a closing."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from khmertext.dates import format_date
from khmertext.numbers import format_number

from ..actions.groups import change_status, closed_memberships, undo_closing
from ..forms.statuses import StatusForm
from ..models import CommunityGroup
from .form_pages import answer_form, ask, way_to


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def change(request: HttpRequest, pk: str) -> HttpResponse:
    group = editable_or_404(CommunityGroup, request.user, pk=pk)
    form = StatusForm(request.POST or None, group=group)
    return answer_form(
        request,
        form,
        partial(change_status, group=group),
        done=lambda: (
            _("%(group)s: the status is now “%(status)s”.")
            % {"group": group.name, "status": group.get_status_display()}
        ),
        title=_("Pause, close or reopen"),
        lead=_("%(group)s is now: %(status)s.") % {"group": group.name, "status": group.get_status_display()},
        warning=_("When a group closes, all its members and facilitators end on that day. Nothing is deleted."),
        way_back=way_to(group),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    """A closing entered by mistake. Where it cannot be taken back, the form says why."""
    group = editable_or_404(CommunityGroup.objects.closed(), request.user, pk=pk)
    members = closed_memberships(group).count()
    return ask(
        request,
        partial(undo_closing, group=group),
        done=_("The closing is taken back. Now name the facilitators of the group."),
        title=_("Take back the closing"),
        lead=_("%(group)s goes on as if it had not closed on %(day)s.")
        % {"group": group.name, "day": format_date(group.status_since, get_language() or "km")},
        warning=_("Members who come back with the group: %(count)s. Its facilitators do not: name them again.")
        % {"count": format_number(members)},
        submit=_("Take back the closing"),
        way_back=way_to(group),
    )
