"""The remarks on a page as a piece of the editor's side panel."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from .remarks import remarks_on


@require_safe
def page_remarks(request: HttpRequest, page_id: int) -> HttpResponse:
    """What there is to say of the newest draft; for those who may open the page in the editor."""
    page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return render(request, "content/_remarks.html", {"remarks": remarks_on(page.get_latest_revision_as_object())})
