"""The register of groups: the list, the page of one group, adding and correcting."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.counting import Counted, counted
from accounts.emergency import readable_in_emergency
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..actions.groups import add_group, change_group
from ..forms.day import DayForm
from ..forms.group_filter import GroupFilter
from ..forms.groups import EditGroupForm, NewGroupForm
from ..models import CommunityGroup, Kind, KindRule, School
from ..reads.group_page import group_page
from ..reads.groups import group_rows
from ..reads.histories import former_hidden, history
from ..rights import rights_in
from ..scopes import may_hold
from .form_pages import way_to, way_to_groups
from .tabs import tabs_of


@require_safe
@needs(Capability.SEE_GROUPS)
def group_list(request: HttpRequest) -> HttpResponse:
    form = GroupFilter(request.GET, user=request.user)
    groups = form.narrow(CommunityGroup.objects.visible_to(request.user))
    page = page_of(groups.defer("name_key"), keys=form.keys, asked=request.GET)
    context = {
        "form": form,
        "rows": group_rows(page.rows),
        "found": _found(counted(groups)),
        "may_add": request.user.can(Capability.EDIT_GROUPS),
        "may_import": request.user.can(Capability.EDIT_GROUPS) and request.user.can(Capability.EDIT_PEOPLE),
        **neighbour_urls(request, page),
    }
    return render(request, "participation/group_list.html", context)


@require_safe
@readable_in_emergency
@needs(Capability.SEE_GROUPS)
def page(request: HttpRequest, pk: str) -> HttpResponse:
    rows = CommunityGroup.objects.select_related("school", "founded_by")
    group = visible_or_404(rows, request.user, pk=pk)
    day = DayForm(request.GET if "on" in request.GET else None)
    shown = group_page(group, on=day.chosen, user=request.user)
    if shown.names_shown or shown.rights.see_people and request.user.emergency:
        journal.seen("roster.read", about=group, by=request.user, people=shown.names_shown)
    context = {"page": shown, "group": group, "day": day, "links": [way_to_groups()], "tabs": tabs_of(group, "page")}
    context["may_hold"] = may_hold(request.user)
    return render(request, "participation/group_page.html", context)


@require_safe
@readable_in_emergency
@needs(Capability.SEE_GROUPS)
def group_history(request: HttpRequest, pk: str) -> HttpResponse:
    group = visible_or_404(CommunityGroup, request.user, pk=pk)
    rows = history(group, user=request.user)
    people = len({row.person.pk for row in rows if row.person})
    if people:
        journal.seen("group_history.read", about=group, by=request.user, people=people)
    may_see_people = rights_in(group, request.user).see_people
    context = {
        "group": group,
        "rows": rows,
        "hides_people": not may_see_people,
        "former_hidden": former_hidden(group, user=request.user) if may_see_people else 0,
        "links": [way_to_groups()],
        "tabs": tabs_of(group, "history"),
    }
    return render(request, "participation/group_history.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def add(request: HttpRequest) -> HttpResponse:
    rule = KindRule.objects.filter(kind=request.GET.get("kind", "")).first()
    if rule is None:
        context = {"kinds": Kind.choices, "links": [way_to_groups()], "school": _school_asked(request)}
        return render(request, "participation/group_kind.html", context)
    form = NewGroupForm(request.POST or None, user=request.user, rule=rule, school=_school_asked(request))
    if form.is_valid():
        group = form.carry_out(add_group, kind=rule.kind, by=request.user, **form.facts())
        if group:
            messages.success(request, _("%(group)s is in the register.") % {"group": group.name})
            return redirect("groups:page", pk=group.pk)
    context = {"form": form, "rule": rule, "links": [way_to_groups()], "cancel_url": reverse("groups:list")}
    return render(request, "participation/group_form.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    group = editable_or_404(CommunityGroup.objects.select_related("school", "area"), request.user, pk=pk)
    form = EditGroupForm(request.POST or None, user=request.user, group=group)
    links = way_to(group)
    if form.is_valid() and form.carry_out(
        change_group, group=group, by=request.user, version=form.cleaned_data["version"], **form.facts()
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("groups:page", pk=group.pk)
    context = {"form": form, "group": group, "links": links, "cancel_url": links[-1]["url"]}
    return render(request, "participation/group_form.html", context)


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s group", "%(total)s groups", total.number)
    return total.words(exact, _("More than %(total)s groups"))


def _school_asked(request: HttpRequest) -> School | None:
    """The school from whose line in the list the reader came, if any."""
    try:
        key = uuid.UUID(request.GET.get("school", ""))
    except ValueError:
        return None
    schools = School.objects.visible_to(request.user).select_related("area")
    return schools.filter(pk=key, is_active=True).first()
