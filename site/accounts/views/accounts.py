"""The desk of those who keep accounts: find, invite, open and close them."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ..access import needs, visible_or_404
from ..actions import accounts as actions
from ..actions.roles import may_confirm, may_decide
from ..counting import Counted, counted
from ..forms.accounts import FilterForm, InviteForm
from ..models import RoleGrant, User
from ..models.users import BY_NAME
from ..paging import page_of
from ..roles import ROLES, Capability
from ..rows import account_rows, role_rows, with_open_grants
from ..sessions import has_second_factor

KEEPERS = (Capability.MANAGE_ACCOUNTS, Capability.GRANT_SAFEGUARDING)


@needs(*KEEPERS)
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts with their roles. What is searched for is sent by POST: names do not stand in addresses."""
    form = FilterForm(request.POST if request.method == "POST" else None, roles=list(ROLES.values()))
    wishes = form.cleaned_data if form.is_bound and form.is_valid() else {}
    users = narrowed(User.objects.visible_to(request.user), wishes)
    page = page_of(users.prefetch_related(with_open_grants()), keys=BY_NAME, asked=request.POST)
    context = {
        "form": form,
        "page": page,
        "found": _found(counted(users)),
        "rows": account_rows(page.rows),
        "is_filtered": any(wishes.get(key) for key in ("q", "role", "state")),
        "file_query": urlencode({key: wishes[key] for key in ("role", "state") if wishes.get(key)}),
        "may_invite": request.user.can(Capability.MANAGE_ACCOUNTS),
    }
    return render(request, "accounts/account_list.html", context)


def narrowed(users: QuerySet[User], wishes: dict[str, object]) -> QuerySet[User]:
    """The accounts that are asked for; closed ones only where that is asked."""
    if wishes.get("q"):
        users = users.matching(wishes["q"])
    if wishes.get("role"):
        users = users.with_role(wishes["role"])
    if wishes.get("state") == "waiting":
        return users.filter(is_active=True, last_login__isnull=True)
    return users.filter(is_active=wishes.get("state") != "closed")


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s account", "%(total)s accounts", total.number)
    return total.words(exact, _("More than %(total)s accounts"))


@needs(*KEEPERS)
def account_page(request: HttpRequest, pk: int) -> HttpResponse:
    account = visible_or_404(User, request.user, pk=pk)
    by, is_other = request.user, request.user.pk != pk
    is_officer = account.can(Capability.GRANT_SAFEGUARDING)
    context = {
        "account": account,
        "roles": [
            (row, may_decide(by, row.grant.role_data) or row.state == "waiting" and by.can(Capability.MANAGE_ACCOUNTS))
            for row in role_rows(RoleGrant.objects.visible_to(by).filter(user=account))
        ],
        "has_second_factor": has_second_factor(account),
        "may_confirm": is_other and may_confirm(by),
        "may_read_journal": by.can(Capability.SEE_JOURNAL),
        "may_grant": is_other and account.is_active,
        "may_manage": is_other and by.can(Capability.MANAGE_ACCOUNTS),
        "may_remove_factor": is_other
        and by.can(Capability.GRANT_SAFEGUARDING if is_officer else Capability.MANAGE_ACCOUNTS),
    }
    return render(request, "accounts/account_page.html", context)


@needs(Capability.MANAGE_ACCOUNTS)
def invite(request: HttpRequest) -> HttpResponse:
    """A new account with its first role; the link that opens it is shown on the answer, once."""
    form = InviteForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = form.carry_out(actions.invite_person, by=request.user, **form.cleaned_data)
        if made is not None:
            user, path = made
            return show_link(request, user, path)
    return render(request, "accounts/invite.html", {"form": form})


@needs(Capability.MANAGE_ACCOUNTS)
@require_POST
def give_link(request: HttpRequest, pk: int) -> HttpResponse:
    account = visible_or_404(User, request.user, pk=pk)
    try:
        path = actions.give_link(user=account, by=request.user)
    except ValidationError as refusal:
        return told(request, refusal, pk)
    return show_link(request, account, path)


def show_link(request: HttpRequest, account: User, path: str) -> HttpResponse:
    """The only time that the link is on a screen."""
    context = {"account": account, "address": settings.PUBLIC_URL + path}
    response = render(request, "accounts/link_shown.html", context)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


QUESTIONS = {
    "close": (actions.disable_account, "account_close.html"),
    "open": (actions.enable_account, "account_open.html"),
    "sessions": (actions.sign_out_everywhere, "account_sessions.html"),
    "second-factor": (actions.remove_second_factor, "account_second_factor.html"),
}


@needs(*KEEPERS)
def question(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Something that is hard to undo: asked on its own page, done by POST."""
    action, template = QUESTIONS[step]
    account = visible_or_404(User, request.user, pk=pk)
    if request.method != "POST":
        return render(request, f"accounts/{template}", {"account": account})
    try:
        action(user=account, by=request.user)
    except ValidationError as refusal:
        return told(request, refusal, pk)
    messages.success(request, _("Done."))
    return redirect("accounts:account", pk=pk)


def told(request: HttpRequest, refusal: ValidationError, pk: int) -> HttpResponse:
    """Back to the account, with the sentence of the refusal."""
    for sentence in refusal.messages:
        messages.error(request, sentence)
    return redirect("accounts:account", pk=pk)
