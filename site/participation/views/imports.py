"""Spreadsheets: upload, look, decide, import, take back. Each subject has these pages at addresses of its own."""

from collections.abc import Callable
from functools import partial, update_wrapper, wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.paging import Page, page_of
from accounts.views.neighbours import neighbour_urls
from khmertext.languages import is_english

from ..forms.imports import ApplyForm, DecisionsForm, ImportForm
from ..imports.deciding import decide_open_rows, decide_rows
from ..imports.drafting import drop_import, receive_file
from ..imports.jobs import ask_to_apply, ask_to_check, ask_to_undo, start_again
from ..imports.reading import LARGEST_FILE
from ..imports.refusals import FileTooLarge
from ..imports.registry import needs_of, subject_of
from ..imports.subjects import Subject
from ..imports.templates import CSV, XLSX, csv_template, xlsx_template
from ..models import ImportedRow, ImportRun
from ..models.imports import ImportRunQuerySet
from ..reads.imports import people_asked_about, run_context, shown_rows, shown_runs
from .form_pages import form_page

NAMES = (
    *("list", "add", "template_xlsx", "template_csv", "page", "decide", "again", "apply", "drop", "undo"),
    *("report_csv", "report_xlsx"),
)
"""Of the addresses that a subject may have, without their namespace."""

type View = Callable[..., HttpResponse]


def importers(view: View) -> View:
    """Open to who may import the subject of the address: all its capabilities are needed, not one of them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, subject: str, **kwargs: object) -> HttpResponse:
        behind = partial(view, subject=subject_of(subject))
        for capability in needs_of(subject):
            behind = needs(capability)(update_wrapper(behind, view))
        return behind(request, *args, **kwargs)

    return guarded


@require_safe
@importers
def import_list(request: HttpRequest, subject: Subject) -> HttpResponse:
    runs = _runs(subject).visible_to(request.user)
    page = page_of(runs, keys=("created_at", "pk"), asked=request.GET, is_descending=True)
    is_busy = any(run.is_busy for run in page.rows)
    context = {"runs": shown_runs(page.rows), "is_busy": is_busy, **neighbour_urls(request, page)}
    return render(request, "participation/import_list.html", {**context, **_of_subject(subject)})


def _runs(subject: Subject) -> ImportRunQuerySet:
    return ImportRun.objects.filter(subject=subject.key)


def _of_subject(subject: Subject) -> dict[str, object]:
    """The subject, and the names of its addresses."""
    return {"subject": subject, "ways": {name: f"{subject.namespace}:{name}" for name in NAMES}}


@require_http_methods(["GET", "POST"])
@importers
def add(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None, subject=subject)
    if form.is_valid() and (run := _received(request, form, subject)):
        return redirect(f"{subject.namespace}:page", run.pk)
    lead = _("Nothing is imported yet: you will see each row first.")
    response = form_page(
        request, form, title=_("Import a file"), way_back=[_way_to_list(subject)], lead=lead, submit=_("Check the file")
    )
    response.status_code = 422 if form.errors else 200
    return response


def _received(request: HttpRequest, form: ImportForm, subject: Subject) -> ImportRun | None:
    return form.carry_out(_receive, file=form.cleaned_data["file"], subject=subject.key, by=request.user)


@transaction.atomic
def _receive(*, file, subject, by) -> ImportRun:
    if file.size > LARGEST_FILE:
        raise FileTooLarge
    run = receive_file(content=file.read(), file_name=file.name, subject=subject, by=by)
    return ask_to_check(run=run, by=by)


@require_safe
@importers
def page(request: HttpRequest, pk: str, subject: Subject) -> HttpResponse:
    run = visible_or_404(_runs(subject), request.user, pk=pk)
    return _draw(request, run, subject, ApplyForm())


def _draw(request: HttpRequest, run: ImportRun, subject: Subject, form: Form, status: int = 200) -> HttpResponse:
    context = {**run_context(run, subject), **_of_subject(subject), "form": form, "links": [_way_to_list(subject)]}
    if run.is_applied and not run.is_busy:
        context["outcome"] = subject.outcome(run, user=request.user)
    elif not run.is_busy:
        shown, questions = _questions(request, run, subject)
        question_of = questions.field_of if questions else lambda row: None
        context |= {"rows": shown_rows(shown.rows, question_of, subject=subject), "questions": questions}
        context |= {"asked": request.GET.urlencode(), **neighbour_urls(request, shown)}
    return render(request, "participation/import_page.html", context, status=status)


def _questions(
    request: HttpRequest, run: ImportRun, subject: Subject, data: object = None
) -> tuple[Page, DecisionsForm | None]:
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
    form = DecisionsForm(data, rows=shown.rows, people=people, other=subject.other_answer)
    return shown, form if form.rows else None


@require_POST
@importers
def decide(request: HttpRequest, pk: str, subject: Subject) -> HttpResponse:
    """Keep what was said of the rows on a page; back to it, or on to the next one."""
    run = editable_or_404(_runs(subject), request.user, pk=pk)
    address = f"{subject.namespace}:page"
    shown, form = _questions(request, run, subject, request.POST)
    if form is None or not form.is_valid():
        return redirect(address, run.pk)
    act = form.cleaned_data["act"]
    form.carry_out(decide_rows, run=run, decisions=form.decisions(), by=request.user)
    if act == form.OPEN:
        form.carry_out(decide_open_rows, run=run, choice=ImportedRow.Choice.OTHER, by=request.user)
    if form.errors:
        messages.error(request, " ".join(form.non_field_errors()))
    asked = neighbour_urls(request, shown)["next_url"] if act == form.NEXT else f"?{request.GET.urlencode()}"
    return redirect(reverse(address, args=[run.pk]) + (asked if asked != "?" else ""))


@require_POST
@importers
def apply(request: HttpRequest, pk: str, subject: Subject) -> HttpResponse:
    return _ask(request, pk, subject, ask_to_apply)


@require_POST
@importers
def again(request: HttpRequest, pk: str, subject: Subject) -> HttpResponse:
    return _ask(request, pk, subject, start_again)


def _ask(request: HttpRequest, pk: str, subject: Subject, action: Callable[..., ImportRun]) -> HttpResponse:
    run, form = editable_or_404(_runs(subject), request.user, pk=pk), ApplyForm(request.POST)
    if form.is_valid() and form.carry_out(action, run=run, by=request.user):
        return redirect(f"{subject.namespace}:page", run.pk)
    return _draw(request, run, subject, form, status=422)


@require_POST
@importers
def drop(request: HttpRequest, pk: str, subject: Subject) -> HttpResponse:
    run = editable_or_404(_runs(subject), request.user, pk=pk)
    return _away(request, subject, drop_import, run, _("The uploaded file is thrown away."))


@require_POST
@importers
def undo(request: HttpRequest, pk: str, subject: Subject) -> HttpResponse:
    run = editable_or_404(_runs(subject), request.user, pk=pk)
    return _away(request, subject, ask_to_undo, run, _("The import is being taken back. Then it leaves this list."))


def _away(request: HttpRequest, subject: Subject, action: Callable, run: ImportRun, done: str) -> HttpResponse:
    key = run.pk
    try:
        action(run=run, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(f"{subject.namespace}:page", key)
    messages.success(request, done)
    return redirect(f"{subject.namespace}:list")


@require_safe
@importers
def template_xlsx(request: HttpRequest, subject: Subject) -> HttpResponse:
    return _download(xlsx_template(_language(), subject.layout), XLSX, "template.xlsx")


@require_safe
@importers
def template_csv(request: HttpRequest, subject: Subject) -> HttpResponse:
    return _download(csv_template(_language(), subject.layout), CSV, "template.csv")


def _language() -> str:
    return "en" if is_english() else "km"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _way_to_list(subject: Subject) -> dict[str, str]:
    return {"label": str(subject.title), "url": reverse(f"{subject.namespace}:list")}
