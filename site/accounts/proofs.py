"""A second factor shown a moment ago, for what a stolen session must not do."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


def has_fresh_second_factor(request: HttpRequest) -> bool:
    """Whether a code or a passkey was shown while allauth still trusts the proof; a password is not enough."""
    proofs = [record["at"] for record in get_authentication_records(request, request.user) if record["method"] == "mfa"]
    return bool(proofs) and time.time() - max(proofs) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def needs_fresh_second_factor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for the second factor first, then lead back here. Stands below ``needs``: the door comes before the proof."""

    @wraps(view)
    def proven(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not has_fresh_second_factor(request):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return proven
