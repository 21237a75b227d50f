"""The council that hears a club."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from participation.models import CommunityGroup, Kind
from participation.views.form_pages import answer_form, way_to

from ..actions.councils import choose_council
from ..forms.councils import CouncilForm
from ..reads.profiles import profile_of


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def council(request: HttpRequest, pk: str) -> HttpResponse:
    clubs = CommunityGroup.objects.of_kind(Kind.CLUB).select_related("area")
    group = editable_or_404(clubs, request.user, pk=pk)
    profile = profile_of(group)
    form = CouncilForm(
        request.POST or None, user=request.user, group=group, initial={"council": profile and profile.feeds_id}
    )
    return answer_form(
        request,
        form,
        partial(choose_council, group=group),
        done=_("The changes are saved."),
        title=_("The council that hears this club"),
        lead=_("What the club decides is brought before this council. A club without a council is not heard."),
        way_back=way_to(group),
    )
