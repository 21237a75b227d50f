"""``/desk/kobo/``: the form for KoboToolbox and ODK, without and with codes of members; and what an import did."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import needs, visible_or_404
from accounts.downloads.sending import send_list
from accounts.proofs import needs_fresh_second_factor
from accounts.roles import Capability
from participation.imports.templates import XLSX
from participation.models import ImportRun

from ..forms.kobo import CodesForm, PlaceForm
from ..xlsforms import KOBO
from ..xlsforms.making import MadeForm, groups_for, make_form
from ..xlsforms.report import report_of
from ..xlsforms.workbook import as_xlsx


@require_safe
@needs(Capability.RECORD_MEETINGS)
def page(request: HttpRequest) -> HttpResponse:
    """How it goes, step by step, and the form itself."""
    context = {
        "form": PlaceForm(),
        "total": groups_for(request.user).count(),
        "may_take_codes": request.user.can(Capability.EXPORT_NAMES),
    }
    return render(request, "fieldbook/desk/kobo.html", context)


@require_safe
@needs(Capability.RECORD_MEETINGS)
def form_file(request: HttpRequest) -> HttpResponse:
    form = PlaceForm(request.GET)
    return _sent(request, form, ticks_codes=False) or _back(request, form)


@require_http_methods(["GET", "POST"])
@needs(Capability.EXPORT_NAMES)
@needs_fresh_second_factor
def codes(request: HttpRequest) -> HttpResponse:
    """The form with the codes of members to tick: they leave with a reason, by who showed a moment ago it is them."""
    form = CodesForm(request.POST or None)
    sent = _sent(request, form, ticks_codes=True)
    links = [{"label": _("KoboToolbox and ODK"), "url": reverse("kobo:form")}]
    context = {"form": form, "links": links, "cancel_url": links[0]["url"]}
    return sent or render(request, "fieldbook/desk/kobo_codes.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, form: Form, *, ticks_codes: bool) -> HttpResponse | None:
    """The file, or nothing where something is said at the form."""
    if not form.is_valid():
        return None
    asked = {"area": form.cleaned_data["area"], "reason": form.cleaned_data.get("reason", "")}
    try:
        made: MadeForm = make_form(by=request.user, ticks_codes=ticks_codes, **asked)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    headers = {
        "Content-Disposition": f'attachment; filename="{made.id}-{made.version}.xlsx"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(as_xlsx(made), content_type=XLSX, headers=headers)


def _back(request: HttpRequest, form: Form) -> HttpResponse:
    messages.error(request, " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences))
    return redirect("kobo:form")


@require_safe
@needs(Capability.RECORD_MEETINGS)
def report(request: HttpRequest, pk: object, format: str) -> HttpResponse:
    """What became of each submission of one's own import."""
    run = visible_or_404(ImportRun.objects.filter(subject=KOBO), request.user, pk=pk)
    return send_list(request, report_of(run), format, {}, way_back="kobo_imports:list")
