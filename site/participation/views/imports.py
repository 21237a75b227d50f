"""Spreadsheets: upload, look, import, take back. For whoever keeps both groups and people."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import editable_or_404, needs, visible_or_404
from accounts.roles import Capability

from ..forms.imports import ApplyForm, ImportForm
from ..imports.applying import apply_import
from ..imports.drafting import draft_import, drop_import
from ..imports.reading import LARGEST_FILE
from ..imports.refusals import FileTooLarge
from ..imports.templates import CSV, XLSX, csv_template, xlsx_template
from ..imports.undoing import undo_import
from ..models import ImportedRow, ImportRun
from ..paging import page_of
from ..reads.imports import counts_of, shown_rows
from .form_pages import form_page
from .neighbours import neighbour_urls


def importers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Both capabilities are needed, not one of them."""
    return needs(Capability.EDIT_PEOPLE)(needs(Capability.EDIT_GROUPS)(view))


@require_safe
@importers
def import_list(request: HttpRequest) -> HttpResponse:
    runs = ImportRun.objects.visible_to(request.user)
    page = page_of(runs, keys=("created_at", "pk"), asked=request.GET, is_descending=True)
    return render(request, "participation/import_list.html", {"runs": page.rows, **neighbour_urls(request, page)})


@require_http_methods(["GET", "POST"])
@importers
def add(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (run := form.carry_out(_draft, file=form.cleaned_data["file"], by=request.user)):
        return redirect("imports:page", run.pk)
    lead = _("Nothing is imported yet: you will see each row first.")
    return form_page(
        request, form, title=_("Import a file"), way_back=[_way_to_list()], lead=lead, submit=_("Check the file")
    )


def _draft(*, file, by) -> ImportRun:
    if file.size > LARGEST_FILE:
        raise FileTooLarge
    return draft_import(content=file.read(), file_name=file.name, by=by)


@require_safe
@importers
def page(request: HttpRequest, pk: str) -> HttpResponse:
    run = visible_or_404(ImportRun, request.user, pk=pk)
    return _draw(request, run, ApplyForm())


def _draw(request: HttpRequest, run: ImportRun, form: Form, status: int = 200) -> HttpResponse:
    rows, state = run.rows.all(), request.GET.get("state", "")
    if state in ImportedRow.State.values:
        rows = rows.filter(state=state)
    shown = page_of(rows, keys=("number", "pk"), asked=request.GET)
    counts = counts_of(run)
    context = {
        "run": run,
        "form": form,
        "counts": counts,
        "may_apply": not run.is_applied and not any(each.state == ImportedRow.State.REFUSED for each in counts),
        "rows": shown_rows(shown.rows),
        "links": [_way_to_list()],
        **neighbour_urls(request, shown),
    }
    return render(request, "participation/import_page.html", context, status=status)


@require_POST
@importers
def apply(request: HttpRequest, pk: str) -> HttpResponse:
    run, form = editable_or_404(ImportRun, request.user, pk=pk), ApplyForm(request.POST)
    if form.is_valid() and form.carry_out(apply_import, run=run, by=request.user, **form.cleaned_data):
        messages.success(request, _("The file is imported."))
        return redirect("imports:page", run.pk)
    return _draw(request, run, form, status=422)


@require_POST
@importers
def drop(request: HttpRequest, pk: str) -> HttpResponse:
    run = editable_or_404(ImportRun, request.user, pk=pk)
    return _away(request, drop_import, run, _("The uploaded file is thrown away."))


@require_POST
@importers
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    run = editable_or_404(ImportRun, request.user, pk=pk)
    return _away(request, undo_import, run, _("The import is taken back. The register is as it was before."))


def _away(request: HttpRequest, action: Callable, run: ImportRun, done: str) -> HttpResponse:
    key = run.pk
    try:
        action(run=run, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("imports:page", key)
    messages.success(request, done)
    return redirect("imports:list")


@require_safe
@importers
def template_xlsx(request: HttpRequest) -> HttpResponse:
    return _download(xlsx_template(_language()), XLSX, "template.xlsx")


@require_safe
@importers
def template_csv(request: HttpRequest) -> HttpResponse:
    return _download(csv_template(_language()), CSV, "template.csv")


def _language() -> str:
    return "en" if (get_language() or "km").startswith("en") else "km"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _way_to_list() -> dict[str, str]:
    return {"label": _("Imports"), "url": reverse("imports:list")}
