"""Pages of ours inside Wagtail's admin."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Refusal

from .actions import NothingToAsk, ask_for_consent, confirm_picture
from .lights import with_standings
from .models import Picture, PictureRelease
from .readers import DAYS, FEW, HEIGHT, WEEK, WIDTH, readings

SHOWN_AT_ONCE = 30
MANY_AT_ONCE = 200


@require_http_methods(["GET", "POST"])
def pictures_to_confirm(request: HttpRequest) -> HttpResponse:
    """Pictures that wait for a second person, and the word of that person on one of them."""
    waiting = Picture.objects.filter(declared_on__isnull=False, declared_hash=F("file_hash"), confirmed_on__isnull=True)
    if request.method == "POST":
        picture = get_object_or_404(waiting, pk=_number(request.POST.get("picture", "")))
        try:
            confirm_picture(picture=picture, by=request.user)
        except Refusal as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Thank you. The picture is confirmed."))
        return redirect("pictures_to_confirm")
    pictures = waiting.select_related("declared_by").prefetch_renditions("max-800x600").order_by("declared_on", "pk")
    return render(request, "content/pictures_to_confirm.html", {"pictures": pictures[:SHOWN_AT_ONCE]})


@require_safe
def reading_report(request: HttpRequest) -> HttpResponse:
    """How often each page was read: totals of days, and few readings only as few."""
    context = {
        "rows": readings(timezone.localdate()),
        "few": FEW,
        "days": DAYS,
        "week": WEEK,
        "height": HEIGHT,
        "width": DAYS * WIDTH,
    }
    return render(request, "content/reading_report.html", context)


@require_safe
def pictures_of_people(request: HttpRequest) -> HttpResponse:
    """Pictures made from photos of meetings, the newest first, each with its light."""
    released = Picture.objects.filter(release__in=PictureRelease.objects.standing())
    pictures = released.prefetch_renditions("max-165x165").order_by("-created_at", "-pk")[:MANY_AT_ONCE]
    return render(request, "content/pictures_of_people.html", {"pictures": with_standings(pictures)})


@require_safe
def picture_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """One picture, whoever brought it: its light, where it is used, and asking for consent."""
    picture = get_object_or_404(Picture, pk=pk)
    return render(request, "content/picture_facts.html", {"picture": picture})


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask those who know the children for their consent; who asks sees a light change, and no name."""
    picture = get_object_or_404(Picture, pk=pk)
    released = PictureRelease.objects.standing().filter(picture=picture, photo__isnull=False).first()
    try:
        if released is None:
            raise NothingToAsk
        ask_for_consent(photo=released.photo, by=request.user)
    except Refusal as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The facilitators of the group are asked."))
    return redirect("picture_facts", pk)


def _number(text: str) -> int:
    """The number that was sent; one that no picture has where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
