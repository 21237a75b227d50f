"""The desk's part of public pictures: letting a photo of a meeting out, and asking and answering for consent."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.models import User
from accounts.refusals import Refusal
from accounts.roles import Capability
from participation import extras
from participation.models import MeetingPhoto, MeetingPhotoPerson
from people.consents import IS_YES, State, standings
from people.models import Person, Purpose

from .actions import answer_request, ask_for_consent, release_picture
from .forms import ReleaseForm
from .models import ConsentRequest, PictureRelease

SHOWN_AT_ONCE = 50
TONES = {State.IN_FORCE: "ok", State.EXPIRING: "warn"}


def register() -> None:
    """Called once, when the apps are ready."""
    extras.register_photo_way(extras.PhotoWay(gettext_lazy("Release for public pages"), "pictures:release"))
    extras.register_waiting(waiting)


def waiting(user: User) -> list[extras.Waiting]:
    """The requests for consent that this reader may answer."""
    if not user.can(Capability.RECORD_MEETINGS):
        return []
    number = ConsentRequest.objects.editable_by(user).open().count()
    if not number:
        return []
    text = ngettext(
        "%(number)s photo waits for consent to be shown in public",
        "%(number)s photos wait for consent to be shown in public",
        number,
    )
    url = reverse("pictures:requests")
    return [extras.Waiting(text % {"number": number}, gettext_lazy("Look at what is asked"), url)]


@dataclass(frozen=True, slots=True)
class OnPhoto:
    """Somebody on a photo, by name for who may see it, and whether they allow it in public."""

    name: str
    state: State

    @property
    def allows(self) -> bool:
        return self.state in IS_YES

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "danger")

    @property
    def word(self) -> Promise:
        return self.state.label


def people_on(photo: MeetingPhoto, *, user: User) -> list[OnPhoto]:
    """Everyone the photo shows; whom the reader may not see is there without a name."""
    marks = MeetingPhotoPerson.objects.filter(photo=photo).values_list("person_id", flat=True)
    visible = Person.objects.visible_to(user).in_bulk(list(marks))
    found = standings(marks, on=timezone.localdate())
    states = {
        person: each.state for person, said in found.items() for each in said if each.purpose == Purpose.PHOTO_PUBLIC
    }
    rows = [OnPhoto(visible[key].name if key in visible else "", state) for key, state in states.items()]
    return sorted(rows, key=lambda row: (row.allows, row.name))


def _photos() -> object:
    return MeetingPhoto.objects.select_related("meeting__group")


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def release(request: HttpRequest, pk: object) -> HttpResponse:
    """Who is on it and who allows it; when everyone does, the descriptions and the button."""
    photo = editable_or_404(_photos(), request.user, pk=pk)
    people = people_on(photo, user=request.user)
    form = ReleaseForm(request.POST or None)
    if form.is_valid() and form.carry_out(release_picture, photo=photo, by=request.user, **form.cleaned_data):
        text = _("The picture can be chosen for public pages now.")
        if not people:
            text = _("The picture can be chosen for public pages once a second person has confirmed it.")
        messages.success(request, text)
        return redirect("meetings:page", pk=photo.meeting_id)
    if people:
        journal.seen("roster.read", about=photo.meeting, by=request.user, people=len(people))
    context = {
        "photo": photo,
        "form": form,
        "people": people,
        "missing": sum(not row.allows for row in people),
        "is_marked": photo.shown_marked_at is not None,
        "is_visible": MeetingPhoto.objects.visible_to(request.user).filter(pk=photo.pk).exists(),
        "is_released": PictureRelease.objects.standing().filter(photo=photo).exists(),
        "is_asked": ConsentRequest.objects.open().filter(photo=photo).exists(),
        "links": _way_to(photo),
    }
    return render(request, "content/desk/release.html", context)


@require_POST
@needs(Capability.RECORD_MEETINGS)
def ask(request: HttpRequest, pk: object) -> HttpResponse:
    """Ask those who work with the group for the papers that are missing."""
    photo = editable_or_404(_photos(), request.user, pk=pk)
    _do(request, _("The facilitators of the group see it on their first page."), ask_for_consent, photo=photo)
    return redirect("pictures:release", pk=photo.pk)


@require_safe
@needs(Capability.RECORD_MEETINGS)
def requests(request: HttpRequest) -> HttpResponse:
    """What was asked and waits for an answer."""
    rows = ConsentRequest.objects.editable_by(request.user).open().select_related("group", "photo__meeting")
    visible = set(MeetingPhoto.objects.visible_to(request.user).values_list("pk", flat=True)) if rows else set()
    lines = [(row, row.photo_id in visible) for row in rows.order_by("asked_at", "pk")[:SHOWN_AT_ONCE]]
    return render(request, "content/desk/requests.html", {"lines": lines})


@require_POST
@needs(Capability.RECORD_MEETINGS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    row = editable_or_404(ConsentRequest, request.user, pk=pk)
    is_done = request.POST.get("answer") == ConsentRequest.State.DONE
    state = ConsentRequest.State.DONE if is_done else ConsentRequest.State.DECLINED
    _do(request, _("Thank you. Your answer is kept, without a name."), answer_request, request=row, state=state)
    return redirect("pictures:requests")


def _do(request: HttpRequest, done: str, action: object, /, **facts: object) -> None:
    try:
        action(by=request.user, **facts)
    except Refusal as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)


def _way_to(photo: MeetingPhoto) -> list[dict[str, str]]:
    meeting = photo.meeting
    return [
        {"label": meeting.group.name, "url": reverse("groups:page", args=[meeting.group_id])},
        {"label": date_format(meeting.held_on), "url": reverse("meetings:page", args=[meeting.pk])},
    ]
