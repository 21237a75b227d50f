"""The one page on which a form of the register stands: title, a sentence, the form, the way back."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

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
) -> HttpResponse:
    """Draws the form; the last link of the way back is also where Cancel leads."""
    context = {"form": form, "title": title, "lead": lead, "submit": submit, "warning": warning, "links": way_back}
    return render(request, "participation/form_page.html", {**context, "cancel_url": way_back[-1]["url"]})
