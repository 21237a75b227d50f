"""What is usual for each kind of group, and its posts: kept by an administrator."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import needs
from accounts.roles import Capability

from ..actions import rules as actions
from ..forms.rules import KindRuleForm, KnownDutyBearerForm, KnownPostForm, NewDutyBearerForm, NewPostForm
from ..models import DutyBearer, KindRule, Post
from ..reads.rules import duty_bearers, kinds_with_posts
from .form_pages import answer_form


@require_safe
@needs(Capability.EDIT_RULES)
def rule_list(request: HttpRequest) -> HttpResponse:
    context = {"kinds": kinds_with_posts(), "bearers": duty_bearers()}
    return render(request, "participation/rule_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_kind(request: HttpRequest, kind: str) -> HttpResponse:
    rule = get_object_or_404(KindRule, pk=kind)
    form = KindRuleForm(request.POST or None, initial={name: getattr(rule, name) for name in KindRuleForm.base_fields})
    return answer_form(
        request,
        form,
        partial(actions.change_kind_rule, rule=rule),
        done=_("The changes are saved."),
        title=rule.get_kind_display(),
        lead=_("What is usual for a new group of this kind. Groups that exist keep their own ages and rhythm."),
        way_back=[_way_to_list()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def add_post(request: HttpRequest, kind: str) -> HttpResponse:
    rule = get_object_or_404(KindRule, pk=kind)
    form = NewPostForm(request.POST or None, initial={"position": 50})
    return answer_form(
        request,
        form,
        partial(actions.add_post, kind=rule.kind),
        done=_("The post is in the list."),
        title=_("Add a post: %(kind)s") % {"kind": rule.get_kind_display()},
        way_back=[_way_to_list()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_post(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    title = _("Edit the post “%(post)s”") % {"post": post.name}
    form = KnownPostForm(
        request.POST or None, initial={name: getattr(post, name) for name in KnownPostForm.base_fields}
    )
    return answer_form(
        request,
        form,
        partial(actions.change_post_rule, post=post),
        done=_("The changes are saved."),
        title=title,
        lead=post.get_kind_display(),
        way_back=[_way_to_list()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def add_bearer(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        NewDutyBearerForm(request.POST or None, initial={"position": 50}),
        actions.add_duty_bearer,
        done=_("Whoever writes an ask can choose it now."),
        title=_("Add who must answer"),
        way_back=[_way_to_list()],
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_bearer(request: HttpRequest, pk: int) -> HttpResponse:
    bearer = get_object_or_404(DutyBearer, pk=pk)
    initial = {name: getattr(bearer, name) for name in KnownDutyBearerForm.base_fields}
    return answer_form(
        request,
        KnownDutyBearerForm(request.POST or None, initial=initial),
        partial(actions.change_duty_bearer, bearer=bearer),
        done=_("The changes are saved."),
        title=_("Edit “%(name)s”") % {"name": bearer.name},
        way_back=[_way_to_list()],
    )


def _way_to_list() -> dict[str, str]:
    return {"label": _("Rules"), "url": reverse("rules:list")}
