"""The level of a council."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from participation.models import CommunityGroup, Kind
from participation.views.form_pages import answer_form, way_to

from .actions import set_level
from .forms import LevelForm
from .reads import profile_of


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def level(request: HttpRequest, pk: str) -> HttpResponse:
    group = editable_or_404(CommunityGroup.objects.of_kind(Kind.COUNCIL), request.user, pk=pk)
    profile = profile_of(group)
    form = LevelForm(request.POST or None, initial={"level": profile and profile.level})
    return answer_form(
        request,
        form,
        partial(set_level, group=group),
        done=_("The changes are saved."),
        title=_("The level of this council"),
        way_back=way_to(group),
    )
