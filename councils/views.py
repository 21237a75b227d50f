"""The level of a council."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from participation.models import CommunityGroup, Kind
from participation.views.form_pages import form_page, way_to

from .actions import set_level
from .forms import LevelForm
from .reads import profile_of


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def level(request: HttpRequest, pk: str) -> HttpResponse:
    group = editable_or_404(CommunityGroup.objects.of_kind(Kind.COUNCIL), request.user, pk=pk)
    profile = profile_of(group)
    form = LevelForm(request.POST or None, initial={"level": profile and profile.level})
    if form.is_valid() and form.carry_out(set_level, group=group, by=request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("groups:page", pk=group.pk)
    return form_page(request, form, title=_("The level of this council"), way_back=way_to(group))
