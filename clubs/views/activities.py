"""One line of a plan: corrected, held at a meeting, dropped, planned again, removed."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from accounts.roles import Capability
from participation.views.form_pages import answer_form, ask

from ..actions.seasons import change_activity, drop_activity, plan_again, remove_activity, say_held
from ..forms.seasons import ActivityForm, DropForm, HeldForm
from .doors import activity_or_404
from .seasons import way_to_season


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def change(request: HttpRequest, pk: str) -> HttpResponse:
    activity = activity_or_404(request.user, pk=pk)
    return answer_form(
        request,
        ActivityForm(request.POST or None, activity=activity),
        partial(change_activity, activity=activity),
        done=_("The changes are saved."),
        title=_("Change the activity"),
        lead=activity.season.group.name,
        way_back=way_to_season(activity.season),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def held(request: HttpRequest, pk: str) -> HttpResponse:
    activity = activity_or_404(request.user, pk=pk)
    form = HeldForm(request.POST or None, user=request.user, activity=activity, language=get_language() or "km")
    has_meeting = form.fields["meeting"].queryset.exists()
    return answer_form(
        request,
        form,
        partial(say_held, activity=activity),
        done=_("The activity is ticked as held."),
        title=_("This activity was held"),
        lead=activity.title,
        notes=[] if has_meeting else [_("This club has no meeting yet. Record the meeting first.")],
        way_back=way_to_season(activity.season),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def drop(request: HttpRequest, pk: str) -> HttpResponse:
    activity = activity_or_404(request.user, pk=pk)
    return answer_form(
        request,
        DropForm(request.POST or None),
        partial(drop_activity, activity=activity),
        done=_("The activity is dropped."),
        title=_("Drop this activity"),
        lead=activity.title,
        submit=_("Drop it"),
        way_back=way_to_season(activity.season),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def again(request: HttpRequest, pk: str) -> HttpResponse:
    activity = activity_or_404(request.user, pk=pk)
    return ask(
        request,
        partial(plan_again, activity=activity),
        done=_("The activity is planned again."),
        title=_("Plan this activity again?"),
        lead=activity.title,
        submit=_("Plan it again"),
        way_back=way_to_season(activity.season),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    activity = activity_or_404(request.user, pk=pk)
    return ask(
        request,
        partial(remove_activity, activity=activity),
        done=_("The line is removed."),
        title=_("Remove this line?"),
        lead=activity.title,
        submit=_("Remove it"),
        way_back=way_to_season(activity.season),
    )
