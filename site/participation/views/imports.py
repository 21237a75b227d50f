"""Spreadsheets: upload, look, decide, import, take back. For whoever keeps both groups and people."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.paging import Page, page_of
from accounts.roles import Capability

from ..forms.imports import ApplyForm, DecisionsForm, ImportForm
from ..imports.deciding import decide_open_rows, decide_rows
from ..imports.drafting import drop_import, receive_file
from ..imports.jobs import ask_to_apply, ask_to_check, ask_to_undo, start_again
from ..imports.reading import LARGEST_FILE
from ..imports.refusals import FileTooLarge
from ..imports.templates import CSV, XLSX, csv_template, xlsx_template
from ..models import ImportedRow, ImportRun
from ..reads.imports import outcome_of, people_asked_about, run_context, shown_rows, shown_runs
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
    is_busy = any(run.is_busy for run in page.rows)
    context = {"runs": shown_runs(page.rows), "is_busy": is_busy, **neighbour_urls(request, page)}
    return render(request, "participation/import_list.html", context)


@require_http_methods(["GET", "POST"])
@importers
def add(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (run := form.carry_out(_receive, file=form.cleaned_data["file"], by=request.user)):
        return redirect("imports:page", run.pk)
    lead = _("Nothing is imported yet: you will see each row first.")
    response = form_page(
        request, form, title=_("Import a file"), way_back=[_way_to_list()], lead=lead, submit=_("Check the file")
    )
    response.status_code = 422 if form.errors else 200
    return response


@transaction.atomic
def _receive(*, file, by) -> ImportRun:
    if file.size > LARGEST_FILE:
        raise FileTooLarge
    return ask_to_check(run=receive_file(content=file.read(), file_name=file.name, by=by), by=by)


@require_safe
@importers
def page(request: HttpRequest, pk: str) -> HttpResponse:
    run = visible_or_404(ImportRun, request.user, pk=pk)
    return _draw(request, run, ApplyForm())


def _draw(request: HttpRequest, run: ImportRun, form: Form, status: int = 200) -> HttpResponse:
    context = {**run_context(run), "form": form, "links": [_way_to_list()]}
    if run.is_applied and not run.is_busy:
        context["outcome"] = outcome_of(run, user=request.user)
    elif not run.is_busy:
        shown, questions = _questions(request, run)
        question_of = questions.field_of if questions else lambda row: None
        context |= {"rows": shown_rows(shown.rows, question_of), "questions": questions}
        context |= {"asked": request.GET.urlencode(), **neighbour_urls(request, shown)}
    return render(request, "participation/import_page.html", context, status=status)


def _questions(request: HttpRequest, run: ImportRun, data: object = None) -> tuple[Page, DecisionsForm | None]:
    """The rows of the page that is asked for, and what is to be decided about them."""
    rows, state = run.rows.all(), request.GET.get("state", "")
    if state in ImportedRow.State.values:
        rows = rows.filter(state=state)
    shown = page_of(rows, keys=("number", "pk"), asked=request.GET)
    if not run.is_ready:
        return shown, None
    people = people_asked_about(shown.rows, user=request.user)
    if people:
        journal.seen("people.found", about=request.user, by=request.user, people=len(people))
    form = DecisionsForm(data, rows=shown.rows, people=people)
    return shown, form if form.rows else None


@require_POST
@importers
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep what was said of the rows on a page; back to it, or on to the next one."""
    run = editable_or_404(ImportRun, request.user, pk=pk)
    shown, form = _questions(request, run, request.POST)
    if form is None or not form.is_valid():
        return redirect("imports:page", run.pk)
    act = form.cleaned_data["act"]
    form.carry_out(decide_rows, run=run, decisions=form.decisions(), by=request.user)
    if act == form.OPEN:
        form.carry_out(decide_open_rows, run=run, choice=ImportedRow.Choice.OTHER, by=request.user)
    if form.errors:
        messages.error(request, " ".join(form.non_field_errors()))
    asked = neighbour_urls(request, shown)["next_url"] if act == form.NEXT else f"?{request.GET.urlencode()}"
    return redirect(reverse("imports:page", args=[run.pk]) + (asked if asked != "?" else ""))


@require_POST
@importers
def apply(request: HttpRequest, pk: str) -> HttpResponse:
    return _ask(request, pk, ask_to_apply)


@require_POST
@importers
def again(request: HttpRequest, pk: str) -> HttpResponse:
    return _ask(request, pk, start_again)


def _ask(request: HttpRequest, pk: str, action: Callable[..., ImportRun]) -> HttpResponse:
    run, form = editable_or_404(ImportRun, request.user, pk=pk), ApplyForm(request.POST)
    if form.is_valid() and form.carry_out(action, run=run, by=request.user):
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
    return _away(request, ask_to_undo, run, _("The import is being taken back. Then it leaves this list."))


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
