"""Other ids of meetings: where two records of one meeting became one, the id of the second leads to the kept one."""

from collections.abc import Callable, Iterable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .models import Meeting, MeetingAlias


def kept_meeting_ids(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Of these ids those that are other names, each with the id of the meeting it leads to: one query."""
    return dict(MeetingAlias.objects.filter(old_id__in=list(ids)).values_list("old_id", "meeting_id"))


def follows_meeting_aliases(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead from the address with another id to the same page of the kept meeting, for who may see that meeting.

    What was typed or pressed about the other record is not done to the kept one unseen: its page says so.
    """

    @wraps(view)
    def led(request: HttpRequest, pk: UUID, **kwargs: object) -> HttpResponse:
        kept = kept_meeting_ids([pk]).get(pk) if request.user.is_authenticated else None
        if kept and Meeting.objects.visible_to(request.user).filter(pk=kept).exists():
            if request.method == "POST":
                messages.warning(request, _("Two records of this meeting are one now. Look at it, then do it again."))
                return redirect("meetings:page", kept)
            return redirect(request.resolver_match.view_name, kept, **kwargs)
        return view(request, pk, **kwargs)

    return led
