"""Typed names of a meeting: each is matched to a member of that day, enrolled, or counted as a guest."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.models import User
from accounts.roles import Capability
from participation.models import Meeting
from participation.reads.rosters import roster
from participation.rights import rights_in

from ..forms.judging import GUEST, MEMBER, NEW, NameForm
from ..models import Delivery
from .desk_deliveries import way_to_delivery, way_to_list


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def match(request: HttpRequest, pk: object) -> HttpResponse:
    from ..actions.judging import match_names, meeting_of, record_of  # with the libraries of seals: loaded late

    delivery = editable_or_404(Delivery.objects.select_related("group"), request.user, pk=pk)
    meeting = meeting_of(delivery) if delivery.has_names else None
    if meeting is None:
        messages.info(request, _("There are no names to match in this record."))
        return redirect("deliveries:page", pk=delivery.pk)
    try:
        names = record_of(delivery).typed_names
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("deliveries:page", pk=delivery.pk)
    forms, shown = _forms(request, meeting, names)
    if request.method == "POST" and not _faults(forms):
        version = request.POST.get("version", "")
        try:
            match_names(
                delivery=delivery,
                matches=[_match(form) for form in forms],
                version=int(version) if version.isascii() and version.isdecimal() else 0,
                by=request.user,
            )
        except ValidationError as refusal:
            forms[0].add_error(None, refusal)
        else:
            messages.success(request, _("The names are matched."))
            return redirect("meetings:page", pk=meeting.pk)
    journal.seen("delivery.read", about=delivery, by=request.user, people=shown + len(names))
    links = [way_to_list(), way_to_delivery(delivery)]
    links.append({"label": date_format(meeting.held_on), "url": reverse("meetings:page", args=[meeting.pk])})
    context = {"delivery": delivery, "meeting": meeting, "forms": forms, "links": links}
    return render(request, "fieldbook/desk/names_match.html", context)


def _forms(request: HttpRequest, meeting: Meeting, names: list[str]) -> tuple[list[NameForm], int]:
    """A form for each name, and how many members they offer: those of that day who are not marked."""
    user: User = request.user
    marked = set(meeting.marks.values_list("person_id", flat=True))
    rows = roster(meeting.group, on=meeting.held_on, user=user)
    people = [row.person for row in rows if row.person.pk not in marked]
    may_enrol = rights_in(meeting.group, user).edit_people
    data = request.POST if request.method == "POST" else None
    about = {"people": people, "may_enrol": may_enrol}
    return [NameForm(data, prefix=f"n{number}", name=name, **about) for number, name in enumerate(names)], len(people)


def _faults(forms: list[NameForm]) -> int:
    """How many are wrong; each is judged, so that all faults are shown at once."""
    return sum(not form.is_valid() for form in forms)


def _match(form: NameForm):
    from ..actions.judging import Match

    kind, _colon, key = form.cleaned_data["who"].partition(":")
    if kind == MEMBER:
        return Match(member=uuid.UUID(key))
    if kind == NEW:
        names = ("family_name", "given_name", "sex", "birth_year")
        return Match(newcomer={name: form.cleaned_data[name] for name in names})
    return Match(guest=key if kind == GUEST else "")
