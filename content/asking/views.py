"""The desk of the public board: which asks may be shown, and in which words."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import editable_or_404, needs, visible_or_404
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from participation import extras
from participation.models import Ask
from participation.models.ask import AskQuerySet
from participation.reads.asks import ask_rows
from participation.scopes import groups_q
from participation.views.asks import way_to_ask

from ..models import AskRelease, AsksPage
from ..models.asks import POSTER, SHOWN
from .actions import release_ask, take_back_release
from .board import commune_of
from .forms import AskReleaseForm


def register() -> None:
    """Called once, when the apps are ready."""
    label = gettext_lazy("Public board")
    extras.register_ask_way(extras.AskWay(label, "ask_board:release", "globe", Capability.APPROVE_PAGES))
    label = gettext_lazy("Poster for the commune hall")
    extras.register_ask_way(extras.AskWay(label, "ask_board:poster", "print", Capability.SEE_GROUPS))


def _within_reach(request: HttpRequest) -> AskQuerySet:
    reach = groups_q(request.user, Capability.APPROVE_PAGES, "issue__meeting__group__")
    return Ask.objects.filter(reach).with_group()


@require_safe
@needs(Capability.APPROVE_PAGES)
def waiting(request: HttpRequest) -> HttpResponse:
    """Asks that were sent, the newest first, each with whether everybody may read it."""
    released = AskRelease.objects.filter(ask=OuterRef("pk"))
    asks = _within_reach(request).visible_to(request.user).filter(status__in=SHOWN)
    asks = asks.annotate(is_released=Exists(released))
    page = page_of(asks, keys=("created_at", "pk"), asked=request.GET, is_descending=True)
    boards = AsksPage.objects.live().select_related("locale")
    context = {"rows": ask_rows(page.rows), "boards": list(boards), **neighbour_urls(request, page)}
    return render(request, "content/asking/waiting.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.APPROVE_PAGES)
def release(request: HttpRequest, pk: object) -> HttpResponse:
    ask = visible_or_404(_within_reach(request), request.user, pk=pk)
    known = AskRelease.objects.filter(ask=ask).first()
    form = AskReleaseForm(request.POST or None, ask=ask, initial=AskReleaseForm.facts_of(ask, known))
    if form.is_valid() and form.carry_out(release_ask, ask=ask, by=request.user, **form.cleaned_data):
        messages.success(request, _("Everybody can read it now, in these words."))
        return redirect("ask_board:list")
    context = {
        "ask": ask,
        "form": form,
        "release": known,
        "answers": ask.answers.confirmed().oldest_first(),
        "links": way_to_ask(ask),
        "cancel_url": reverse("ask_board:list"),
    }
    return render(request, "content/asking/release.html", context)


@require_safe
@needs(Capability.SEE_GROUPS)
def poster(request: HttpRequest, pk: object) -> HttpResponse:
    """The way to the sheet of the ask's commune, in the language of the reader; it can be changed there."""
    ask = visible_or_404(Ask, request.user, pk=pk)
    address = AsksPage.objects.address(request, place=commune_of(ask.area_id), kind=POSTER)
    if not address:
        messages.error(request, _("There is no public board yet."))
        return redirect("asks:page", pk=ask.pk)
    return redirect(address)


@require_POST
@needs(Capability.APPROVE_PAGES)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = editable_or_404(AskRelease.objects.select_related("ask"), request.user, pk=pk)
    take_back_release(release=found, by=request.user)
    messages.success(request, _("It is off the board. Copies that people printed cannot be called back."))
    return redirect("ask_board:list")
