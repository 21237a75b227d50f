"""The steps of an ask, each on its own page: written, sent, answered, told, closed, withdrawn."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import editable_or_404, needs
from accounts.roles import Capability

from ..actions import asks as actions
from ..actions.answer_links import open_answer_link, revoke_answer_link
from ..forms.asks import AnswerForm, AskForm, DueDayForm, SendForm, TellForm, WithdrawAskForm
from ..models import Ask, AskAnswer, AskLink, Issue
from .asks import way_to_ask
from .form_pages import answer_form, ask, form_page, way_to

EDITORS = (Capability.RECORD_MEETINGS, Capability.EDIT_GROUPS)


def _ask_or_404(request: HttpRequest, pk: object) -> Ask:
    return editable_or_404(Ask.objects.with_group().select_related("area"), request.user, pk=pk)


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def draft(request: HttpRequest, pk: object) -> HttpResponse:
    """What children raised becomes an ask; its words begin as theirs."""
    issue = editable_or_404(Issue.objects.with_ask().select_related("meeting__group__area"), request.user, pk=pk)
    if known := getattr(issue, "ask", None):
        return redirect("asks:page", pk=known.pk)
    group = issue.meeting.group
    form = AskForm(request.POST or None, initial={"text": issue.text, "area": group.area, "level": Ask.Level.COMMUNE})
    day = {"label": _("Meeting"), "url": reverse("meetings:page", args=[issue.meeting_id])}
    if form.is_valid():
        made = form.carry_out(actions.draft_ask, issue=issue, by=request.user, **form.cleaned_data)
        if made:
            messages.success(request, _("The ask is written. Look through it and send it."))
            return redirect("asks:page", pk=made.pk)
    return form_page(
        request,
        form,
        title=_("Make it an ask"),
        lead=_("The children raised: %(text)s") % {"text": issue.text},
        warning=_("Leave out names and whatever is a child's own affair. Worries about one child are never an ask."),
        way_back=[*way_to(group), day],
    )


@require_http_methods(["GET", "POST"])
@needs(*EDITORS)
def change(request: HttpRequest, pk: object) -> HttpResponse:
    found = _ask_or_404(request, pk)
    form = AskForm(request.POST or None, ask=found, initial=AskForm.facts_of(found))
    return answer_form(
        request,
        form,
        partial(actions.change_ask, ask=found),
        done=_("The changes are saved."),
        title=_("Change the ask"),
        way_back=way_to_ask(found),
    )


@require_http_methods(["GET", "POST"])
@needs(*EDITORS)
def send(request: HttpRequest, pk: object) -> HttpResponse:
    found = _ask_or_404(request, pk)
    return answer_form(
        request,
        SendForm(request.POST or None, ask=found),
        partial(actions.send_ask, ask=found),
        done=_("The ask is sent. Its words stay as they are now."),
        title=_("Send the ask"),
        lead=found.text,
        warning=_("Hand it over first: on paper, at a meeting, or with a link for the official. Then say so here."),
        submit=_("It is sent"),
        way_back=way_to_ask(found),
    )


@require_http_methods(["GET", "POST"])
@needs(*EDITORS)
def move_due(request: HttpRequest, pk: object) -> HttpResponse:
    found = _ask_or_404(request, pk)
    return answer_form(
        request,
        DueDayForm(request.POST or None, initial={"answer_due_on": found.answer_due_on}),
        partial(actions.move_due_day, ask=found),
        done=_("The new day is kept."),
        title=_("Another day for the answer"),
        lead=found.text,
        way_back=way_to_ask(found),
    )


@require_http_methods(["GET", "POST"])
@needs(*EDITORS)
def answer(request: HttpRequest, pk: object) -> HttpResponse:
    found = _ask_or_404(request, pk)
    return answer_form(
        request,
        AnswerForm(request.POST or None),
        partial(actions.record_answer, ask=found),
        done=_("The answer is kept. Tell the children at the next meeting."),
        title=_("Record an answer"),
        lead=found.text,
        way_back=way_to_ask(found),
    )


@require_http_methods(["GET", "POST"])
@needs(*EDITORS)
def tell(request: HttpRequest, pk: object) -> HttpResponse:
    found = _ask_or_404(request, pk)
    if found.answered_on is None:
        messages.error(request, _("This ask has gone on meanwhile. Look at it again."))
        return redirect("asks:page", pk=found.pk)
    group = found.issue.meeting.group
    return answer_form(
        request,
        TellForm(request.POST or None, ask=found, group=group, user=request.user),
        partial(actions.tell_children, ask=found),
        done=_("It is kept that the children were told."),
        title=_("The children were told"),
        lead=found.text,
        way_back=way_to_ask(found),
    )


@require_http_methods(["GET", "POST"])
@needs(*EDITORS)
def withdraw(request: HttpRequest, pk: object) -> HttpResponse:
    found = _ask_or_404(request, pk)
    return answer_form(
        request,
        WithdrawAskForm(request.POST or None),
        partial(actions.withdraw_ask, ask=found),
        done=_("The ask is withdrawn."),
        title=_("Withdraw the ask"),
        lead=found.text,
        warning=_("Tell the children why. This cannot be taken back."),
        submit=_("Withdraw the ask"),
        way_back=way_to_ask(found),
    )


@require_http_methods(["GET", "POST"])
@needs(*EDITORS)
def untell(request: HttpRequest, pk: object) -> HttpResponse:
    found = _ask_or_404(request, pk)
    return ask(
        request,
        partial(actions.take_back_telling, ask=found),
        done=_("It is taken back. The answer is to be told again."),
        title=_("Take back that the children were told?"),
        lead=found.text,
        submit=_("Take it back"),
        way_back=way_to_ask(found),
    )


@require_http_methods(["GET", "POST"])
@needs(*EDITORS)
def close(request: HttpRequest, pk: object) -> HttpResponse:
    found = _ask_or_404(request, pk)
    return ask(
        request,
        partial(actions.close_ask, ask=found),
        done=_("The ask is closed."),
        title=_("Close the ask?"),
        lead=_("The children know the answer and nothing more is to come. A closed ask takes no further answer."),
        submit=_("Close the ask"),
        way_back=way_to_ask(found),
    )


# --- answers by link -------------------------------------------------------------------------------------------------
@require_POST
@needs(*EDITORS)
def open_link(request: HttpRequest, pk: object) -> HttpResponse:
    """The only time that the link is on a screen."""
    found = _ask_or_404(request, pk)
    try:
        path = open_answer_link(ask=found, by=request.user)
    except ValidationError as refusal:
        return _told(request, refusal, found)
    context = {"ask": found, "address": settings.PUBLIC_URL + path, "links": way_to_ask(found)}
    response = render(request, "participation/ask_link_shown.html", context)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@require_POST
@needs(*EDITORS)
def revoke_link(request: HttpRequest, pk: int) -> HttpResponse:
    found = editable_or_404(AskLink.objects.select_related("link", "ask"), request.user, pk=pk)
    revoke_answer_link(ask_link=found, by=request.user)
    messages.success(request, _("The link opens nothing any more."))
    return redirect("asks:page", pk=found.ask_id)


@require_POST
@needs(Capability.EDIT_GROUPS)
def confirm(request: HttpRequest, pk: object) -> HttpResponse:
    found = editable_or_404(AskAnswer.objects.select_related("ask"), request.user, pk=pk)
    try:
        actions.confirm_answer(answer=found, by=request.user)
    except ValidationError as refusal:
        return _told(request, refusal, found.ask)
    messages.success(request, _("The answer is confirmed. Tell the children at the next meeting."))
    return redirect("asks:page", pk=found.ask_id)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_GROUPS)
def turn_down(request: HttpRequest, pk: object) -> HttpResponse:
    found = editable_or_404(AskAnswer.objects.unconfirmed().select_related("ask"), request.user, pk=pk)
    return ask(
        request,
        partial(actions.turn_down_answer, answer=found),
        done=_("The answer is gone. Open a new link if one is to come."),
        title=_("Is this no answer of theirs?"),
        lead=found.text or found.get_kind_display(),
        warning=_("The answer goes away. This cannot be taken back."),
        submit=_("It is not theirs"),
        way_back=way_to_ask(found.ask),
    )


def _told(request: HttpRequest, refusal: ValidationError, found: Ask) -> HttpResponse:
    """Back to the ask, with the sentence of the refusal."""
    for sentence in refusal.messages:
        messages.error(request, sentence)
    return redirect("asks:page", pk=found.pk)
