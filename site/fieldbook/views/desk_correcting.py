"""A refused meeting of a phone, put right on the page on which meetings are recorded."""

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import journal
from accounts.access import editable_or_404, needs
from accounts.roles import Capability
from participation.models import Post, Topic
from participation.views.doors import group_or_404
from participation.views.sheets import Sheet
from people.aliases import kept_ids
from people.models import Person

from ..models import Delivery
from ..payloads import MeetingRecord
from .desk_deliveries import DONE, way_to_delivery, way_to_list

PLAIN = ("kind", "place_text", "summary", "minutes_approved")
TIMES = ("started_at", "ended_at")
NUMBERS = ("adults_present", "felt_good", "felt_so_so", "felt_bad")


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def put_right(request: HttpRequest, pk: object) -> HttpResponse:
    """What the page does not ask about, such as newcomers and the next meeting, is taken as the phone sent it."""
    from ..actions import judging  # with the libraries of seals: loaded late
    from ..reads.combined import with_facts

    delivery = editable_or_404(Delivery, request.user, pk=pk)
    try:
        record = judging.record_of(delivery)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("deliveries:page", pk=delivery.pk)
    if delivery.outcome != Delivery.Outcome.REFUSED or not isinstance(record, MeetingRecord):
        messages.info(request, _("Only a refused meeting is put right here."))
        return redirect("deliveries:page", pk=delivery.pk)
    group = group_or_404(request.user, Capability.RECORD_MEETINGS, pk=record.group)
    sheet = Sheet(user=request.user, group=group, typed=request.POST or as_sent(record))
    if request.POST.get("step") == "save":
        sheet = Sheet(user=request.user, group=group, data=request.POST)
        if sheet.is_valid():
            facts = sheet.facts()
            newcomers = {one.id for one in record.newcomers}
            facts["marks"] |= {person: state for person, state in record.marks.items() if person in newcomers}
            try:
                done = judging.put_right(delivery=delivery, record=with_facts(record, facts), by=request.user)
            except ValidationError as refusal:
                sheet.explain(refusal)
            else:
                messages.success(request, DONE[done.outcome])
                return redirect("deliveries:list" if done.sealed is None else "deliveries:page", **_to(done))
    if sheet.people_shown:
        journal.seen("delivery.read", about=delivery, by=request.user, people=sheet.people_shown)
    context = {
        "sheet": sheet,
        "group": group,
        "left_out": _left_out(request, record, sheet),
        "links": [way_to_list(), way_to_delivery(delivery)],
    }
    return render(request, "fieldbook/desk/delivery_put_right.html", context)


def _left_out(request: HttpRequest, record: MeetingRecord, sheet: Sheet) -> list[str]:
    """Whom the phone marked and the list of that day does not have: their marks are not saved, and that is said."""
    listed = {one.person.pk for one in sheet.marks.people} | {one.id for one in record.newcomers}
    marked = {kept for kept in kept_or_same(record.marks) if kept not in listed}
    people = Person.objects.visible_to(request.user).in_bulk(marked)
    return [people[key].name if key in people else _("Somebody beyond your reach") for key in sorted(marked)]


def kept_or_same(ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """The ids of today of people whose records were merged meanwhile."""
    kept = kept_ids(ids)
    return [kept.get(key, key) for key in ids]


def _to(done: Delivery) -> dict[str, uuid.UUID]:
    return {} if done.sealed is None else {"pk": done.pk}


def as_sent(record: MeetingRecord) -> QueryDict:
    """The record as the page of a meeting would have sent it, to be drawn again."""
    sent = QueryDict(mutable=True)
    sent["id"], sent["held_on"] = str(record.id), record.held_on.isoformat()
    for name in (*PLAIN, *TIMES, *NUMBERS):
        value = getattr(record, name)
        sent[name] = "" if value is None else str(value)
    sent["quorum_met"] = {True: "yes", False: "no", None: ""}[record.quorum_met]
    sent.setlist(
        "topics", [str(pk) for pk in Topic.objects.filter(code__in=record.topics).values_list("pk", flat=True)]
    )
    for guests in record.guests:
        sent[f"guests_{guests.group}"] = str(guests.number or "")
        sent[f"guests_{guests.group}_difficulty"] = str(guests.with_difficulty or "")
        sent["guests_basis"] = guests.basis
    for person, state in record.marks.items():
        sent[f"mark-{person}"] = state
    posts = {post.code: str(post.pk) for post in Post.objects.all()}
    rows = record.decisions
    sent["decisions-TOTAL_FORMS"], sent["decisions-INITIAL_FORMS"] = str(len(rows)), "0"
    for number, row in enumerate(rows):
        sent[f"decisions-{number}-text"] = row.text
        sent[f"decisions-{number}-post"] = posts.get(row.post, "") if row.post else ""
        sent[f"decisions-{number}-due_on"] = row.due_on.isoformat() if row.due_on else ""
    sent["issues-TOTAL_FORMS"], sent["issues-INITIAL_FORMS"] = str(len(record.issues)), "0"
    for number, row in enumerate(record.issues):
        sent[f"issues-{number}-text"], sent[f"issues-{number}-raised_by"] = row.text, row.raised_by
    return sent
