"""The plans of a club, and one of them with all its lines, which is also the page that is printed."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.access import needs, visible_or_404
from accounts.downloads.sending import send_list
from accounts.roles import Capability
from participation.models import CommunityGroup
from participation.rights import rights_in
from participation.views.form_pages import answer_form, form_page, way_to, way_to_groups
from participation.views.tabs import tabs_of
from places.paths import path_parts

from ..actions.seasons import add_activities, begin_season, change_season, copy_season
from ..forms.seasons import LINES, ActivityLineForm, NewSeasonForm, SeasonForm, posts, topics_in_use
from ..models import SeasonPlan
from ..reads.seasons import season_page, seasons_of
from ..tables import plans
from .doors import club_or_404, season_or_404, seen_club_or_404


class LineRows(BaseFormSet):
    """The lines, with a sentence for people where Django's is for programmers."""

    default_error_messages = {
        "missing_management_form": gettext_lazy("The lines did not arrive whole. Look through them and save again."),
    }


Lines = formset_factory(ActivityLineForm, formset=LineRows, extra=LINES, max_num=LINES, absolute_max=LINES)


@require_safe
@needs(Capability.SEE_GROUPS)
def season_list(request: HttpRequest, pk: str) -> HttpResponse:
    group = seen_club_or_404(request.user, pk=pk)
    context = {
        "group": group,
        "rows": seasons_of(group, user=request.user),
        "path": path_parts(group.area),
        "may_plan": rights_in(group, request.user).record,
        "links": [way_to_groups()],
        "tabs": tabs_of(group, "seasons"),
    }
    return render(request, "clubs/season_list.html", context)


@require_GET
@needs(Capability.SEE_GROUPS)
def plans_file(request: HttpRequest, pk: str, format: str) -> HttpResponse:
    group = seen_club_or_404(request.user, pk=pk)
    chosen = {"group": group}
    return send_list(request, plans(group, user=request.user), format, chosen, way_back="groups:list")


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def begin(request: HttpRequest, pk: str) -> HttpResponse:
    group = club_or_404(request.user, pk=pk)
    last = SeasonPlan.objects.editable_by(request.user).filter(group=group).newest_first().first()
    form = NewSeasonForm(request.POST or None, last=last)
    if form.is_valid():
        given = dict(form.cleaned_data)
        is_copy = given.pop("is_copy", False)
        action = partial(copy_season, season=last) if is_copy else partial(begin_season, group=group)
        if season := form.carry_out(action, by=request.user, **given):
            messages.success(request, _("The plan is begun."))
            return redirect("clubs:season" if is_copy else "clubs:lines", pk=season.pk)
    return form_page(request, form, title=_("Plan a season"), lead=group.name, way_back=way_to_seasons(group))


@require_safe
@needs(Capability.SEE_GROUPS)
def season(request: HttpRequest, pk: str) -> HttpResponse:
    rows = SeasonPlan.objects.select_related("group__area__parent__parent__parent")
    plan = visible_or_404(rows, request.user, pk=pk)
    context = {
        "page": season_page(plan),
        "season": plan,
        "group": plan.group,
        "path": path_parts(plan.group.area),
        "may_plan": rights_in(plan.group, request.user).record,
        "links": way_to_seasons(plan.group),
    }
    return render(request, "clubs/season_page.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def change(request: HttpRequest, pk: str) -> HttpResponse:
    plan = season_or_404(request.user, pk=pk)
    return answer_form(
        request,
        SeasonForm(request.POST or None, initial=SeasonForm.facts_of(plan)),
        partial(change_season, season=plan),
        done=_("The changes are saved."),
        title=_("Change the plan"),
        lead=plan.group.name,
        way_back=way_to_season(plan),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def lines(request: HttpRequest, pk: str) -> HttpResponse:
    """Several lines at once; those left empty are none."""
    plan = season_or_404(request.user, pk=pk)
    offered = {"posts": posts(), "topics": topics_in_use()}
    formset = Lines(request.POST if request.method == "POST" else None, form_kwargs=offered, prefix="lines")
    refused = None
    if formset.is_valid():
        drafts = [form.draft for form in formset if form.draft]
        try:
            added = add_activities(season=plan, lines=drafts, by=request.user) if drafts else []
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
        else:
            if added:
                said = ngettext("%(number)s activity is planned.", "%(number)s activities are planned.", len(added))
                messages.success(request, said % {"number": len(added)})
            return redirect("clubs:season", pk=plan.pk)
    context = {"season": plan, "group": plan.group, "formset": formset, "refused": refused}
    return render(request, "clubs/season_lines.html", {**context, "links": way_to_season(plan)})


def way_to_seasons(group: CommunityGroup) -> list[dict[str, str]]:
    return [*way_to(group), {"label": _("Season plan"), "url": reverse("clubs:seasons", args=[group.pk])}]


def way_to_season(plan: SeasonPlan) -> list[dict[str, str]]:
    return [*way_to_seasons(plan.group), {"label": plan.title, "url": reverse("clubs:season", args=[plan.pk])}]
