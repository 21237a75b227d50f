"""Pages inside Wagtail's admin on which somebody reads what waits for them, and names a deputy."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import TaskState

from accounts.access import needs
from accounts.publishing import OPENS_THE_ADMIN
from accounts.refusals import Refusal
from accounts.roles import Capability

from ..board.passages import kept, passages_of, side_by_side
from ..checks.remarks import remarks_on
from ..models import Deputyship, ReviewTask, Step
from .deputies import name_deputy, steps_of, take_back_deputy
from .forms import DeputyForm


@require_http_methods(["GET", "POST"])
@needs(*OPENS_THE_ADMIN)
def page_review(request: HttpRequest, pk: int) -> HttpResponse:
    """A page that waits: what is new in it, what to look at, how it looks on a telephone; and yes or no."""
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state", "revision")
    state = get_object_or_404(waiting, pk=pk)
    task = state.task.specific
    if not isinstance(task, ReviewTask) or not task.may_read(state, request.user):
        raise Http404("No such page.")
    comment = " ".join(request.POST.get("comment", "").split())
    if request.method == "POST" and _is_answered(request, task, state, comment):
        return redirect("wagtailadmin_home")
    page = state.revision.as_object()
    live = state.workflow_state.content_object.specific
    before = passages_of(live) if live.live else []
    context = {
        "state": state,
        "task": task,
        "page": page,
        "live": live if live.live else None,
        "rows": side_by_side(kept(before), passages_of(page), []),
        "remarks": remarks_on(page),
        "comment": comment,
        "is_last": task.place == Step.SAFEGUARDING,
        "is_old": state.workflow_state.content_object.latest_revision_id != state.revision_id,
    }
    return render(request, "content/page_review.html", context)


def _is_answered(request: HttpRequest, task: ReviewTask, state: TaskState, comment: str) -> bool:
    """Whether the answer was taken; else a message says why not."""
    answer = "approve" if "approve" in request.POST else "reject"
    if answer == "reject" and not comment:
        messages.error(request, _("Say in a sentence what should change."))
        return False
    try:
        task.on_action(state, request.user, answer, comment=comment)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    state.refresh_from_db()
    if state.status == TaskState.STATUS_CANCELLED:
        messages.warning(request, _("Somebody changed the page while you read it. Please read it again."))
    elif answer == "reject":
        messages.success(request, _("The author is told that you ask for changes."))
    elif task.place == Step.SAFEGUARDING:
        messages.success(request, _("Thank you. Both steps said yes: the page goes live."))
    else:
        messages.success(request, _("Thank you. The page is on to safeguarding."))
    return True


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_KHMER, Capability.APPROVE_PAGES)
def page_deputies(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom; one names and takes back one's own."""
    if request.method == "POST" and "take_back" in request.POST:
        return _taken_back(request)
    form = DeputyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            name_deputy(**form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal)
        except ValidationError as refused:
            form.add_error(None, " ".join(refused.messages))
        else:
            messages.success(request, _("Your deputy is named and will be told."))
            return redirect("page_deputies")
    steps = steps_of(request.user)
    named = Deputyship.objects.not_over().filter(step__in=steps).select_related("principal", "deputy")
    context = {"form": form, "named": named.order_by("began_on", "pk")}
    return render(request, "content/page_deputies.html", context, status=400 if form.errors else 200)


def _taken_back(request: HttpRequest) -> HttpResponse:
    key = request.POST["take_back"]
    mine = Deputyship.objects.filter(principal=request.user)
    deputyship = get_object_or_404(mine, pk=int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0)
    take_back_deputy(deputyship=deputyship, by=request.user)
    messages.success(request, _("Your deputy no longer stands in."))
    return redirect("page_deputies")
