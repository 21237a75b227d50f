"""The desk on which helplines are kept true: the list, test calls, corrections."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import needs
from accounts.downloads.sending import send_list
from accounts.roles import Capability

from ..actions import helplines as actions
from ..exports import helpline_table
from ..forms.helplines import HelpLineForm, TestCallForm
from ..models import HelpLine
from ..reads.helplines import calls_of, helpline_rows


@needs(Capability.MANAGE_HELPLINES)
@require_safe
def helpline_list(request: HttpRequest) -> HttpResponse:
    """All helplines; what waits for a test call stands first."""
    today = timezone.localdate()
    helplines = list(HelpLine.objects.for_the_desk(today).select_related("verified_by"))
    due = sum(helpline.is_due for helpline in helplines)
    return render(request, "protection/helpline_list.html", {"rows": helpline_rows(helplines, today), "due": due})


@needs(Capability.MANAGE_HELPLINES)
@require_safe
def helpline_calls(request: HttpRequest, pk: int) -> HttpResponse:
    """Every test call of a helpline, the newest first."""
    helpline = get_object_or_404(HelpLine, pk=pk)
    links = [{"label": _("Helplines"), "url": reverse("helplines:list")}]
    context = {**calls_of(helpline, timezone.localdate()), "links": links}
    return render(request, "protection/helpline_calls.html", context)


@needs(Capability.MANAGE_HELPLINES)
@require_GET
def helpline_file(request: HttpRequest, format: str) -> HttpResponse:
    return send_list(request, helpline_table(), format, {}, way_back="helplines:list")


@needs(Capability.MANAGE_HELPLINES)
@require_http_methods(["GET", "POST"])
def helpline_add(request: HttpRequest) -> HttpResponse:
    form = HelpLineForm(request.POST or None)
    if form.is_valid() and form.carry_out(actions.add_helpline, by=request.user, **form.cleaned_data):
        messages.success(request, _("The helpline is in the list. Readers see it after a test call."))
        return redirect("helplines:list")
    return _form_page(request, form, title=_("Add a helpline"))


@needs(Capability.MANAGE_HELPLINES)
@require_http_methods(["GET", "POST"])
def helpline_edit(request: HttpRequest, pk: int) -> HttpResponse:
    helpline = get_object_or_404(HelpLine, pk=pk)
    form = HelpLineForm(request.POST or None, helpline=helpline)
    if form.is_valid() and form.carry_out(
        actions.change_helpline, helpline=helpline, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("helplines:list")
    return _form_page(
        request,
        form,
        title=_("Change a helpline"),
        lead=_("A new number needs a new test call before readers see it."),
    )


@needs(Capability.MANAGE_HELPLINES)
@require_http_methods(["GET", "POST"])
def helpline_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    helpline = get_object_or_404(HelpLine, pk=pk)
    form = TestCallForm(request.POST or None, initial={"called_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(
        actions.record_test_call, helpline=helpline, by=request.user, **form.cleaned_data
    ):
        is_shown = form.cleaned_data["is_answered"] and form.cleaned_data["is_true"]
        kept = _("The call is noted. Call again in three days, or correct what is written.")
        messages.success(request, _("Thank you. Readers see this helpline now.") if is_shown else kept)
        return redirect("helplines:list")
    return render(request, "protection/helpline_confirm.html", {"form": form, "helpline": helpline})


@needs(Capability.MANAGE_HELPLINES)
@require_http_methods(["GET", "POST"])
def helpline_retire(request: HttpRequest, pk: int) -> HttpResponse:
    helpline = get_object_or_404(HelpLine, pk=pk)
    if request.method == "POST":
        return _done(request, actions.retire_helpline, helpline, _("Readers no longer see this helpline."))
    return render(request, "protection/helpline_retire.html", {"helpline": helpline})


@needs(Capability.MANAGE_HELPLINES)
@require_POST
def helpline_reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    helpline = get_object_or_404(HelpLine, pk=pk)
    done = _("The helpline is in use again. Readers see it after a test call.")
    return _done(request, actions.reinstate_helpline, helpline, done)


def _done(request: HttpRequest, action: Callable[..., HelpLine], helpline: HelpLine, sentence: str) -> HttpResponse:
    action(helpline=helpline, by=request.user)
    messages.success(request, sentence)
    return redirect("helplines:list")


def _form_page(request: HttpRequest, form: HelpLineForm, *, title: str, lead: str = "") -> HttpResponse:
    list_url = reverse("helplines:list")
    context = {"form": form, "title": title, "lead": lead, "cancel_url": list_url}
    return render(request, "protection/helpline_form.html", context)
