"""Notices: one's own, and the unread ones of colleagues for whom one stands in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..access import needs, visible_or_404
from ..actions.notices import mark_all_read, mark_read
from ..models import Notice
from ..rows import notice_rows

SHOWN = 100


@needs()
def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest hundred; the unread ones stand first."""
    found = Notice.objects.visible_to(request.user).select_related("user")
    unread = found.unread().newest_first()[:SHOWN]
    read = found.filter(read_at__isnull=False).newest_first()[:SHOWN]
    context = {"unread": notice_rows(unread, request.user), "read": notice_rows(read, request.user)}
    return render(request, "accounts/notice_list.html", context)


@needs()
@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    notice = visible_or_404(Notice, request.user, pk=pk)
    mark_read(notice=notice, by=request.user)
    is_ours = url_has_allowed_host_and_scheme(notice.link, None)
    return redirect(notice.link if notice.link and is_ours else "notices:list")


@needs()
@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    mark_all_read(by=request.user)
    messages.success(request, _("All your notices are marked as read."))
    return redirect("notices:list")
