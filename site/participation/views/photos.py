"""Photos of meetings: the picture itself, saying who is on it, and deleting it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.emergency import readable_in_emergency
from accounts.roles import Capability

from ..actions import photos as actions
from ..forms.photos import ShownForm
from ..models import MeetingPhoto
from ..reads.photos import who_may_be_shown
from .form_pages import ask, way_to


@require_safe
@readable_in_emergency
@needs(Capability.SEE_PEOPLE)
def picture(request: HttpRequest, pk: object) -> HttpResponse:
    """The picture, for who may see it at this moment; nothing on the way may keep a copy."""
    photo = visible_or_404(MeetingPhoto, request.user, pk=pk)
    try:
        with photo.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404("No such page.") from error
    journal.seen("photo.read", about=photo, by=request.user, people=photo.shown.count())
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def shown(request: HttpRequest, pk: object) -> HttpResponse:
    """Who is on it. Somebody without consent cannot be marked: then the photo is deleted."""
    photo = editable_or_404(_photos(), request.user, pk=pk)
    people = who_may_be_shown(photo, user=request.user)
    form = ShownForm(request.POST or None, people=people)
    if form.is_valid() and form.carry_out(
        actions.mark_shown, photo=photo, people=form.cleaned_data["shown"], by=request.user
    ):
        messages.success(request, _("It is said who is on the photo."))
        return redirect("meetings:page", pk=photo.meeting_id)
    if people:
        journal.seen("roster.read", about=photo.meeting, by=request.user, people=len(people))
    is_visible = MeetingPhoto.objects.visible_to(request.user).filter(pk=photo.pk).exists()
    context = {"photo": photo, "form": form, "is_visible": is_visible, "links": _way_to(photo)}
    return render(request, "participation/photo_shown.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def delete(request: HttpRequest, pk: object) -> HttpResponse:
    photo = editable_or_404(_photos(), request.user, pk=pk)
    return ask(
        request,
        lambda by: actions.delete_photo(photo=photo, by=by) or photo,
        done=_("The photo is deleted."),
        title=_("Delete a photo"),
        lead=_("The photo goes for good, here and from the meeting."),
        submit=_("Delete the photo"),
        way_back=_way_to(photo),
    )


def _photos():
    return MeetingPhoto.objects.select_related("meeting__group")


def _way_to(photo: MeetingPhoto) -> list[dict[str, str]]:
    meeting = photo.meeting
    day = {"label": date_format(meeting.held_on), "url": reverse("meetings:page", args=[meeting.pk])}
    return [*way_to(meeting.group), day]
