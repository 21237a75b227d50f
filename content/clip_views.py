"""Recordings inside Wagtail's admin: which texts have a voice, bringing one in, and the word of a second person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Locale, Page

from accounts.refusals import Refusal

from .clip_forms import ClipForm
from .clip_reports import spoken
from .clipping import approve, bring_in, refuse, withdraw
from .hearing import sound_answer
from .models import Clip
from .models.clips import TextToHear

LONG_TEXT = 400
"""Letters of a text that is not told in a minute."""

A_MINUTE, LONGER = (60, 24_000), (100, 14_000)
"""How many seconds a recording made here may be, and its bits a second: both stay below 200 kB."""


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """The texts of one language, with and without a voice, and what waits for a second person."""
    languages = list(Locale.objects.order_by("pk"))
    asked = request.GET.get("language", get_language())
    chosen = next((each for each in languages if each.language_code == asked), languages[0])
    context = {"report": spoken(chosen.language_code), "languages": languages, "chosen": chosen}
    return render(request, "content/clips.html", context)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """A text to be spoken: record it here, or choose a file. The one page that may use the microphone."""
    page, spoken_text = _text(request, pk, part)
    form = ClipForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = bring_in(
                page=page, part=part, text=spoken_text.text, sound=form.sound(), given=form.given, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. A second person will listen before children hear it."))
            return redirect("clip", made.pk)
    clips = [
        (each, each.status(spoken_text.text)) for each in Clip.objects.filter(page=page, part=part).order_by("-pk")
    ]
    seconds, bits = LONGER if len(spoken_text.text) > LONG_TEXT else A_MINUTE
    context = {"page": page, "text": spoken_text, "form": form, "clips": clips, "seconds": seconds, "bits": bits}
    response = render(request, "content/clip_text.html", context, status=422 if form.errors else 200)
    response.hears = True
    return response


@require_http_methods(["GET", "POST"])
def clip(request: HttpRequest, pk: int) -> HttpResponse:
    """A recording beside its text, and what may be done with it."""
    found, page, spoken_text = _clip(request, pk)
    may_review = page.permissions_for_user(request.user).can_edit()
    if request.method == "POST":
        _decide(request, found, spoken_text, may_review=may_review)
        return redirect("clip", found.pk)
    status = found.status(spoken_text.text)
    needs_a_word = status in (Clip.Status.WAITING, Clip.Status.TEXT_CHANGED)
    context = {
        "clip": found,
        "page": page,
        "text": spoken_text,
        "status": status,
        "is_own": found.declared_by_id == request.user.pk,
        "may_review": may_review and needs_a_word,
        "may_withdraw": found.withdrawn_on is None and bool(found.file),
    }
    return render(request, "content/clip.html", context)


@require_safe
def sound(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, for those who review it."""
    found, _page, _spoken = _clip(request, pk)
    if not found.file:
        raise Http404
    return sound_answer(request, found, "no-store")


def _decide(request: HttpRequest, found: Clip, spoken_text: TextToHear, *, may_review: bool) -> None:
    decision = request.POST.get("decision")
    try:
        if decision == "withdraw":
            withdraw(clip=found, by=request.user)
            messages.success(request, _("Withdrawn. Nobody hears it any more, and its file is deleted."))
        elif decision == "approve" and may_review:
            approve(clip=found, text=spoken_text.text, by=request.user)
            messages.success(request, _("Thank you. Children can hear it now."))
        elif decision == "refuse" and may_review:
            refuse(clip=found, reason=request.POST.get("reason", "")[:300], by=request.user)
            messages.success(request, _("Refused. Its file is deleted."))
        else:
            raise Http404
    except Refusal as refusal:
        messages.error(request, " ".join(refusal.messages))


def _clip(request: HttpRequest, pk: int) -> tuple[Clip, Page, TextToHear]:
    found = get_object_or_404(Clip.objects.select_related("declared_by", "reviewed_by", "withdrawn_by"), pk=pk)
    return found, *_text(request, found.page_id, found.part)


def _text(request: HttpRequest, pk: int, part: str) -> tuple[Page, TextToHear]:
    """A page that this person may change, and the text in it."""
    page = get_object_or_404(Page.objects.select_related("locale"), pk=pk).specific
    every = page.texts_to_hear() if hasattr(page, "texts_to_hear") else []
    found = next((each for each in every if each.part == part), None)
    if found is None or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    return page, found
