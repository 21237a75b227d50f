"""The public pages that tell where help is found, and the desk on which helplines are kept true."""

import calendar
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import needs
from accounts.downloads.sending import send_list
from accounts.roles import Capability
from khmertext.dates import weekday_name

from . import actions
from .forms import ConfirmForm, HelpLineForm
from .models import HelpLine
from .tables import helpline_table

SHORT_WEEKDAYS = {
    "km": ("ច", "អ", "ព", "ព្រ", "សុ", "ស", "អា"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


# --- for everybody ----------------------------------------------------------------------------------------------------
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Who helps and how to reach them. No form, no cookie; nothing tells the next page where the reader came from."""
    response = render(request, "protection/help_page.html", {"helplines": HelpLine.objects.public()})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Where the exit of the help page leads: the days of this month, and nothing that says where one was."""
    today = timezone.localdate()
    weeks = calendar.Calendar().monthdatescalendar(today.year, today.month)
    language = get_language()
    weekdays = [(SHORT_WEEKDAYS[language][day.weekday()], weekday_name(day, language)) for day in weeks[0]]
    return render(request, "protection/calendar_page.html", {"today": today, "weeks": weeks, "weekdays": weekdays})


# --- the desk ---------------------------------------------------------------------------------------------------------
@needs(Capability.MANAGE_HELPLINES)
@require_safe
def helpline_list(request: HttpRequest) -> HttpResponse:
    """All helplines; what waits for a test call stands first."""
    helplines = HelpLine.objects.for_the_desk(timezone.localdate()).select_related("verified_by")
    return render(request, "protection/helpline_list.html", {"helplines": helplines})


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
    form = ConfirmForm(request.POST or None, initial={"called_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(
        actions.confirm_helpline, helpline=helpline, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("Thank you. Readers see this helpline now."))
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
