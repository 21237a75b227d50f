"""Where a vote goes, and where staff empty a poll."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Locale

from .models import PollPage
from .models.polls import THANKS
from .voting import cast_vote, comes_from_here, empty_poll, may_vote

ELSEWHERE, TOO_MANY = 403, 429


@csrf_exempt
@never_cache
@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a vote and lead to the result, at an address that no cache keeps."""
    poll = get_object_or_404(PollPage.objects.live().public().filter(locale=Locale.get_active()), pk=pk)
    answer = _answer(request.POST.get("answer", ""))
    if not comes_from_here(request):
        return _refused(request, poll, ELSEWHERE)
    if answer is None or not poll.has_answer(answer) or poll.is_closed:
        return redirect(poll.get_url(request))
    if not may_vote(request, poll):
        return _refused(request, poll, TOO_MANY)
    cast_vote(poll=poll, answer=answer)
    response = redirect(f"{poll.get_url(request)}?{THANKS}=1#{THANKS}")
    response.status_code = 303
    return response


def _refused(request: HttpRequest, poll: PollPage, status: int) -> HttpResponse:
    context = {"poll": poll, "is_too_often": status == TOO_MANY}
    return render(request, "content/vote_refused.html", context, status=status)


def _answer(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def empty(request: HttpRequest, pk: int) -> HttpResponse:
    """Inside Wagtail's admin: shows the votes of a poll, and forgets them when its editor says so."""
    poll = get_object_or_404(PollPage, pk=pk)
    if not poll.permissions_for_user(request.user).can_edit():
        raise Http404
    if request.method == "POST":
        votes = empty_poll(poll=poll, by=request.user)
        messages.success(request, _("The poll is empty. It had %(votes)s votes.") % {"votes": votes})
        return redirect("wagtailadmin_pages:edit", poll.pk)
    return render(request, "content/empty_poll.html", {"poll": poll, "result": poll.result()})
