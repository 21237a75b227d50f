"""What is said about a council itself."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from participation.models import CommunityGroup, Kind
from participation.views.form_pages import answer_form, way_to

from ..actions.profiles import set_profile
from ..forms.profiles import ProfileForm
from ..reads.profiles import profile_of


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def profile(request: HttpRequest, pk: str) -> HttpResponse:
    councils = CommunityGroup.objects.of_kind(Kind.COUNCIL).select_related("area")
    group = editable_or_404(councils, request.user, pk=pk)
    said = profile_of(group)
    initial = {
        "level": said and said.level,
        "parent": said and said.parent_id,
        "girls_minimum": said and said.girls_minimum or None,
        "quorum": said and said.quorum or None,
        "term_months": said and said.term_months,
    }
    form = ProfileForm(request.POST or None, user=request.user, group=group, initial=initial)
    return answer_form(
        request,
        form,
        partial(set_profile, group=group),
        done=_("The changes are saved."),
        title=_("What this council is"),
        way_back=way_to(group),
    )
