"""The one page on which a form of the register stands: title, a sentence, the form, the way back."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.forms.acting import ActingForm

from ..models import CommunityGroup


def way_to_groups() -> dict[str, str]:
    """The first link of the way back."""
    return {"label": _("Clubs and councils"), "url": reverse("groups:list")}


def way_to(group: CommunityGroup) -> list[dict[str, str]]:
    """The links from the list to the page of a group."""
    return [way_to_groups(), {"label": group.name, "url": reverse("groups:page", args=[group.pk])}]


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    way_back: list[dict[str, str]],
    lead: str = "",
    submit: str = "",
    warning: str = "",
    notes: Sequence[str] = (),
) -> HttpResponse:
    """Draws the form; the last link of the way back is also where Cancel leads. ``notes``: what will follow."""
    context = {"form": form, "title": title, "lead": lead, "submit": submit, "warning": warning, "links": way_back}
    context["notes"] = notes
    return render(request, "participation/form_page.html", {**context, "cancel_url": way_back[-1]["url"]})


def answer_form(
    request: HttpRequest,
    form: ActingForm,
    action: Callable[..., object],
    *,
    done: str | Callable[[], str],
    way_back: list[dict[str, str]],
    **page: object,
) -> HttpResponse:
    """Carries out the action with the answers of a valid form, says so in a sentence, and leads where Cancel leads.

    Otherwise the form is drawn, with what the action refused. A sentence with words that the action changes is a
    function, asked after it.
    """
    if form.is_valid() and form.has_carried_out(action, by=request.user, **form.cleaned_data):
        messages.success(request, done() if callable(done) else done)
        return redirect(way_back[-1]["url"])
    return form_page(request, form, way_back=way_back, **page)


def ask(request: HttpRequest, action: Callable[..., object], **page: object) -> HttpResponse:
    """A question without fields: the button is the answer. ``page`` as in ``answer_form``."""
    return answer_form(request, ActingForm(request.POST if request.method == "POST" else None), action, **page)
