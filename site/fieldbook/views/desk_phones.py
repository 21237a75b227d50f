"""``/desk/phones/``: the phones of an account, and the end of one that was lost or given away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import editable_or_404, needs, refuse_page
from accounts.models import User
from accounts.roles import Capability
from participation.reads.facilitators import known_facilitators

from ..actions.devices import end_device
from ..models import Device
from ..reads.phones import phone_rows


@require_safe
@needs()
def mine(request: HttpRequest) -> HttpResponse:
    return _page(request, request.user, links=[{"label": _("My account"), "url": reverse("accounts:mine")}])


@require_safe
@needs(Capability.MANAGE_ACCOUNTS, Capability.MANAGE_FACILITATIONS)
def of_account(request: HttpRequest, pk: int) -> HttpResponse:
    """For who keeps accounts, and for who manages the facilitators of the groups in which this person works."""
    if request.user.can(Capability.MANAGE_ACCOUNTS):
        account = User.objects.visible_to(request.user).filter(pk=pk).first()
        links = account and [{"label": account.get_full_name(), "url": reverse("accounts:account", args=[pk])}]
    else:
        account = known_facilitators(request.user).filter(pk=pk).first()
        links = account and [{"label": account.get_full_name(), "url": reverse("facilitations:person", args=[pk])}]
    if account is None:
        raise refuse_page(request)
    return _page(request, account, links=links)


@require_http_methods(["GET", "POST"])
@needs()
def end(request: HttpRequest, pk: object) -> HttpResponse:
    device = editable_or_404(Device.objects.select_related("user"), request.user, pk=pk)
    is_own = device.user_id == request.user.pk
    address = reverse("phones:mine") if is_own else reverse("phones:account", args=[device.user_id])
    if request.method == "POST":
        end_device(device=device, by=request.user)
        messages.success(request, _("The phone is ended."))
        return redirect(address)
    context = {"device": device, "is_own": is_own, "links": [{"label": _("Phones"), "url": address}]}
    return render(request, "fieldbook/desk/phone_end.html", context)


def _page(request: HttpRequest, account: User, *, links: list[dict[str, str]]) -> HttpResponse:
    phones = Device.objects.visible_to(request.user).filter(user=account).order_by("-seen_at", "pk")
    context = {
        "account": account,
        "is_own": account.pk == request.user.pk,
        "rows": phone_rows(phones, on=timezone.localdate()),
        "links": links,
    }
    return render(request, "fieldbook/desk/phone_list.html", context)
